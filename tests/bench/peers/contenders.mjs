// Who is measured: how each is started, and the processes that are its cost.

import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { cpuSeconds } from './cpu.mjs';
import { freePort, start } from './processes.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));

// Milliseconds until a server must answer.
const PATIENCE = 60_000;
// Milliseconds in which a server that is ready uses next to no CPU, and how much that is.
const REST = 1000;
const RESTING = 0.03;
// Reading a regency's lists takes Tilik seconds, not minutes.
const RESTS_WITHIN = 120_000;

/** Starts Tilik on the data in `home`. */
export async function openTilik(home, program, settings) {
  const port = await freePort();
  const env = { ...settings, TILIK_LISTEN: `127.0.0.1:${port}` };
  const server = start(join(home, 'tilik.log'), program, ['serve'], { cwd: home, env: { ...process.env, ...env } });
  return ready({ name: 'Tilik', port, servers: [server], log: join(home, 'tilik.log') });
}

/** Starts the three twins on `database`. Their aims: how many times Tilik's CPU a check costs them. */
export async function openTwins(home, database, { fpm, gunicorn }) {
  return [await openPhp(home, database, fpm), await openExpress(home, database), await openDjango(home, database, gunicorn)];
}

async function openPhp(home, database, fpm) {
  const port = await freePort();
  const { username } = userInfo();
  const log = join(home, 'php.log');
  const fill = async (name) => {
    const values = {
      HOME: home,
      SOURCE: join(HERE, 'php'),
      PORT: port,
      DATABASE: database,
      OWNER: username,
      // Anybody else may not set it, and nginx says so at each start.
      USER: username === 'root' ? 'user root;' : '',
      WORKERS: 2 * availableParallelism(),
    };
    const text = await readFile(join(HERE, 'php', name), 'utf8');
    await writeFile(join(home, name), text.replace(/@([A-Z]+)@/g, (_, value) => values[value]));
  };
  await Promise.all(['nginx.conf', 'fpm.conf'].map(fill));
  const asRoot = username === 'root' ? ['--allow-to-run-as-root'] : [];
  const servers = [
    start(log, fpm, [...asRoot, '--fpm-config', join(home, 'fpm.conf')], { cwd: home }),
    start(log, 'nginx', ['-e', log, '-p', home, '-c', join(home, 'nginx.conf')], { cwd: home }),
  ];
  return ready({ name: 'PHP-FPM', aim: 12, port, servers, log });
}

async function openExpress(home, database) {
  const port = await freePort();
  const log = join(home, 'express.log');
  const env = { ...process.env, NODE_ENV: 'production' };
  const server = start(log, process.execPath, [join(HERE, 'express/server.js'), port, database], { env });
  return ready({ name: 'Express', aim: 25, port, servers: [server], log });
}

async function openDjango(home, database, gunicorn) {
  const port = await freePort();
  const log = join(home, 'django.log');
  // The source's folder stays as it is.
  const env = { ...process.env, PEERS_BIND: `127.0.0.1:${port}`, PEERS_DATABASE: database, PYTHONDONTWRITEBYTECODE: '1' };
  const server = start(log, gunicorn, ['--config', 'gunicorn.conf.py'], { cwd: join(HERE, 'django'), env });
  return ready({ name: 'Django', aim: 70, port, servers: [server], log });
}

/** The contender once it answers and has nothing left to prepare. */
async function ready({ name, aim, port, servers, log }) {
  const contender = { name, aim, origin: `http://127.0.0.1:${port}`, cpu: () => cpuSeconds(servers.map(({ pid }) => pid)) };
  const ended = () => servers.some(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
  const patience = Date.now() + PATIENCE;
  while (!(await answers(contender.origin))) {
    if (ended() || Date.now() > patience) throw new Error(`${name} does not answer:\n${await readFile(log, 'utf8')}`);
    await sleep(100);
  }
  await rest(contender);
  return contender;
}

const answers = (origin) => fetch(`${origin}/healthz`).then(({ ok }) => ok, () => false);

async function rest({ name, cpu }) {
  const until = Date.now() + RESTS_WITHIN;
  for (let before = cpu(); ; ) {
    await sleep(REST);
    const now = cpu();
    if (now - before < RESTING) return;
    if (Date.now() > until) throw new Error(`${name} never came to rest`);
    before = now;
  }
}
