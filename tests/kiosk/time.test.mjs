// What time it is, and whether anybody stands there.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, steadyClock } from './load.mjs';

const { makeClock, makeIdle } = load(['clock', 'idle'], ['makeClock', 'makeIdle']);

test('the server says what time it is, and the steady clock goes on from there', () => {
  const steady = steadyClock();
  let device = 0;
  const clock = makeClock({ device: () => device, steady });
  clock.hear('Wed, 20 May 2020 04:34:00 GMT');
  steady.go(90_000);
  device = 9e12;
  assert.equal(new Date(clock.now()).toISOString(), '2020-05-20T04:35:30.000Z');
  assert.equal(clock.ahead(), clock.now() - 9e12);
  clock.hear('no date');
  assert.equal(clock.today(), '2020-05-20');
});

test('today is Banyuwangi’s', () => {
  const clock = makeClock({ device: () => Date.parse('2020-05-20T17:00:00Z') });
  assert.equal(clock.today(), '2020-05-21');
});

test('a device in 1970 dates nothing before what it knows to have been', () => {
  const clock = makeClock({ device: () => 1000 });
  clock.notBefore(Date.parse('2020-05-20T00:00:00Z'));
  clock.notBefore(5);
  assert.equal(clock.today(), '2020-05-20');
});

function idle() {
  const steady = steadyClock(), told = [];
  const one = makeIdle({ steady, warn: (seconds, first) => told.push(first ? `warn ${seconds}` : seconds), wipe: () => { told.push('wipe'); one.end(); } });
  const go = (seconds) => { for (let second = 0; second < seconds; second++) { steady.go(1000); one.tick(); } };
  return { one, told, go, steady };
}

test('a minute of quiet warns, fifteen seconds more wipe', () => {
  const { one, told, go } = idle();
  one.begin();
  go(59);
  assert.deepEqual(told, []);
  go(1);
  assert.deepEqual(told, ['warn 15']);
  go(15);
  assert.deepEqual(told.slice(1), [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 'wipe']);
  go(200);
  assert.equal(told.length, 16, 'nobody is there any more');
});

test('a touch puts it off; while it warns only a yes does', () => {
  const { one, told, go } = idle();
  one.begin();
  go(59);
  one.touch();
  go(59);
  assert.deepEqual(told, []);
  go(6);
  one.touch();
  go(2);
  assert.equal(told.length, 8);
  one.stay();
  go(59);
  assert.equal(told.length, 8);
  go(1);
  assert.equal(told.at(-1), 'warn 15');
});

test('a beat that comes an hour late wipes at once', () => {
  const { one, told, steady } = idle();
  one.begin();
  steady.go(3_600_000);
  one.tick();
  assert.deepEqual(told, ['wipe']);
});
