// One visit of one page in Chromium as on a slow phone: the figures, from the
// navigation until the program is in charge and the network is quiet.

import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** The link and the processor, as the report names them. */
export const PHONE_LIKE = 'CPU 6x slower, 400 kbit/s, 400 ms';
const LINK = { offline: false, latency: 400, downloadThroughput: 400 * 1024 / 8, uploadThroughput: 400 * 1024 / 8 };
const SLOWER = 6;

// Far beyond any start that one would wait for. Milliseconds, as all here.
const PATIENCE = 15_000;
// What comes later than this after the last answer belongs to no start.
const QUIET = 300;
// Between a key and the next while the program is not yet in charge.
const NEXT_KEY = 300;

const PROBE = await readFile(new URL('./probe.js', import.meta.url), 'utf8');

/** Visits `entrant` in `context`, whose cache makes it a cold or a warm visit. */
export async function visit(context, entrant) {
  const page = await context.newPage();
  try {
    const cdp = await context.newCDPSession(page);
    const network = watch(cdp);
    const reached = marks(cdp);
    await cdp.send('Network.enable');
    await cdp.send('Network.emulateNetworkConditions', LINK);
    await cdp.send('Runtime.enable');
    await cdp.send('Runtime.addBinding', { name: 'startReached' });
    await cdp.send('Page.enable');
    await cdp.send('Page.addScriptToEvaluateOnNewDocument', { source: PROBE });
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    await cdp.send('Page.navigate', { url: entrant.origin });
    await within(reached.usable, `${entrant.name}: no field that can be typed into`);
    await typing(cdp, entrant.program ? reached.charge : undefined, `${entrant.name}: the digits typed never stood in groups`);
    await network.quiet();
    return await figures(cdp, network.bytes, entrant);
  } finally {
    await page.close();
  }
}

/** Promises of what the probe announces. */
function marks(cdp) {
  const reached = {};
  const resolve = {};
  for (const mark of ['usable', 'charge']) reached[mark] = new Promise((done) => { resolve[mark] = done; });
  cdp.on('Runtime.bindingCalled', ({ name, payload }) => name === 'startReached' && resolve[payload]?.());
  return reached;
}

/** Counts what is on its way, and the bytes of what has come. */
function watch(cdp) {
  const network = { bytes: 0 };
  const open = new Set();
  let last = Date.now();
  // A worker's script belongs to no document: its end is told to the worker alone.
  cdp.on('Network.requestWillBeSent', ({ requestId, loaderId }) => loaderId && open.add(requestId));
  const ended = ({ requestId, encodedDataLength = 0 }) => {
    network.bytes += encodedDataLength;
    open.delete(requestId);
    last = Date.now();
  };
  cdp.on('Network.loadingFinished', ended);
  cdp.on('Network.loadingFailed', ended);
  network.quiet = async () => {
    for (const end = Date.now() + PATIENCE; Date.now() < end; await sleep(20)) {
      if (!open.size && Date.now() - last > QUIET) return;
    }
    throw new Error('the network never came to rest');
  };
  return network;
}

/**
 * Seven digits at once, as a paste: where the program is there, the seventh stands
 * apart. A program that comes later and groups only what is typed from then on gets
 * a key now and then, in turn one more digit and one less.
 */
async function typing(cdp, charge, otherwise) {
  await cdp.send('Input.insertText', { text: '3510161' });
  if (!charge) return;
  let inCharge = false;
  charge.then(() => { inCharge = true; });
  const until = Date.now() + PATIENCE;
  for (let turn = 0; !inCharge; turn++) {
    if (Date.now() > until) throw new Error(otherwise);
    await Promise.race([charge, sleep(NEXT_KEY)]);
    if (!inCharge) await key(cdp, turn % 2 ? BACKSPACE : TWO);
  }
}

const TWO = { key: '2', code: 'Digit2', windowsVirtualKeyCode: 50, text: '2' };
const BACKSPACE = { key: 'Backspace', code: 'Backspace', windowsVirtualKeyCode: 8 };

async function key(cdp, { text, ...pressed }) {
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...pressed, text });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...pressed });
}

const within = (promise, otherwise) =>
  Promise.race([promise, sleep(PATIENCE, undefined, { ref: false }).then(() => { throw new Error(otherwise); })]);

async function figures(cdp, bytes, entrant) {
  const { result } = await cdp.send('Runtime.evaluate', { expression: 'startFigures()', returnByValue: true });
  const { tasks, typed, ...seen } = result.value;
  if (!typed.startsWith(entrant.program ? '351016 1' : '3510161')) throw new Error(`${entrant.name}: what was typed is lost`);
  return {
    ...seen,
    bytes,
    longest: Math.max(0, ...tasks),
    blocking: tasks.reduce((sum, task) => sum + task - 50, 0),
  };
}
