// As much as a contender can take: wrk over kept-alive connections, each sending its
// next request once the last is answered.

import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

const CONNECTIONS = 16;
const SCRIPT = fileURLToPath(new URL('./check.lua', import.meta.url));

/** Loads `path` for so many seconds: requests a second, times in ms, µs of CPU a request. */
export async function closed(contender, path, seconds, niks) {
  const options = ['-t', '1', '-c', CONNECTIONS, '-d', `${seconds}s`, '-s', SCRIPT];
  const before = contender.cpu();
  const printed = await run('wrk', [...options, `${contender.origin}${path}`, ...(niks ? ['--', niks] : [])]);
  const cpu = contender.cpu() - before;
  const { answered, failed, duration, p50, p99 } = JSON.parse(printed.trim().split('\n').at(-1));
  if (failed || !answered) throw new Error(`${contender.name}: ${failed} of ${answered} requests for ${path} failed`);
  return { perSecond: answered / (duration / 1e6), p50: p50 / 1000, p99: p99 / 1000, cpu: (cpu / answered) * 1e6 };
}
