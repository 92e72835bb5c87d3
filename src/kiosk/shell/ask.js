// What the residents' program asks, from its frame. The server answers where it can;
// else the kiosk does, and says that it is the kiosk.

/** How long a check waits for the server before the kiosk answers. */
const CHECK_WITHIN = 6000;
/** How long a report waits for the server before it is told what holds meanwhile. */
const REPORT_WITHIN = 8000;
/** How long it takes to see whether the server is there. Seen anew for each report: a
    network that went a moment ago would cost its resident the question for the card. */
const THERE_WITHIN = 3000;
/** With more than so many before it, a new report is not answered while its resident
    waits. */
const SHORT_QUEUE = 3;

/** A status that goes with an outcome, as core has it. */
const STATUS_OF = { rejected: 'rejected', verifying: 'verifying', undetermined: 'undetermined', already_reported: 'verifying', received: 'received' };
const bare = (ticket, outcome) => ({ ticket, outcome, status: STATUS_OF[outcome], reasons: [] });

/** Whether the server itself has answered, rather than something on the way. */
const isAnswer = (status) => status >= 200 && status < 500 && status !== 401;

const within = (time, promise, instead) => Promise.race([promise, new Promise((resolve) => setTimeout(resolve, time, instead))]);

function makeAsk({ session, snapshot, desk, store, items, outbox, tickets, clock, sealing, screens, visit, told, online = () => navigator.onLine !== false }) {
  // By order: who waits for what becomes of an item.
  const waiting = new Map();

  const decide = async (request, kk, ticket) => {
    const own = request.about === 'self';
    const args = { report: JSON.stringify(request), kk: snapshot.isTooOld() ? null : kk, ticket, today: clock.today() };
    // A worker that fails says nothing of the person.
    return desk.call('decide', args).catch(() => bare(ticket, own ? 'undetermined' : 'received'));
  };

  /** Whether an answer is likely to come while somebody waits. */
  async function isThere() {
    if (!online() || session.isRevoked()) return false;
    if ((await items.waiting()).length > SHORT_QUEUE) return false;
    const { status } = await session.plainly('/api/v1/kiosk/nonces', { body: {}, patience: THERE_WITHIN });
    return status === 200;
  }

  /** The number of the family card: known from the check just made, or asked for. */
  async function card(nik, why) {
    const known = visit().card;
    if (known && known.nik === nik) return known.kk;
    const kk = await screens.card(why);
    if (kk) visit().card = { nik, kk };
    return kk;
  }

  // --- a check

  async function check(body) {
    if (session.isRevoked()) {
      await screens.closed('revoked');
      return [CANCELLED];
    }
    const answer = await within(CHECK_WITHIN, session.ask('/api/v1/checks', { body, patience: CHECK_WITHIN }), { status: SLOW });
    if (isAnswer(answer.status)) return [answer.status, answer.value, answer.wait];
    return checkHere(JSON.parse(body).nik);
  }

  async function checkHere(nik) {
    const mine = visit();
    let said = { answer: 'unsure', certain: true, aid: [], excluded: false, data_as_of: snapshot.header()?.data_as_of || null };
    let why = snapshot.isTooOld() ? 'old' : 'locked';
    if (snapshot.answers()) {
      const kk = await card(nik, 'check');
      if (!kk) return [CANCELLED];
      why = 'unknown';
      said = await screens.working(desk.call('check', { nik, kk, today: clock.today() })).catch(() => said);
    }
    if (mine.over) return [CANCELLED];
    // Each door leads to another page, so the frame need not be answered.
    await screens.answer({ ...said, why, nik });
    return [CANCELLED];
  }

  // --- a report

  /** The same report asked for again is the same question. */
  async function report(body, key) {
    const { sent } = visit();
    const before = sent.get(key);
    if (before) return before;
    const going = take(body, key);
    sent.set(key, going);
    const answer = await going.catch(() => [LOST]);
    // What was not taken may be tried again.
    if (answer[0] !== 201) sent.delete(key);
    return answer;
  }

  async function take(body, key) {
    const { proof, ...given } = JSON.parse(body);
    const request = { ...given, channel: 'kiosk' };
    const own = request.about === 'self';
    const known = await items.find(key);
    if (known) return [201, bare(known.ticket, known.outcome || known.provisional || (own ? 'undetermined' : 'received'))];

    const shut = await whyClosed();
    if (shut) return refuse(shut);
    const mine = visit();
    const there = await isThere();
    // Where the server will not answer at once, the kiosk decides for the time being,
    // and needs the card's number for it. Who does not have it at hand goes on without.
    const kk = !there && own && snapshot.answers() ? await card(request.subject.nik, 'report') : null;
    if (mine.over) return [CANCELLED];
    const ticket = await tickets.take();
    if (!ticket) return refuse('tickets');
    let answer = there ? null : await decide(request, kk, ticket);
    let item;
    try {
      const plain = { report: request, ticket, provisional: answer && answer.outcome, snapshot: answer && snapshot.answers() ? snapshot.header().version : null };
      const sealed = await sealing(key, JSON.stringify(plain));
      item = await items.put({ key, ticket, sealed, provisional: answer && answer.outcome });
    } catch (full) {
      return refuse('storage');
    }

    const result = await sendNow(item, there);
    if (result?.kind === 'sent') {
      mine.receipt = receiptOf(result.answer, own, false, item);
      told('sent', mine);
      return [201, result.answer];
    }
    if (result?.kind === 'bad') return [result.status, result.value];
    answer = answer || (await decide(request, null, ticket));
    await items.tell(item.order, answer.outcome);
    mine.receipt = receiptOf(answer, own, true, item);
    told('provisional', mine);
    return [201, answer];
  }

  const receiptOf = (answer, own, provisional, item) => ({ ticket: answer.ticket, outcome: answer.outcome, own, provisional, order: item.order, at: clock.now() });

  /** Drains, and waits a while for what becomes of this item. */
  function sendNow(item, there) {
    const heard = new Promise((resolve) => { waiting.set(item.order, resolve); });
    // A drain that has ended without it leaves nothing to wait for.
    const drained = outbox.drain({ open: true, there }).then(() => Promise.race([heard, null]));
    return within(REPORT_WITHIN, Promise.race([heard, drained]), null).finally(() => waiting.delete(item.order));
  }

  /** Why no report can be taken now; null where one can. */
  async function whyClosed() {
    if (session.isRevoked()) return 'revoked';
    if (!(await store.room()).enough) return 'storage';
    if ((await tickets.count()) === 0) {
      await within(THERE_WITHIN, tickets.refill().catch(() => {}));
      if ((await tickets.count()) === 0) return 'tickets';
    }
    return null;
  }

  async function refuse(why) {
    told('closed', why);
    await screens.closed(why);
    return [CANCELLED];
  }

  // --- the rest

  /** What everybody is told, from the snapshot where the server is not there. */
  async function common(path) {
    const answer = await session.plainly(path, { patience: CHECK_WITHIN });
    if (isAnswer(answer.status)) return [answer.status, answer.value, answer.wait];
    const header = snapshot.header();
    if (header && path === '/api/v1/data') return [200, { data_as_of: header.data_as_of }];
    if (header && path === '/api/v1/rules') return [200, header.rules];
    return [answer.status, answer.value, answer.wait];
  }

  /** Status and objection: the server alone knows. */
  async function online_only(path, body) {
    const plain = (text) => String(text || '').toUpperCase().replace(/[^0-9A-Z*~$=]/g, '');
    const asked = plain(JSON.parse(body).ticket);
    const here = (await items.waiting()).find((item) => plain(item.ticket) === asked);
    const answer = await session.plainly(path, { body });
    if (isAnswer(answer.status) && !(answer.status === 404 && here)) return [answer.status, answer.value, answer.wait];
    await screens.network(here ? 'waits' : 'status');
    return [LOST];
  }

  return {
    /** An item's fate is known. */
    settled(item, result) { waiting.get(item.order)?.(result); },
    whyClosed,
    async ask(path, body, key) {
      let answer;
      if (path === '/api/v1/checks') answer = await check(body);
      else if (path === '/api/v1/reports') answer = await report(body, key);
      else if (body) answer = await online_only(path, body);
      else answer = await common(path);
      // The frame dates what it shows by the kiosk's clock, which knows better than
      // the device's own.
      return [answer[0], answer[1], answer[2], clock.ahead()];
    },
  };
}
