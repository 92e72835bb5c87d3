// What one guess at a snapshot costs in the kiosk's own browser: the offline check as
// the kiosk's worker times it. Beside it, in the same browser, what a page has without
// a program of ours: PBKDF2 with the 600,000 rounds that OWASP asks for. And what
// trying everybody would cost at that speed.

import { attract, card, check, cut, enrol, people, supplied, wake } from '../../browser/kiosk.mjs';
import { answered, suite } from '../../browser/harness.mjs';

const VILLAGE = '3510092005';
const CHECKS = 15;
/** NIKs that hold every resident of the regency, and for each the card numbers of its
    own district: 15 years of days, six serials each (ADR 16). */
const NIKS = 5.5e6, CARDS = 33e3;
const { test } = suite();

const median = (times) => times.sort((one, other) => one - other)[times.length >> 1];
const line = (what, value) => console.log(`${what.padEnd(56)}${value}`);

test('a guess in the kiosk’s browser', { viewport: { width: 1080, height: 1920 }, program: false, serviceWorkers: 'allow', timeout: 300_000 }, async ({ page, server, watch }) => {
  watch.expect(/net::ERR_/, answered(503));
  await page.addInitScript(() => {
    window.took = [];
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.addEventListener('message', ({ data }) => { if (data.value?.took) window.took.push(data.value.took); });
      }
    };
  });
  await enrol(page, server, VILLAGE);
  await supplied(page);
  await cut(page);
  const [{ nik, kk }] = people(server, VILLAGE).listed;
  for (let number = 0; number < CHECKS; number++) {
    await wake(page);
    await check(page, nik);
    await card(page, kk);
    await page.getByRole('heading', { level: 1, name: /^Terdaftar/ }).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Selesai', exact: true }).click();
    await attract(page).waitFor();
  }
  const guess = median(await page.evaluate(() => window.took));
  const pbkdf2 = median(await page.evaluate(async () => {
    const bytes = crypto.getRandomValues(new Uint8Array(32)), times = [];
    const key = await crypto.subtle.importKey('raw', bytes, 'PBKDF2', false, ['deriveBits']);
    for (let number = 0; number < 15; number++) {
      const start = performance.now();
      await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: bytes, iterations: 600_000 }, key, 256);
      times.push(performance.now() - start);
    }
    return times;
  }));
  const years = (pairs) => (pairs * guess) / 1000 / 86_400 / 365.25;
  line('a guess against PBKDF2 with 600,000 rounds', `${(guess / pbkdf2).toFixed(2)} times`);
  line('a guess', `${guess} ms`);
  line('PBKDF2 with 600,000 rounds', `${Math.round(pbkdf2)} ms`);
  line('every NIK, were there no card number', `${Math.round(years(NIKS) * 365.25 * 24)} core-hours`);
  line('every NIK with every card number of its district', `${Math.round(years(NIKS * CARDS))} core-years`);
});
