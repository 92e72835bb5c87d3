// The screen that waits for somebody: a touch anywhere wakes it. Here too a kiosk says
// that it cannot take reports, before anybody has filled in one.

function makeAttract({ place, texts, wake, speak, state }) {
  const { t } = texts;

  function draw() {
    const { name, closed } = state();
    const names = { id: 'Indonesia', jv: 'Jawa', mad: 'Madura', en: 'English' };
    place.replaceChildren(
      el('button', { type: 'button', class: 'attract__wake', click: wake },
        el('span', { class: 'attract__owner', text: t('masthead.owner') }),
        el('strong', { class: 'attract__title', text: t('attract.title') }),
        el('span', { class: 'attract__doors', text: t('attract.doors') }),
        el('span', { class: 'attract__touch', text: t('attract.touch') }),
        el('span', { class: 'attract__place', text: name })),
      closed ? el('p', { class: 'attract__closed', role: 'status', text: t(`closed.${closed}`) }) : '',
      el('nav', { class: 'attract__langs', 'aria-label': t('attract.languages') }, LANGUAGES.map((tag) => el('button', {
        type: 'button', class: 'btn btn--plain', lang: tag, 'aria-pressed': String(tag === texts.tag()), text: names[tag],
        click: () => speak(tag),
      }))),
    );
  }

  return {
    draw,
    show() {
      draw();
      place.hidden = false;
      place.querySelector('.attract__wake').focus();
    },
    hide() { place.hidden = true; },
    isShown: () => !place.hidden,
  };
}
