// The start benchmark: `node run.mjs [--rounds N]`. README.md says what it measures.
// Takes about twenty seconds a round. It fails only where a page does not work,
// never on time.

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PHONE, Server, launch } from '../../browser/harness.mjs';
import { buildPages } from './build.mjs';
import { report } from './report.mjs';
import { serve, sharedHeaders } from './serve.mjs';
import { PHONE_LIKE, visit } from './visit.mjs';
import { works } from './works.mjs';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const rounds = Number(values.rounds);
if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds} is no number of rounds`);

const toClose = [];
try {
  const entrants = await open();
  const browser = await launch();
  toClose.push(() => browser.close());
  for (const entrant of entrants) await works(browser, entrant);
  const { visits, faults } = await measure(browser, entrants);
  for (const fault of faults) console.error(fault);
  const empty = entrants.find(({ name }) => !visits[name].warm.length);
  if (empty) throw new Error(`${empty.name} came to no end in any round`);
  console.log(`\nThe start, ${PHONE_LIKE}: medians of ${rounds} interleaved rounds [quartiles]\n`);
  console.log(report(visits));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const close of toClose.reverse()) await close();
}

/** Our page and the three others, each at an origin of its own. */
async function open() {
  const server = await Server.start();
  toClose.push(() => server.close());
  // In the server's folder, which goes with it however this ends.
  const built = join(server.home, 'start');
  await buildPages(built);
  const shared = await sharedHeaders(server.origin);
  const entrants = [{ name: 'ours', program: true, origin: server.origin }];
  for (const name of ['bare', 'vanilla', 'preact']) {
    const { origin, close } = await serve(join(built, name), shared, (body) => server.send('checks', body));
    toClose.push(close);
    entrants.push({ name, program: name !== 'bare', origin });
  }
  return entrants;
}

/** A cold and a warm visit of each page a round, another page first each time. */
async function measure(browser, entrants) {
  const visits = Object.fromEntries(entrants.map(({ name }) => [name, { cold: [], warm: [] }]));
  const faults = [];
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\n`);
    for (let turn = 0; turn < entrants.length; turn++) {
      const entrant = entrants[(round + turn) % entrants.length];
      const context = await browser.newContext(PHONE);
      try {
        const cold = await visit(context, entrant);
        const warm = await visit(context, entrant);
        visits[entrant.name].cold.push(cold);
        visits[entrant.name].warm.push(warm);
      } catch (error) {
        faults.push(`round ${round + 1}: ${error.message}`);
      } finally {
        await context.close();
      }
    }
  }
  return { visits, faults };
}
