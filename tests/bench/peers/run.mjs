// The benchmark against the twins: `node run.mjs HOME [--rounds N]`, which the script
// `run` calls once everything is there. README.md says what it measures. It fails
// where a twin answers otherwise than Tilik, never on time.

import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closed } from './closed.mjs';
import { openTilik, openTwins } from './contenders.mjs';
import { addCouples } from './couples.mjs';
import { forComparison, forLoad } from './niks.mjs';
import { open } from './open.mjs';
import { run, stopAll } from './processes.mjs';
import { median, report } from './report.mjs';
import { compare } from './same.mjs';

// Seconds of each load.
const WARM_UP = 3;
const CHECK = 4;
const CONSTANT = 2;
const FIXED = 5;
// Of the slowest one's peak: a load that it carries without falling behind.
const FIXED_SHARE = 0.6;

const { values, positionals } = parseArgs({ options: { rounds: { type: 'string', default: '5' } }, allowPositionals: true });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is no number of rounds`);
const [home] = positionals;
const { TILIK_BIN: program, TILIK_BENCH_FAMILIES: families = '520000', PEERS_FPM: fpm, PEERS_VENV: venv } = process.env;

try {
  const busy = loadavg()[0];
  const { contenders, couples } = await openAll();
  await holdAgainst(contenders, couples);
  const { figures, rate } = await measure(contenders);
  console.log(`\n${families} families, seed 2020, on ${availableParallelism()} cores; load average before: ${busy.toFixed(2)}`);
  console.log(`${await versions()}\n`);
  console.log(report(contenders, figures, rate));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await stopAll();
  // Connections that are kept would keep this process too.
  process.exit();
}

/** Tilik on a regency of its own, the twins on the rows that it took. */
async function openAll() {
  say(`making a regency of ${families} families`);
  const settings = {
    TILIK_DATABASE: `sqlite://${join(home, 'tilik.db')}`,
    TILIK_SECRETS: join(home, 'secrets.toml'),
    TILIK_PROOF: 'off',
    TILIK_LIMITS: 'off',
    TILIK_LOG: 'warn',
  };
  const tilik = (...args) => run(program, args, { cwd: home, env: { ...process.env, ...settings } });
  await tilik('sample', '--families', families, '--seed', '2020', '--out', home);
  const couples = await addCouples(home);
  say("importing it, and making the twins' database");
  await tilik('import', 'residents', 'residents.csv');
  await tilik('import', 'recipients', 'recipients.csv');
  const first = await openTilik(home, program, settings);
  const { data_as_of: day } = await (await fetch(`${first.origin}/api/v1/data`)).json();
  const database = join(home, 'peers.db');
  await run(join(venv, 'bin/python'), [fileURLToPath(new URL('./database.py', import.meta.url)), home, day, database]);
  const twins = await openTwins(home, database, { fpm, gunicorn: join(venv, 'bin/gunicorn') });
  return { contenders: [first, ...twins], couples };
}

/** Stops where answers differ. */
async function holdAgainst(contenders, couples) {
  say('comparing the answers');
  const niks = [...couples, ...(await forComparison(home))];
  const counts = Object.entries(await compare(contenders, niks)).map(([kind, count]) => `${count} ${kind}`);
  say(`${niks.length} NIKs get the same answer from all four: ${counts.join(', ')}`);
}

/** Each alone at its peak, then each at the same rate; another first each round. */
async function measure(contenders) {
  const niks = await forLoad(home);
  const file = join(home, 'niks.txt');
  await writeFile(file, `${niks.join('\n')}\n`);
  const figures = Object.fromEntries(contenders.map(({ name }) => [name, Array.from({ length: rounds }, () => ({}))]));
  const inTurns = async (what, load) => {
    for (let round = 0; round < rounds; round++) {
      say(`${what}, round ${round + 1} of ${rounds}`);
      for (let turn = 0; turn < contenders.length; turn++) {
        const contender = contenders[(round + turn) % contenders.length];
        Object.assign(figures[contender.name][round], await load(contender));
      }
    }
  };
  for (const contender of contenders) await closed(contender, '/api/v1/checks', WARM_UP, file);
  await inTurns('at the peak', async (contender) => ({
    check: await closed(contender, '/api/v1/checks', CHECK, file),
    constant: await closed(contender, '/healthz', CONSTANT),
  }));
  const peaks = contenders.map(({ name }) => median(figures[name].map(({ check }) => check.perSecond)));
  const rate = Math.floor(Math.min(...peaks) * FIXED_SHARE);
  await inTurns(`at ${rate}/s`, async (contender) => ({ fixed: await open(contender, rate, FIXED, niks) }));
  return { figures, rate };
}

/** What the twins ran on. */
async function versions() {
  const python = 'import django, gunicorn, platform; print(platform.python_version(), django.__version__, gunicorn.__version__)';
  const [php] = (await run(fpm, ['-v'])).split(' (');
  const [runtime, django, gunicorn] = (await run(join(venv, 'bin/python'), ['-c', python])).trim().split(' ');
  const { dependencies } = JSON.parse(await readFile(new URL('./express/package.json', import.meta.url), 'utf8'));
  const node = `Node.js ${process.versions.node} with Express ${dependencies.express}`;
  return `${php} with FPM; ${node}; Python ${runtime} with Django ${django} and gunicorn ${gunicorn}`;
}

function say(what) {
  process.stderr.write(`peers: ${what}\n`);
}
