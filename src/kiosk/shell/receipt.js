// What a resident takes along: on the screen to be photographed, and on paper of 80
// mm through the browser's own print. Kept nowhere else.

function makeReceipt({ sheets, texts, desk, place, paper, address }) {
  const { t } = texts;

  const outcome = (receipt) => t({
    rejected: 'hasil.rejected_title', verifying: 'hasil.verifying_title', undetermined: 'hasil.undetermined_title',
    already_reported: 'hasil.already_title', received: 'hasil.received_title',
  }[receipt.outcome]);

  function lines(receipt, code) {
    const next = receipt.own ? 'receipt.next_self' : 'receipt.next_other';
    return [
      el('p', { class: 'receipt__owner', text: t('masthead.owner') }),
      el('p', { text: t('receipt.place', { place: place() }) }),
      el('p', { text: texts.moment(receipt.at) }),
      el('p', { class: 'receipt__label', text: t('ticket.label') }),
      el('p', { class: 'ticket', text: receipt.ticket }),
      code ? drawing(code, t('receipt.code', { ticket: receipt.ticket })) : null,
      receipt.provisional ? el('p', { class: 'receipt__provisional', text: t('receipt.provisional') }) : null,
      el('p', { class: 'receipt__outcome', text: outcome(receipt) }),
      receipt.provisional ? el('p', { text: t('receipt.provisional_text') }) : null,
      el('p', { text: t(next, { address }) }),
      receipt.outcome === 'rejected' ? el('p', { text: t('receipt.object') }) : null,
      el('p', { text: t('receipt.keep') }),
    ];
  }

  function clear() { paper.replaceChildren(); }

  return {
    clear,
    outcome,
    async show(receipt) {
      const code = await desk.call('qr', { text: receipt.ticket }).catch(() => null);
      return sheets.ask('terima', (done) => [
        title('terima', t('receipt.title')),
        el('div', { class: 'receipt' }, lines(receipt, code)),
        el('div', { class: 'pair' },
          button(t('receipt.print'), () => {
            paper.replaceChildren(el('div', { class: 'receipt' }, el('p', { class: 'receipt__owner', text: t('receipt.title') }), lines(receipt, code)));
            print();
            clear();
          }),
          button(t('message.back'), () => done(), 'btn--plain')),
      ]);
    },
  };
}
