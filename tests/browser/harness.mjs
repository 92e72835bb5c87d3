// The real server on data of its own, one Chromium, and a fresh phone per test.
//
// `suite()` gives a file its server, its browser and its `test`. A test gets a page
// that is watched: a console error or warning, a page error, a blocked resource, a
// request to a foreign host, a long number in an address or a title fails it, unless
// it says beforehand that it expects so.

import assert from 'node:assert/strict';
import { spawn, execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { openSync, closeSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test as nodeTest } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

/** The demo residents of every sample, see src/server/src/sample/demo.rs. */
export const DEMO = {
  listedNotPaid: '3510165203850091',
  listedHimself: '3510160807820091',
  noAid: '3510093011790092',
  notRegistered: '3510056506900093',
  onTwoCards: '3510216702980094',
  nutritionOnly: '3510134708930095',
  paid: '3510185912780096',
};

/** Longer than anything takes on a busy machine, short enough to see a failure. */
export const PATIENCE = 15_000;

const needed = (name) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: tools/test sets it`);
  return value;
};

/** A free port at this moment. */
export const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().unref();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** The rows of a plain CSV without quotes, as the sample writes it. */
const rows = (path) =>
  readFileSync(path, 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));

/** Servers that a run cut short must not leave behind. */
const running = new Set();
process.on('exit', () => running.forEach((server) => server.leave()));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));

/** The server in a folder of its own, killed and started again on the same data. */
export class Server {
  /** Makes the data and starts. */
  static async start({ families = 300, ...settings } = {}) {
    const server = new Server();
    server.home = mkdtempSync(join(tmpdir(), 'tilik-browser-'));
    running.add(server);
    try {
      server.port = await freePort();
      server.origin = `http://127.0.0.1:${server.port}`;
      server.env = {
        PATH: process.env.PATH,
        TILIK_DATABASE: `sqlite://${join(server.home, 'tilik.db')}`,
        TILIK_SECRETS: join(server.home, 'secrets.toml'),
        TILIK_SITE: needed('TILIK_SITE_DIR'),
        TILIK_LISTEN: `127.0.0.1:${server.port}`,
        TILIK_LIMITS: 'off',
        TILIK_PUBLIC_URL: server.origin,
        ...settings,
      };
      server.command('sample', '--families', String(families), '--seed', '7', '--out', server.home);
      server.command('import', 'residents', join(server.home, 'residents.csv'));
      server.command('import', 'recipients', join(server.home, 'recipients.csv'));
      await server.run();
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** A command of this installation. */
  command(...words) {
    return execFileSync(needed('TILIK_BIN'), words, { cwd: this.home, env: this.env, encoding: 'utf8', stdio: 'pipe' });
  }

  /** Starts it on its port and waits until it answers. */
  async run() {
    const log = openSync(join(this.home, 'log'), 'a');
    this.child = spawn(needed('TILIK_BIN'), ['serve'], { cwd: this.home, env: this.env, stdio: ['ignore', log, log] });
    closeSync(log);
    const { child } = this;
    this.ended = new Promise((resolve) => {
      child.once('exit', resolve);
      child.once('error', resolve);
    });
    for (const until = Date.now() + 30_000; Date.now() < until; await sleep(20)) {
      if (child.exitCode !== null || child.signalCode !== null) break;
      const ready = await fetch(`${this.origin}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return undefined;
    }
    throw new Error(`the server does not start:\n${this.log()}`);
  }

  /** `kill -9`: nothing is put in order. */
  async kill() {
    if (!this.child) return;
    this.child.kill('SIGKILL');
    await this.ended;
    this.child = undefined;
  }

  /** Reports without a browser, for tests of what comes after. */
  async report(given, key = randomUUID()) {
    const body = {
      about: 'self',
      subject: { nik: given.nik, name: 'Warga Contoh', village: given.village ?? '3510161001', address: 'Dusun Krajan RT 02 RW 01' },
      impact: ['lost_work'], household_size: 4, consent: true, channel: 'web', made_at: new Date().toISOString(),
      ...(given.reporter && { about: 'other', reporter: given.reporter }),
    };
    return this.send('reports', body, key);
  }

  /** A POST with a proof of work, and its answer. */
  async send(path, body, key) {
    const answer = await fetch(`${this.origin}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(key && { 'Idempotency-Key': key }) },
      body: JSON.stringify({ ...body, proof: await this.#proof() }),
    });
    const said = await answer.json();
    assert.ok(answer.ok, `${path}: ${answer.status} ${JSON.stringify(said)}`);
    return said;
  }

  async #proof() {
    const challenge = await (await fetch(`${this.origin}/api/v1/challenge`)).json();
    if (!challenge.required) return undefined;
    const { algorithm, maxnumber, salt, signature } = challenge;
    for (let number = 0; number <= maxnumber; number++) {
      if (createHash('sha256').update(salt + number).digest('hex') !== challenge.challenge) continue;
      const proof = { algorithm, challenge: challenge.challenge, number, salt, signature };
      return Buffer.from(JSON.stringify(proof)).toString('base64');
    }
    throw new Error('the challenge has no solution');
  }

  /** What it wrote. */
  log() {
    return readFileSync(join(this.home, 'log'), 'utf8');
  }

  /** Kills it and removes its folder. */
  async close() {
    await this.kill();
    this.leave();
  }

  /** The same at once, where nothing can be waited for. */
  leave() {
    this.child?.kill('SIGKILL');
    rmSync(this.home, { recursive: true, force: true });
    running.delete(this);
  }

  /** The NIKs of one person each of families on no list, never the same one twice. */
  familyWithoutAid() {
    this.unaided ??= this.#unaided();
    const nik = this.unaided.pop();
    assert.ok(nik, 'the sample has run out of families without aid');
    return nik;
  }

  #unaided() {
    const residents = rows(join(this.home, 'residents.csv')).filter(([nik, kk]) => /^\d{16}$/.test(nik) && /^\d{16}$/.test(kk));
    const recipients = rows(join(this.home, 'recipients.csv'));
    const aided = new Set(recipients.flatMap(([, , nik, kk]) => [nik, kk]));
    const cards = groupBy(residents, ([, kk]) => kk);
    const times = new Map();
    for (const [nik] of residents) times.set(nik, (times.get(nik) ?? 0) + 1);
    const demo = new Set(Object.values(DEMO));
    return [...cards.values()]
      .filter((family) => family.every(([nik, kk]) => times.get(nik) === 1 && !aided.has(nik) && !aided.has(kk) && !demo.has(nik)))
      .map(([[nik]]) => nik)
      .filter((nik) => nik.startsWith('3510') && !nik.endsWith('0000'));
  }
}

function groupBy(items, keyOf) {
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

/** One Chromium without anything that talks to the outside. */
export const launch = (executablePath = needed('TILIK_CHROMIUM'), flags = []) =>
  chromium.launch({
    executablePath,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
      ...flags,
    ],
  });

/** A phone of the size most residents have. */
export const PHONE = { viewport: { width: 360, height: 640 }, locale: 'id-ID', timezoneId: 'Asia/Jakarta', hasTouch: true };

/** A worker would answer what a test means to hold back or to change; and what asks for
 *  one is told in the console that it gets none. */
const WITHOUT_WORKERS = { serviceWorkers: 'block' };
const NO_WORKER = /Service Worker registration blocked by Playwright/;

/** What a watched context did. */
class Watch {
  constructor(context, origin) {
    this.origin = origin;
    this.faults = [];
    this.requests = [];
    this.allowed = [];
    context.on('request', (request) => this.#requested(request));
    context.on('page', (page) => this.#opened(page));
    context.on('console', (message) => {
      // Where a test keeps the program away, what was fetched for it lies unused.
      const unused = /was preloaded using link preload but not used/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !unused && !NO_WORKER.test(message.text())) {
        this.faults.push(`console ${message.type()}: ${message.text()} (${message.location().url})`);
      }
    });
    context.on('weberror', (error) => this.faults.push(`page error: ${error.error()}`));
  }

  #opened(page) {
    page.on('crash', () => this.faults.push('the page crashed'));
    page.on('framenavigated', (frame) => this.#address(frame.url()));
  }

  #requested(request) {
    const url = new URL(request.url());
    this.requests.push(request);
    if (['data:', 'blob:', 'about:'].includes(url.protocol)) return;
    if (url.origin !== this.origin) this.faults.push(`request to a foreign host: ${url}`);
    this.#address(url.href);
  }

  #address(url) {
    if (/\d{16}/.test(decodeURIComponent(url).replace(/[\s+.-]/g, ''))) this.faults.push(`a NIK in an address: ${url}`);
  }

  /** Says beforehand which faults a test brings about. */
  expect(...patterns) {
    this.allowed.push(...patterns);
  }

  /** The requests of the API so far, `POST /api/v1/reports` as `what`. */
  asked(what) {
    return this.requests.filter((request) => {
      const { pathname } = new URL(request.url());
      return pathname.startsWith('/api/') && (!what || `${request.method()} ${pathname}` === what);
    });
  }

  check() {
    const unexpected = this.faults.filter((fault) => !this.allowed.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, [], 'the page did what no test expected');
  }
}

/** What a 4xx or 5xx answer leaves in the console. */
export const answered = (status) => new RegExp(`Failed to load resource: the server responded with a status of ${status}\\b`);
/** What a broken connection leaves there. */
export const BROKEN = /Failed to load resource: net::ERR_/;

/** Has a visit wait until the program is in charge: before, the page is plain forms. */
function awaitProgram(context, first) {
  const ready = async (page) => page.locator('html.siap').waitFor({ state: 'attached' });
  const patient = (page) => {
    for (const visit of ['goto', 'reload']) {
      const plainly = page[visit].bind(page);
      page[visit] = async (...words) => {
        const answer = await plainly(...words);
        if (page.url().startsWith('http')) await ready(page);
        return answer;
      };
    }
  };
  patient(first);
  context.on('page', patient);
}

/** A file's server and browser, and `test(name, [options], body)`. The browser is the one
 *  without a window's parts where there is one: a third quicker. */
export const suite = (settings) => suiteIn(() => launch(process.env.TILIK_HEADLESS || undefined), settings);

/** The same in the whole browser, with flags of its own: for what concerns more than pages. */
export const wholeSuite = (settings, ...flags) => suiteIn(() => launch(undefined, flags), settings);

function suiteIn(start, settings) {
  const all = {};
  before(async () => {
    all.server = await Server.start(settings);
    all.browser = await start();
  }, { timeout: 60_000 });
  after(async () => {
    await all.browser?.close();
    await all.server?.close();
  }, { timeout: 30_000 });

  const test = (name, options, body = options) => {
    const contextOptions = typeof options === 'function' ? {} : options;
    nodeTest(name, { timeout: contextOptions.timeout ?? 60_000 }, async () => {
      const { timeout, program, ...device } = contextOptions;
      const context = await all.browser.newContext({ ...PHONE, ...WITHOUT_WORKERS, baseURL: all.server.origin, ...device });
      context.setDefaultTimeout(PATIENCE);
      const watch = new Watch(context, all.server.origin);
      try {
        const page = await context.newPage();
        if (device.javaScriptEnabled !== false && program !== false) awaitProgram(context, page);
        await body({ page, context, watch, server: all.server });
        for (const open of context.pages()) assert.doesNotMatch((await open.title()).replace(/\s/g, ''), /\d{6}/, 'a number in a title');
        watch.check();
      } catch (error) {
        if (watch.faults.length) error.message += `\n  on the page: ${watch.faults.join('\n  ')}`;
        throw error;
      } finally {
        await context.close();
      }
    });
  };
  return { test };
}
