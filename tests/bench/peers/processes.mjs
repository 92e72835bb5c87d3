// The programs that the runner starts: each in a process group of its own, which
// ends with the runner however that ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

// Milliseconds that servers have to end by themselves.
const GRACE = 5000;

const groups = new Set();
const servers = new Set();

process.on('exit', () => {
  for (const group of groups) {
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // It ended before.
    }
  }
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

/** Starts a server; what it says goes to the file `log`. Returns the process. */
export function start(log, command, args, options = {}) {
  const output = openSync(log, 'a');
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', output, output] });
  child.on('error', (error) => console.error(`${command}: ${error.message}`));
  if (child.pid) {
    groups.add(child.pid);
    servers.add(child);
  }
  return child;
}

/** Tells the servers to end and waits for it: each then waits for its own processes. */
export async function stopAll() {
  const running = [...servers].filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ends = running.map((server) => once(server, 'exit'));
  for (const server of running) server.kill('SIGTERM');
  await Promise.race([Promise.all(ends), sleep(GRACE)]);
}

/** Runs a program to its end and returns what it printed. */
export async function run(command, args, options = {}) {
  const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'inherit'] });
  groups.add(child.pid);
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { printed += text; });
  const [code, signal] = await once(child, 'close');
  groups.delete(child.pid);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}`);
  return printed;
}

/** A port that nobody listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}
