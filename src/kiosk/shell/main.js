// The kiosk: it starts, goes on by one slow beat, and puts the parts together.

/** What is done again and again, in seconds. */
const BEAT = 1;
const EVERY = { drain: 120, supplies: 300, soon: 30, release: 3600, prune: 86400 };
/** A frame that stops again and again is not made anew at once. */
const RESTARTS = 3;

async function startKiosk() {
  const given = document.getElementById('kios').dataset;
  const base = new URL(document.baseURI).pathname;
  const id = (name) => document.getElementById(name);
  const load = (path, as) => fetch(path, { credentials: 'same-origin' }).then((answer) => {
    if (!answer.ok) throw new Error(path);
    return answer[as]();
  });

  const [style, ...catalogues] = await Promise.all([load(given.frame, 'text'), ...LANGUAGES.map((tag) => load(given[tag], 'json'))]);
  const texts = makeTexts(Object.fromEntries(LANGUAGES.map((tag, place) => [tag, catalogues[place]])));
  const { t } = texts;

  const clock = makeClock();
  const store = makeStore();
  const session = makeSession({ base, clock, told: (what, value) => told(what, value) });
  const desk = makeDesk({ make: () => new Worker(given.worker), lost: () => snapshot.again().catch(() => {}) });
  const snapshot = makeSnapshot({ store, session, desk, clock, changed: () => draw() });
  const items = makeItems({ store, clock, kiosk: () => device?.kiosk });
  const tickets = makeTickets({ store, session });
  const outbox = makeOutbox({ store: items, send: makeSender({ session }), steady: clock.steady, changed: settled });
  const door = makeDoor({ steady: clock.steady });
  const release = makeRelease({ base, name: given.release, steady: clock.steady, isFree: () => isFree(), changed: () => draw() });

  let device = null, visit = null, closed = null, restarts = 0, opening = false, awaited = false;
  const isStuck = () => restarts > RESTARTS;
  /** Nobody stands there, and a page read anew would lose no keys. */
  const isFree = () => attract.isShown() && !opening && !snapshot.isOpen();
  const settings = {
    get: () => ({ place: device?.place, sound: device?.sound, contrast: device?.contrast }),
    async put(changes) {
      device = { ...device, ...changes };
      await store.put('device', device, 'kiosk');
      dress();
    },
  };
  const beep = makeSound(() => device?.sound);

  const sheets = makeSheets({ place: document.body, closed: () => keypad.hide() });
  const keypad = makeKeypad({ place: id('kaki'), t, tapped: () => { idle.touch(); beep('key'); }, shown: (on) => document.documentElement.classList.toggle('mengetik', on) });
  const frame = makeFrame({
    place: id('panggung'), base, style, serve: keypad.serve, touched: () => idle.touch(), classes: () => (device?.contrast ? ['kontras'] : []),
    spoken(tag) {
      if (tag === texts.tag() || !LANGUAGES.includes(tag) || attract.isShown()) return;
      texts.show(tag);
      draw();
    },
    ready() {
      id('tirai').hidden = true;
      restarts = 0;
    },
    dead: revive,
  });
  const screens = makeScreens({ sheets, texts, desk, beep, leave, go: (page, nik) => begin(page, nik) });
  const receipt = makeReceipt({ sheets, texts, desk, place: () => device?.place || '', paper: id('kertas'), address: location.host + base });
  const asking = makeAsk({
    session, snapshot, desk, store, items, outbox, tickets, clock, screens, told, visit: () => visit,
    sealing: (key, plain) => seal({ sealKey: device.sealKey, kiosk: device.kiosk, key, plain }),
  });
  const staff = makeStaff({
    sheets, texts, session, snapshot, store, items, tickets, outbox, door, clock, settings, release,
    act: { enrolled, sync: () => supply({ all: true }) },
  });
  const attract = makeAttract({
    place: id('pikat'), texts, wake, speak,
    state: () => ({ name: device?.place || '', closed }),
  });
  const idle = makeIdle({ steady: clock.steady, warn, wipe: leave });

  // The frame's program finds it here (src/web/ports.js).
  window.tilikKiosk = { ask: (path, body, key) => asking.ask(path, body, key) };

  // --- what is shown around the frame

  function dress() {
    document.documentElement.classList.toggle('kontras', !!device?.contrast);
    frame.dress();
  }

  function draw() {
    document.documentElement.lang = texts.tag();
    const alone = navigator.onLine === false || !session.isReached() || session.isRevoked();
    id('nama').textContent = device?.place || t('strip.kiosk');
    // What is seen comes first in what is heard.
    id('pojok').setAttribute('aria-label', `Tilik ${device?.place || t('strip.kiosk')}. ${t('strip.corner')}`);
    id('sambungan').textContent = session.isRevoked() ? t('strip.revoked') : alone ? t('strip.offline') : '';
    id('sambungan').hidden = !alone;
    id('tanda').textContent = t('strip.receipt');
    id('tanda').hidden = !visit?.receipt;
    id('usai').textContent = t('strip.finish');
    id('usai').hidden = attract.isShown();
    id('tirai').textContent = t(isStuck() ? 'strip.stuck' : 'strip.wait');
    if (attract.isShown()) attract.draw();
    const { receipt: given } = visit || {};
    const bar = id('bilah');
    bar.hidden = !given || !(given.provisional || given.late);
    if (given) {
      bar.textContent = given.provisional ? t('bar.provisional')
        : given.differs ? t('bar.differs', { outcome: receipt.outcome(given) }) : t('bar.sent');
    }
  }

  // --- one resident after the other

  function speak(tag) {
    texts.show(tag);
    // The language that an earlier choice left behind would come instead.
    wipe();
    draw();
    begin();
  }
  const startPath = () => (texts.tag() === 'id' ? '' : texts.tag());

  /** A new frame, at a page in the language shown. */
  function begin(page = '', nik = '') {
    id('tirai').hidden = false;
    keypad.hide();
    const language = texts.tag() === 'id' ? '' : `${texts.tag()}/`;
    frame.begin(page ? language + page : startPath(), nik);
  }

  function wake() {
    if (release.isChanging()) return;
    attract.hide();
    draw();
    if (isStuck()) begin();
    idle.begin();
    frame.focus();
  }

  /** The resident goes: nothing of theirs stays. */
  function leave() {
    visit.over = true;
    sheets.closeAll();
    keypad.hide();
    frame.clearSelection();
    frame.end();
    idle.end();
    wipe();
    visit = newVisit();
    restarts = 0;
    texts.show('id');
    attract.show();
    draw();
    if (isFree()) release.swap();
    begin();
    outbox.drain();
    watchSupplies();
  }
  const newVisit = () => ({ over: false, card: null, sent: new Map(), receipt: null });

  function wipe() {
    // The shell keeps nothing in these; all of it is the frame's.
    for (const kept of [localStorage, sessionStorage]) kept.clear();
    for (const cookie of document.cookie.split(';')) {
      const name = cookie.split('=')[0].trim();
      for (const path of [base, '/']) if (name) document.cookie = `${name}=;path=${path};max-age=0`;
    }
    getSelection().removeAllRanges();
    navigator.clipboard?.writeText(' ').catch(() => { /* the browser does not let it */ });
    history.replaceState(null, '', location.pathname);
    document.title = t('strip.kiosk');
    receipt.clear();
    desk.call('forget', {}).catch(() => {});
  }

  function warn(seconds, first) {
    if (first) {
      beep('warn');
      sheets.ask('sepi', (done) => [
        title('sepi', t('idle.title')),
        el('p', { id: 'sepi-sisa', role: 'timer', text: t('idle.text', { seconds }) }),
        button(t('idle.stay'), () => done('stay')),
        button(t('idle.finish'), () => done('finish'), 'btn--plain'),
      ]).then((choice) => {
        if (choice === 'finish') leave();
        else idle.stay();
      });
    }
    const left = id('sepi-sisa');
    if (left) left.textContent = t('idle.text', { seconds });
  }

  /** The frame has stopped or did not come: once more, where it was. */
  function revive() {
    restarts += 1;
    id('tirai').hidden = false;
    draw();
    if (isStuck()) return;
    const path = frame.path();
    frame.begin(path || startPath());
  }

  // --- what becomes of reports

  function settled(item, result) {
    asking.settled(item, result);
    const given = visit?.receipt;
    // Its resident may still stand there.
    if (given && given.order === item.order && given.provisional && result.kind === 'sent') {
      visit.receipt = { ...given, provisional: false, late: true, outcome: result.answer.outcome, differs: result.answer.outcome !== given.outcome };
    }
    draw();
  }

  function told(what, value) {
    if (what === 'closed') closed = value;
    if (what === 'session') {
      closed = null;
      if (device && (device.place !== value.place || device.village !== value.village)) settings.put({ place: value.place, village: value.village });
    }
    if (what === 'revoked') {
      // Its lists are none of its business any more. Its reports stay, sealed.
      closed = 'revoked';
      snapshot.drop().catch(() => {});
    }
    if (what === 'provisional' || what === 'sent') beep('good');
    draw();
  }

  // --- supplies, by the beat

  async function watchSupplies() {
    const now = device ? await asking.whyClosed().catch(() => 'storage') : null;
    if (now !== closed) {
      closed = now;
      draw();
    }
  }

  async function supply(how) {
    if (!device) return;
    // What is small goes first, and tells whether the server is to be reached at all.
    await tickets.refill().catch(() => {});
    // The server may be making it at this moment.
    awaited = (await snapshot.refresh().catch(() => {})) === 'later';
    await outbox.drain({ ...how, there: session.isReached() });
    await watchSupplies();
  }

  function beat() {
    let beats = 0;
    setInterval(() => {
      beats += BEAT;
      idle.tick();
      snapshot.isOpen();
      if (!device) return;
      if (beats % EVERY.drain === 0) outbox.drain();
      else if (outbox.isDue()) outbox.drain();
      if (beats % EVERY.supplies === 0) {
        if (attract.isShown() && isStuck()) leave();
        supply({});
      } else if (awaited && beats % EVERY.soon === 0) {
        supply({});
      }
      if (beats % EVERY.release === 0) release.look();
      if (beats % EVERY.prune === 0) items.prune().catch(() => {});
      if (isFree()) release.swap();
    }, BEAT * 1000);
    addEventListener('online', () => { draw(); supply({ open: true }); });
    addEventListener('offline', draw);
  }

  // --- the staff

  async function enrolled(fresh) {
    await store.put('device', fresh, 'kiosk');
    device = fresh;
    session.be(device);
    closed = null;
    release.start();
    supply({ open: true });
  }

  async function corner() {
    if (opening || !device) return;
    opening = true;
    try {
      idle.begin();
      const how = await staff.open();
      if (!how) return;
      watchSupplies();
      const next = await staff.corner();
      if (next === 'update') {
        snapshot.lock();
        release.swap();
      }
      if (next === 'enrol') {
        await staff.enrol();
        await snapshot.start();
      }
    } finally {
      opening = false;
      // What the staff looked at is no resident's either.
      if (idle.there()) leave();
    }
  }

  /** Three seconds on the corner; a keyboard or a screen reader presses it. */
  function cornerOpens(button) {
    let held = null;
    const release = () => { clearTimeout(held); held = null; };
    button.addEventListener('pointerdown', () => { held = setTimeout(corner, 3000); });
    for (const kind of ['pointerup', 'pointercancel', 'pointerleave']) button.addEventListener(kind, release);
    button.addEventListener('click', (event) => { if (event.detail === 0) corner(); });
  }

  function guard() {
    for (const kind of ['pointerdown', 'keydown', 'wheel']) addEventListener(kind, () => idle.touch(), { capture: true, passive: true });
    for (const kind of ['contextmenu', 'dragstart', 'drop']) addEventListener(kind, (event) => event.preventDefault(), true);
    cornerOpens(id('pojok'));
    id('usai').addEventListener('click', leave);
    id('tanda').addEventListener('click', () => { if (visit.receipt) receipt.show(visit.receipt); });
    keypad.serve(document);
  }

  visit = newVisit();
  wipe();
  guard();
  draw();
  id('layar').hidden = false;
  // One shell for one outbox.
  if (!(await holdAlone())) return void screens.message('ganda', 'double.title', 'double.text');
  if (!crypto.subtle) return void screens.message('aman', 'insecure.title', 'insecure.text');
  device = (await store.get('device', 'kiosk').catch(() => null)) || null;
  dress();
  draw();
  if (device) {
    session.be(device);
    release.start();
  } else {
    await staff.enrol();
  }
  store.persist();
  await snapshot.start().catch(() => {});
  await items.prune().catch(() => {});
  attract.show();
  draw();
  begin();
  beat();
  supply({ open: true });
}

/** Whether no other window holds this device's kiosk. */
function holdAlone() {
  if (!navigator.locks) return true;
  return new Promise((resolve) => {
    navigator.locks.request('tilik-kiosk', { ifAvailable: true }, (lock) => {
      resolve(!!lock);
      return lock && new Promise(() => {});
    });
  });
}

startKiosk();
