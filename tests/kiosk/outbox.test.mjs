// When the outbox sends what: oldest first, once at a time, nothing blocked by one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { itemsInMemory, load, steadyClock } from './load.mjs';

const { makeOutbox } = load(['outbox'], ['makeOutbox']);

const SENT = { kind: 'sent', answer: { outcome: 'verifying' } };
const MINUTE = 60_000;

/** An outbox whose server answers by `answer(key, how often it was sent)`. */
function outbox(answer, names = ['a', 'b', 'c']) {
  const store = itemsInMemory(), steady = steadyClock(), sent = [], patience = [];
  names.forEach(store.add);
  let under = 0, most = 0;
  const send = async (item, time) => {
    sent.push(item.key);
    patience.push(time);
    most = Math.max(most, ++under);
    const result = await answer(item.key, sent.filter((key) => key === item.key).length, time);
    under -= 1;
    if (result.kind === 'late') steady.go(time);
    return result;
  };
  const box = makeOutbox({ store, send, steady, random: () => 0.5 });
  /** The beat of the kiosk, over so many minutes. */
  const live = async (minutes) => {
    for (let beat = 0; beat < minutes * 6; beat++) {
      steady.go(10_000);
      if (beat % 12 === 0 || box.isDue()) await box.drain();
    }
  };
  return { box, store, steady, sent, patience, live, most: () => most, states: () => store.all().map((item) => item.state).join() };
}

test('oldest first, each once', async () => {
  const { box, sent, states, most } = outbox(() => SENT);
  await Promise.all([box.drain(), box.drain({ open: true }), box.drain({ all: true })]);
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.equal(states(), 'sent,sent,sent');
  assert.equal(most(), 1, 'one request at a time');
  await box.drain({ all: true });
  assert.equal(sent.length, 3);
});

test('a report that comes while another is on its way goes along', async () => {
  const one = outbox((key) => {
    if (key === 'a') { one.store.add('d'); one.box.drain({ open: true }); }
    return SENT;
  });
  await one.box.drain();
  assert.deepEqual(one.sent, ['a', 'b', 'c', 'd']);
});

test('one bad item blocks nobody', async () => {
  const { box, sent, states } = outbox((key) => (key === 'a' ? { kind: 'bad', word: 'malformed' } : SENT));
  await box.drain();
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.equal(states(), 'bad,sent,sent');
  await box.drain({ all: true });
  assert.equal(sent.length, 3, 'it is not sent again');
});

test('an item that the server stumbles over waits by itself', async () => {
  const { box, sent, states, live } = outbox((key) => (key === 'a' ? { kind: 'odd' } : SENT));
  await box.drain();
  assert.deepEqual(sent, ['a', 'b', 'c']);
  assert.equal(states(), 'waiting,sent,sent');
  await live(24 * 60);
  const again = sent.filter((key) => key === 'a').length;
  assert.ok(again > 50 && again < 200, `it was tried ${again} times in a day`);
});

test('a slow server never gets one item ten times', async () => {
  for (const slow of [20, 40, 100, 200, 400]) {
    const { live, sent, states, most } = outbox((key, times, patience) => (patience < slow * 1000 ? { kind: 'late' } : SENT), ['a']);
    await live(8 * 60);
    assert.equal(states(), 'sent', `a server of ${slow} s`);
    assert.ok(sent.length <= 5, `a server of ${slow} s was sent it ${sent.length} times`);
    assert.equal(most(), 1);
  }
});

test('without a network one item is tried, and the drain ends', async () => {
  const { box, sent } = outbox(() => ({ kind: 'gone' }));
  await box.drain();
  assert.deepEqual(sent, ['a']);
  await box.drain();
  assert.deepEqual(sent, ['a'], 'nothing before the wait is over');
});

test('a network that comes and goes does not send one item again and again', async () => {
  const { box, sent, steady } = outbox(() => ({ kind: 'gone' }), ['a']);
  for (let times = 0; times < 100; times++) {
    await box.drain({ open: true });
    steady.go(1000);
  }
  assert.ok(sent.length < 8, `${sent.length} sendings in 100 s`);
});

test('when the network is back, all goes, oldest first', async () => {
  let there = false;
  const { box, sent, states, live } = outbox(() => (there ? SENT : { kind: 'gone' }), ['a', 'b', 'c', 'd']);
  await live(24 * 60);
  sent.length = 0;
  there = true;
  await box.drain({ open: true });
  assert.equal(states(), 'sent,sent,sent,sent');
  assert.equal(sent.length, 4);
});

test('a busy server is left alone for as long as it says', async () => {
  let busy = true;
  const { box, sent, steady } = outbox(() => (busy ? { kind: 'busy', wait: 10 * MINUTE } : SENT));
  await box.drain();
  busy = false;
  for (let minute = 0; minute < 9; minute++) {
    steady.go(MINUTE);
    await box.drain();
  }
  assert.deepEqual(sent, ['a']);
  steady.go(2 * MINUTE);
  await box.drain();
  assert.deepEqual(sent, ['a', 'a', 'b', 'c']);
});

test('a server that answers nobody well is left alone', async () => {
  const { box, sent } = outbox(() => ({ kind: 'odd' }), [...'abcdefgh']);
  await box.drain();
  assert.equal(sent.length, 3);
});

test('a kiosk that was revoked keeps what it has', async () => {
  const { box, sent, states } = outbox(() => ({ kind: 'refused' }));
  await box.drain();
  await box.drain();
  assert.equal(sent.length, 1);
  assert.equal(states(), 'waiting,waiting,waiting');
});

test('the staff tries each at once', async () => {
  let there = false;
  const { box, states } = outbox(() => (there ? SENT : { kind: 'late' }));
  await box.drain();
  there = true;
  await box.drain({ all: true });
  assert.equal(states(), 'sent,sent,sent');
});

test('what cannot be written down goes again with its key', async () => {
  const { box, store, sent, states, steady } = outbox(() => SENT, ['a']);
  const write = store.sent;
  store.sent = async () => { throw new Error('full'); };
  await box.drain();
  assert.equal(states(), 'waiting');
  store.sent = write;
  steady.go(20 * MINUTE);
  await box.drain();
  assert.deepEqual(sent, ['a', 'a']);
  assert.equal(states(), 'sent');
});

test('a thousand kiosks that lost their network together come back one by one', async () => {
  const first = [];
  for (let kiosk = 0; kiosk < 1000; kiosk++) {
    const store = itemsInMemory(), steady = steadyClock();
    store.add('a');
    const box = makeOutbox({ store, send: async () => ({ kind: 'gone' }), steady });
    await box.drain();
    const start = steady();
    while (!box.isDue()) steady.go(50);
    first.push(steady() - start);
  }
  assert.ok(Math.min(...first) >= 2500 && Math.max(...first) <= 5050);
  const crowd = Math.max(...first.map((time) => first.filter((other) => other >= time && other < time + 250).length));
  assert.ok(crowd < 300, `${crowd} of them within a quarter of a second`);
});
