// When another release takes over: between residents, and never in the middle of one.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { load, steadyClock } from './load.mjs';

const { makeRelease } = load(['release'], ['makeRelease']);

/** A release whose worker takes over when `takeOver` is called. */
async function installed() {
  const workers = new EventTarget(), registration = new EventTarget();
  const seen = { free: true, reloads: 0, swaps: 0 };
  registration.waiting = null;
  workers.register = async () => registration;
  const steady = steadyClock();
  const release = makeRelease({ base: '/', name: 'one', steady, isFree: () => seen.free, workers, reload: () => { seen.reloads += 1; } });
  await release.start();
  return {
    release, steady, seen,
    comes: () => { registration.waiting = { postMessage: ({ tilik }) => { if (tilik === 'swap') seen.swaps += 1; } }; },
    takeOver: () => { registration.waiting = null; workers.dispatchEvent(new Event('controllerchange')); },
  };
}

test('without a newer one nothing changes', async () => {
  const { release, seen } = await installed();
  release.swap();
  assert.equal(release.isChanging(), false);
  assert.deepEqual(seen, { free: true, reloads: 0, swaps: 0 });
});

test('nobody begins between the word to take over and the page read anew', async () => {
  const { release, seen, comes, takeOver } = await installed();
  comes();
  assert.equal(release.isChanging(), false, 'it only waits so far');
  release.swap();
  assert.equal(seen.swaps, 1);
  assert.equal(release.isChanging(), true);
  takeOver();
  assert.equal(seen.reloads, 1);
  assert.equal(release.isChanging(), true, 'until the page has gone');
});

test('one that does not take over shuts no kiosk', async () => {
  const { release, steady, seen, comes } = await installed();
  comes();
  release.swap();
  for (let beat = 0; beat < 5; beat++) {
    steady.go(1000);
    release.swap();
  }
  assert.equal(release.isChanging(), false);
  assert.equal(seen.reloads, 0);
});

test('one that takes over late waits for whoever began meanwhile', async () => {
  const { release, steady, seen, comes, takeOver } = await installed();
  comes();
  release.swap();
  steady.go(6000);
  seen.free = false;
  takeOver();
  assert.equal(seen.reloads, 0, 'never in the middle of a visit');
  assert.equal(release.isChanging(), false, 'an unlocked kiosk stays open for residents');
  seen.free = true;
  release.swap();
  assert.equal(seen.reloads, 1);
});
