// What the shell shows to residents: the number of the family card, its own answer to
// a check, why something cannot be done.

function makeScreens({ sheets, texts, desk, leave, go, beep }) {
  const { t } = texts;

  const words = (...keys) => keys.map((key) => el('p', { text: t(key) }));

  /** A message with one button. */
  const message = (name, heading, ...keys) => sheets.ask(name, (done) => [
    title(name, t(heading)), ...words(...keys), button(t('message.back'), () => done()),
  ]);

  /** `351016 120385 0001`, as the residents' pages group a NIK. */
  const grouped = (digits) => [digits.slice(0, 6), digits.slice(6, 12), digits.slice(12)].filter(Boolean).join(' ');

  function answerTitle({ answer, certain, data_as_of }) {
    const date = texts.day(data_as_of);
    if (answer === 'listed') return certain ? t('answer.listed_title', { date }) : t('answer.maybe_title');
    if (answer === 'not_listed') return t('answer.unlisted_title', { date });
    return t('answer.unsure_title');
  }

  const aidLine = (aid) => el('li', { class: 'aid' },
    el('b', { text: t(`scheme.${aid.scheme}`) }),
    el('span', { text: t('aid.line', { level: t(`level.${aid.level}`), period: texts.month(aid.period) }) }),
    el('span', { class: aid.paid ? 'tag tag--paid' : 'tag', text: t(aid.paid ? 'aid.paid' : 'aid.unpaid_may') }));

  return {
    message,
    /** The number of the family card; null where it is not given. */
    card: (why) => sheets.ask('kartu', (done) => {
      const fault = el('p', { class: 'msg', id: 'kartu-msg', role: 'alert' });
      const box = el('input', {
        class: 'box nik', id: 'kartu', inputmode: 'numeric', autocomplete: 'off', autofocus: true,
        'aria-describedby': 'kartu-hint kartu-msg', input: () => {
          const digits = box.value.replace(/\D/g, '').slice(0, 16);
          const end = box.selectionStart === box.value.length;
          const caret = box.selectionStart;
          box.value = grouped(digits);
          if (!end) box.setSelectionRange(caret, caret);
          count.textContent = t('nik.count', { digits: digits.length });
          fault.textContent = '';
          box.setAttribute('aria-invalid', 'false');
        },
      });
      const count = el('span', { class: 'count', 'aria-hidden': 'true', text: t('nik.count', { digits: 0 }) });
      const say = (key, names) => {
        fault.textContent = t(key, names);
        box.setAttribute('aria-invalid', 'true');
        box.focus();
      };
      const go = async (event) => {
        event.preventDefault();
        const digits = box.value.replace(/\D/g, '');
        if (digits.length !== 16) return say('card.short', { digits: digits.length });
        if (!(await desk.call('card', { text: digits }).catch(() => true))) return say('card.impossible');
        return done(digits);
      };
      return el('form', { class: 'sheet__in', novalidate: true, submit: go },
        title('kartu', t('card.title'), false),
        el('p', { text: t(why === 'check' ? 'card.check' : 'card.report') }),
        el('label', { for: 'kartu', text: t('card.label') }),
        el('p', { class: 'hint', id: 'kartu-hint', text: t('card.hint') }), fault, box,
        el('p', { class: 'readback' }, count),
        el('button', { type: 'submit', class: 'btn', text: t('card.go') }),
        button(t(why === 'check' ? 'card.cancel' : 'card.skip'), () => done(null), 'btn--plain'));
    }),
    /** Says that it works, until it has. */
    async working(promise) {
      let close;
      const shown = sheets.ask('kerja', (done) => {
        close = done;
        return [title('kerja', t('card.working')), el('div', { class: 'working', 'aria-hidden': 'true' })];
      }, { escape: false });
      try {
        return await promise;
      } finally {
        close();
        await shown;
      }
    },
    /** The kiosk's own answer to a check, and the ways on. */
    async answer(said) {
      beep('good');
      const listed = said.answer === 'listed';
      const text = { listed: said.certain ? (said.excluded ? 'answer.listed' : 'answer.listed_may') : 'answer.maybe', not_listed: 'answer.unlisted', unsure: `answer.unsure_${said.why}` }[said.answer];
      const tone = { listed: said.certain ? '' : ' verdict--wait', not_listed: ' verdict--note', unsure: ' verdict--wait' }[said.answer];
      const report = (done) => button(t('answer.report'), () => done('report'), listed && said.certain && said.excluded ? 'btn--plain' : '');
      const finish = (done) => button(t('answer.finish'), () => done('finish'), listed && said.certain && said.excluded ? '' : 'btn--plain');
      const choice = await sheets.ask('jawaban', (done) => [
        el('section', { class: `verdict${tone}` },
          el('p', { class: 'mark', text: t('answer.mark') }),
          title('jawaban', answerTitle(said)),
          el('p', { text: t(text) }),
          el('p', { class: 'soft', text: t('answer.checked', { nik: grouped(said.nik) }) })),
        said.aid.length ? el('section', { class: 'door' }, el('h2', { text: t('aid.title') }), el('ul', { class: 'plain' }, said.aid.map(aidLine))) : null,
        el('div', { class: 'pair' }, ...(listed && said.certain && said.excluded ? [finish(done), report(done)] : [report(done), finish(done)])),
        button(t('answer.again'), () => done('again'), 'btn--plain'),
      ]);
      if (choice === 'report') go('lapor', said.nik);
      else if (choice === 'finish') leave();
      else if (choice === 'again') go('cek');
    },
    /** Why no report is taken, and what to do instead. */
    closed: (why) => message('tutup', 'closed.title', `closed.${why}`, 'closed.paper'),
    /** What the server alone knows. */
    network: (what) => message('jaringan', 'network.title', `network.${what}`),
  };
}
