// The open load's clock, on a thread of its own: it sleeps to within some tens of
// microseconds of each moment, which a timer of the event loop does not.

import { performance } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';

const { due, start } = workerData;
const never = new Int32Array(new SharedArrayBuffer(4));

for (let place = 0; place < due.length; place++) {
  const wait = start + due[place] - (performance.timeOrigin + performance.now());
  if (wait > 0) Atomics.wait(never, 0, 0, wait);
  parentPort.postMessage(place);
}
