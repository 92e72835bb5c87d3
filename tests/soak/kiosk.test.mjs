// A week at one kiosk: many residents through one page, while the network comes and
// goes, the server is killed and started again, and the clock jumps by hours. No report
// is lost or doubled, the heap does not grow, and nothing of one resident is there for
// the next.
//
//   TILIK_SOAK=500 node --test tests/soak/kiosk.test.mjs     the whole week
//   TILIK_SOAK_SEED=7                                        another week

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { attract, enrol, frame, kept, people, supplied, traces, wake } from '../browser/kiosk.mjs';
import { answered, suite } from '../browser/harness.mjs';

const RESIDENTS = Number(process.env.TILIK_SOAK ?? 60);
const SEED = Number(process.env.TILIK_SOAK_SEED ?? 1);
const VILLAGE = '3510092005';
const HOUR = 3_600_000;
const { test } = suite();

/** The same week for the same seed (mulberry32). */
function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A synthetic person that no registry knows: nobody else's family, so a report that
    came twice would be told as one that was there already. */
const stranger = (number) => `351016${String(1 + (number % 28)).padStart(2, '0')}0477${String(1000 + number).slice(-4)}`;
const KK = '3510160101200001';

/** Every page's clock, moved by what the test says. */
const clock = () => {
  const Real = Date;
  const skew = () => { try { return top.skew || 0; } catch { return 0; } };
  globalThis.Date = class extends Real {
    constructor(...given) { if (given.length) super(...given); else super(Real.now() + skew()); }
    static now() { return Real.now() + skew(); }
  };
};

/** What the page weighs, once what nobody holds is gone. */
async function weight(session) {
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, documents, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { heap: usedSize, nodes, documents, listeners: jsEventListeners };
}

const draft = (nik) => ({
  draft: {
    about: 'self', impact: ['lost_work'], consent: false, 'subject.nik': nik, 'subject.name': 'Warga Contoh',
    'subject.village': VILLAGE, 'subject.address': 'Dusun Krajan RT 02 RW 01', 'subject.phone': '', 'reporter.name': '',
    'reporter.phone': '', household_size: '4', note: '',
  },
  district: 9, touched: 0,
});

/** The card's number is asked for where the kiosk answers by itself. */
async function card(page, done, given) {
  const asked = page.getByRole('heading', { level: 1, name: 'Berapa nomor Kartu Keluarga Anda?' });
  await Promise.race([asked.waitFor(), done.waitFor()]);
  if (!(await asked.isVisible())) return;
  if (given) {
    await page.getByRole('textbox', { name: 'Nomor KK', exact: true }).fill(given);
    await page.getByRole('button', { name: 'Lanjut', exact: true }).click();
  } else {
    await page.getByRole('button', { name: 'Lanjut tanpa nomor KK', exact: true }).click();
  }
  await done.waitFor();
}

async function check(page, { nik, kk }) {
  const shown = frame(page);
  await shown.getByRole('textbox', { name: 'NIK', exact: true }).fill(nik);
  await shown.getByRole('button', { name: 'Cek penerima', exact: true }).click();
  // The server's answer is in the frame, the kiosk's own around it.
  const answers = [shown.locator('.verdict'), page.getByRole('heading', { level: 1, name: /^(Terdaftar|Belum terdaftar|Belum bisa dipastikan)/ })];
  await card(page, { waitFor: () => Promise.any(answers.map((answer) => answer.waitFor())) }, kk);
}

/** All questions answered, nothing sent. The questions themselves are other tests'. */
async function fillIn(page, nik) {
  const inner = page.frames().find((one) => one.parentFrame());
  await inner.evaluate(([unfinished, review]) => {
    localStorage.setItem('tilik.isian', JSON.stringify({ ...unfinished, touched: Date.now() }));
    history.replaceState(review, '', new URL('lapor', document.baseURI).pathname);
    location.reload();
  }, [draft(nik), 10]);
  const shown = frame(page);
  await shown.getByRole('heading', { level: 1, name: 'Periksa jawaban Anda' }).waitFor();
  await shown.locator('html.siap').waitFor({ state: 'attached' });
}

/** From the answers to the ticket. */
async function report(page, nik, kk) {
  await fillIn(page, nik);
  const shown = frame(page);
  await shown.getByRole('checkbox', { name: /^Saya setuju/ }).check();
  await shown.getByRole('button', { name: 'Kirim laporan', exact: true }).click();
  const number = shown.locator('#nomor');
  await card(page, number, kk);
  return (await number.innerText()).trim();
}

test(`${RESIDENTS} residents, one page, no peace`, { viewport: { width: 1080, height: 1920 }, program: false, serviceWorkers: 'allow', timeout: 60_000 + RESIDENTS * 15_000 }, async ({ page, context, server, watch }) => {
  watch.expect(/net::ERR_/, answered(401), answered(503), answered(502));
  const dice = chance(SEED);
  const from = (list) => list[Math.floor(dice() * list.length)];
  const village = people(server, VILLAGE);
  const villagers = [...village.listed, ...village.unlisted];
  assert.ok(village.listed.length && village.unlisted.length, 'a village with both');
  await context.addInitScript(clock);
  await enrol(page, server, VILLAGE);
  await supplied(page);
  // The site itself must stand without the server.
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated');
  const session = await context.newCDPSession(page);
  const reports = [];
  let online = true, dead = 0, left = 0, before, told = 0;

  for (let number = 0; number < RESIDENTS; number++) {
    if (dice() < 0.15) await context.setOffline(!(online = !online));
    if (!dead && dice() < 0.05) {
      // In the middle of whatever it does.
      dead = 1 + Math.floor(dice() * 4);
      sleep(dice() * 400).then(() => server.kill());
    } else if (dead && --dead === 0) {
      await server.kill();
      await server.run();
    }
    if (dice() < 0.1) await page.evaluate((skew) => { window.skew = skew; }, dice() < 0.1 ? -Date.now() : Math.round((dice() - 0.5) * 24 * HOUR));

    await wake(page);
    const nik = stranger(number);
    const comes = dice();
    if (comes < 0.4) {
      await check(page, dice() < 0.5 ? from(villagers) : { nik, kk: KK });
    } else if (comes < 0.6) {
      // Away in the middle of it.
      await fillIn(page, nik);
      left += 1;
    } else {
      reports.push({ nik, ticket: await report(page, nik, dice() < 0.5 ? KK : '') });
    }
    await page.locator('#usai').or(page.getByRole('dialog').getByRole('button', { name: 'Selesai', exact: true })).last().click();
    await attract(page).waitFor();
    const found = await traces(page);
    for (const given of [nik, KK, ...villagers.flatMap((one) => [one.nik, one.kk])]) assert.ok(!found.includes(given), `a number of resident ${number} is left`);
    if (number === Math.min(20, RESIDENTS >> 1)) before = await weight(session);
    if (Date.now() - told > 30_000) {
      console.log(`# ${number + 1} residents, ${reports.length} reports`);
      told = Date.now();
    }
  }

  const after = await weight(session);
  console.log(`# weighs ${JSON.stringify(before)}, and after all of them ${JSON.stringify(after)}`);
  // A few megabytes of play: what the browser itself keeps ready. A frame that stays
  // counts at once.
  for (const [what, play] of Object.entries({ heap: 3_000_000, nodes: 200, documents: 4, listeners: 50 })) {
    assert.ok(after[what] < before[what] * 1.25 + play, `${what} grows: ${before[what]}, then ${after[what]}`);
  }

  // The network and the server are there again: everything arrives.
  await context.setOffline(false);
  await server.kill();
  await server.run();
  const waiting = async () => (await kept(page, 'outbox')).filter((item) => item.state !== 'sent');
  for (const end = Date.now() + 120_000; (await waiting()).length && Date.now() < end; await sleep(500)) {
    await page.evaluate(() => dispatchEvent(new Event('online')));
  }
  assert.deepEqual((await waiting()).map(({ ticket, state, tries }) => ({ ticket, state, tries })), [], 'not sent');
  const sent = await kept(page, 'outbox');
  assert.equal(new Set(reports.map(({ ticket }) => ticket)).size, reports.length, 'each its own ticket');
  assert.deepEqual(sent.map(({ ticket }) => ticket).sort(), reports.map(({ ticket }) => ticket).sort());
  assert.deepEqual([...new Set(sent.map(({ outcome }) => outcome))], ['undetermined'], 'none was there already');
  for (const { nik, ticket } of reports) {
    const answer = await fetch(`${server.origin}/api/v1/reports/status`, {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ticket, nik }),
    });
    assert.equal(answer.status, 200, 'a report is lost');
  }
  console.log(`# ${RESIDENTS} residents, ${reports.length} reports, each arrived once; ${left} were left in the middle`);
});
