// The same load for each: requests fall due at random moments, so many a second
// whether or not the ones before are answered, and a time runs from the moment a
// request was due. Who falls behind is not spared the requests that then wait.

import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { connect } from './connection.mjs';

const CONNECTIONS = 32;
// Milliseconds from opening the connections to the first request.
const LEAD = 200;
// The requests of so many milliseconds may still be unanswered at the end; beyond
// that the contender did not carry the load.
const PATIENCE = 5000;

/** Sends checks of `niks` for so many seconds: times in ms, µs of CPU a request. */
export async function open(contender, rate, seconds, niks) {
  const { hostname, port } = new URL(contender.origin);
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => connect(hostname, port)));
  try {
    const before = contender.cpu();
    const { times, late } = await send(connections, schedule(rate, seconds), niks);
    const cpu = contender.cpu() - before;
    return { p50: part(times, 0.5), p99: part(times, 0.99), late: part(late, 0.99), cpu: (cpu / times.length) * 1e6 };
  } catch (error) {
    throw new Error(`${contender.name} at ${rate} requests a second: ${error.message}`);
  } finally {
    for (const { close } of connections) close();
  }
}

/** When each request falls due, in ms from the first moment: a Poisson process, the same for all. */
function schedule(rate, seconds) {
  const random = generator(2020);
  const due = [];
  const gap = () => (-Math.log(1 - random()) / rate) * 1000;
  for (let at = gap(); at < seconds * 1000; at += gap()) due.push(at);
  return Float64Array.from(due);
}

/** mulberry32: numbers from 0 up to 1 that a seed decides. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

async function send(connections, due, niks) {
  const idle = [...connections];
  const waiting = [];
  const times = [];
  const late = [];
  const now = () => performance.timeOrigin + performance.now();
  const start = now() + LEAD;
  const pace = new Worker(new URL('./pace.mjs', import.meta.url), { workerData: { due, start } });
  try {
    await new Promise((resolve, reject) => {
      const dispatch = async (place) => {
        // The one idle longest, so that every process of a contender gets its share.
        const connection = idle.shift();
        if (!connection) return waiting.push(place);
        try {
          await connection.post('/api/v1/checks', `{"nik":"${niks[place % niks.length]}"}`);
        } catch (error) {
          return reject(error);
        }
        times.push(now() - start - due[place]);
        idle.push(connection);
        if (waiting.length) return dispatch(waiting.shift());
        if (times.length === due.length) resolve();
      };
      pace.on('error', reject).on('message', (place) => {
        late.push(now() - start - due[place]);
        dispatch(place);
      });
      pace.on('exit', () => setTimeout(() => reject(new Error('more than it could carry')), PATIENCE).unref());
    });
  } finally {
    await pace.terminate();
  }
  return { times: times.sort((a, b) => a - b), late: late.sort((a, b) => a - b) };
}

const part = (sorted, share) => sorted[Math.floor(share * (sorted.length - 1))];
