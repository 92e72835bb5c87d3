// The lists on the device: signed, never older than before, opened for a time.

import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { load, steadyClock } from './load.mjs';

const { makeSnapshot, makeClock, base64 } = load(['bytes', 'clock', 'snapshot'], ['makeSnapshot', 'makeClock', 'base64']);
const { subtle } = webcrypto;

const signing = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
const signKey = new Uint8Array(await subtle.exportKey('raw', signing.publicKey));
const bodyKey = webcrypto.getRandomValues(new Uint8Array(32));
const KEYS = { body: base64(bodyKey), filter: base64(new Uint8Array(32)) };
const FILTERS = new TextEncoder().encode('filters');

/** A snapshot file as the server makes it. */
async function file(number, more = {}, keys = signing) {
  const header = new TextEncoder().encode(JSON.stringify({
    format: 1, version: number.join('.'), number, made_at: number[1], data_as_of: '2020-05-20', refused_after: 9e12, rules: { version: 'r', rule: [] }, ...more,
  }));
  const before = new Uint8Array(8 + header.length);
  before.set(new TextEncoder().encode('TLKS'));
  new DataView(before.buffer).setUint32(4, header.length, true);
  before.set(header, 8);
  const iv = webcrypto.getRandomValues(new Uint8Array(12));
  const key = await subtle.importKey('raw', bodyKey, 'AES-GCM', false, ['encrypt']);
  const cipher = new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: before }, key, FILTERS));
  const signed = Buffer.concat([before, iv, cipher]);
  const signature = new Uint8Array(await subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, keys.privateKey, signed));
  return new Uint8Array(Buffer.concat([signed, signature])).buffer;
}

function kiosk(answers) {
  const kept = { device: { kiosk: { signKey } }, snapshot: {} };
  const store = {
    get: async (place, key) => kept[place][key],
    put: async (place, value, key) => { kept[place][key] = value; },
    remove: async (place, key) => { delete kept[place][key]; },
  };
  const asked = [], calls = [], steady = steadyClock();
  const session = {
    ask: async (path, options) => {
      asked.push([path.split('/').pop(), options]);
      return (await answers(path.split('/').pop(), options)) || { status: 0 };
    },
    take: () => {},
  };
  const desk = { call: async (call, args) => { calls.push([call, args]); return true; } };
  const clock = makeClock({ device: () => 2_000_000_000_000, steady });
  return { kept, asked, calls, steady, snapshot: makeSnapshot({ store, session, desk, clock }) };
}

const serving = (bytes) => (what) => {
  if (what === 'snapshot') return { status: 200, bytes };
  return { status: 200, value: { token: 't', keys: KEYS, unlocked_for: 100 } };
};

test('a snapshot is verified and kept', async () => {
  const { snapshot, kept } = kiosk(serving(await file([5, 100])));
  assert.equal(await snapshot.refresh(), 'new');
  assert.equal(snapshot.header().version, '5.100');
  assert.deepEqual(kept.snapshot.lists.number, [5, 100]);
  assert.equal(snapshot.answers(), false, 'locked');
});

test('one that another key signed, or that was changed, is refused', async () => {
  const other = await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const changed = new Uint8Array(await file([5, 100]));
  changed[20] ^= 1;
  const short = (await file([5, 100])).slice(0, 40);
  for (const bytes of [await file([5, 100], {}, other), changed.buffer, short, new ArrayBuffer(0), await file([5, 100], { format: 2 })]) {
    const { snapshot, kept } = kiosk(serving(bytes));
    assert.equal(await snapshot.refresh(), 'refused');
    assert.equal(kept.snapshot.lists, undefined);
  }
});

test('a lower number never takes the place of a higher one', async () => {
  let bytes = await file([5, 100]);
  const { snapshot, kept } = kiosk((what) => serving(bytes)(what));
  await snapshot.refresh();
  for (const number of [[4, 900], [5, 99], [5, 100]]) {
    bytes = await file(number);
    assert.equal(await snapshot.refresh(), 'older', number.join('.'));
    assert.deepEqual(kept.snapshot.lists.number, [5, 100]);
  }
  bytes = await file([6, 1]);
  assert.equal(await snapshot.refresh(), 'new');
});

test('after a restart the number on the device still counts', async () => {
  const first = kiosk(serving(await file([5, 100])));
  await first.snapshot.refresh();
  const second = kiosk(serving(await file([5, 50])));
  second.kept.snapshot = first.kept.snapshot;
  await second.snapshot.start();
  assert.equal(await second.snapshot.refresh(), 'older');
  assert.equal(second.asked[0][1].headers['If-None-Match'], '"5.100"');
});

test('what was damaged on the device is dropped', async () => {
  const first = kiosk(serving(await file([5, 100])));
  await first.snapshot.refresh();
  new Uint8Array(first.kept.snapshot.lists.bytes)[30] ^= 1;
  const again = kiosk(() => null);
  again.kept.snapshot = first.kept.snapshot;
  await again.snapshot.start();
  assert.equal(again.snapshot.header(), null);
  assert.equal(again.kept.snapshot.lists, undefined);
});

test('the staff unlocks it for a time', async () => {
  const { snapshot, calls, steady, asked } = kiosk(serving(await file([5, 100])));
  await snapshot.refresh();
  assert.equal((await snapshot.unlock('123456')).status, 200);
  assert.ok(snapshot.answers());
  assert.deepEqual(asked.at(-1)[1].body, { pin: '123456', version: '5.100' });
  const [, args] = calls.find(([call]) => call === 'open');
  assert.equal(new TextDecoder().decode(args.filters), 'filters');
  assert.equal(args.key.length, 32);
  steady.go(99_000);
  assert.ok(snapshot.answers());
  steady.go(1_000);
  assert.equal(snapshot.answers(), false, 'its keys are forgotten');
  assert.equal(calls.at(-1)[0], 'close');
});

test('one that is too old does not answer', async () => {
  const { snapshot } = kiosk(serving(await file([5, 100], { refused_after: 1_999_999_999_999 })));
  await snapshot.refresh();
  await snapshot.unlock('123456');
  assert.ok(snapshot.isOpen() && snapshot.isTooOld() && !snapshot.answers());
});

test('a newer one that comes while it is unlocked gets its own keys', async () => {
  let bytes = await file([5, 100]), keys = { status: 0 };
  const { snapshot, calls } = kiosk((what) => (what === 'keys' ? keys : serving(bytes)(what)));
  await snapshot.refresh();
  await snapshot.unlock('123456');
  bytes = await file([6, 200]);
  await snapshot.refresh();
  assert.equal(snapshot.header().version, '5.100', 'without its keys the former one goes on');
  assert.ok(snapshot.answers());
  keys = { status: 200, value: { keys: KEYS, unlocked_for: 50 } };
  await snapshot.refresh();
  assert.equal(snapshot.header().version, '6.200');
  assert.equal(calls.filter(([call]) => call === 'open').length, 2);
});

test('what was unlocked before there were lists opens them when they come', async () => {
  let bytes = null;
  const { snapshot } = kiosk((what) => {
    if (what === 'keys') return { status: 200, value: { keys: KEYS, unlocked_for: 50 } };
    return what === 'snapshot' && !bytes ? { status: 503 } : serving(bytes)(what);
  });
  assert.equal(await snapshot.refresh(), 'later');
  await snapshot.unlock('123456');
  assert.equal(snapshot.answers(), false);
  bytes = await file([6, 200]);
  await snapshot.refresh();
  assert.ok(snapshot.answers());
});

test('the wrong key opens nothing', async () => {
  const { snapshot } = kiosk(serving(await file([5, 100])));
  await snapshot.refresh();
  assert.equal(await snapshot.openWith({ ...KEYS, body: base64(new Uint8Array(32)) }), false);
  assert.equal(snapshot.isOpen(), false);
});
