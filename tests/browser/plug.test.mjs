// The kiosk with the plug pulled: everything starts without a server, and another
// release takes over between residents, never in the middle of one.

import assert from 'node:assert/strict';
import { answered, wholeSuite } from './harness.mjs';
import { UPRIGHT, attract, check, corner, enrol, frame, kept, supplied, wake } from './kiosk.mjs';
import { deploy, restore, site, write } from './release.mjs';
import { ANSWERS, UNDETERMINED, at, button, fill, sees, until } from './screens.mjs';

const { test: plainTest } = wholeSuite({ TILIK_SITE: site });
const test = (name, body) =>
  plainTest(name, { ...UPRIGHT, program: false, serviceWorkers: 'allow', timeout: 240_000 }, async (given) => {
    restore();
    given.watch.expect(/net::ERR_/, answered(404), answered(503));
    await body(given);
  });

const NIK = '3510160304770001';
const VILLAGE = '3510161001';
const controlled = (page) => until(() => page.evaluate(() => !!navigator.serviceWorker.controller), (so) => so, 'the worker in charge');

/** Whether another release is on the device and waits. */
const waits = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration.update();
  return registration.waiting !== null;
});

/** A kiosk whose release is on the device. */
async function installed(page, server) {
  await enrol(page, server, VILLAGE);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => new Promise((done) => {
    if (active.state === 'activated') done();
    else active.addEventListener('statechange', () => active.state === 'activated' && done());
  })));
  // All of them: what a reload cuts off in the middle is asked for again below 400 only.
  await until(async () => (await kept(page, 'tickets')).length, (count) => count === 500, 'the tickets');
  await page.reload();
  await attract(page).waitFor();
  await controlled(page);
}

test('it starts without a server: shell, pages, languages, check and report', async ({ page, server }) => {
  await installed(page, server);
  await server.kill();
  await page.reload();
  await attract(page).waitFor();
  for (const [language, start, heading] of [
    ['English', /Touch the screen to start/, 'Check your social aid'], ['Jawa', /./, undefined], ['Madura', /./, undefined],
  ]) {
    await button(page, language).click();
    await page.locator('.attract__wake').filter({ hasText: start }).click();
    await frame(page).locator('html.siap').waitFor({ state: 'attached' });
    if (heading) await at(frame(page), heading);
    else assert.notEqual(await frame(page).getByRole('heading', { level: 1 }).innerText(), 'Cek bantuan sosial Anda');
    await page.locator('#usai').click();
    await attract(page).waitFor();
  }
  await wake(page);
  await frame(page).getByRole('navigation', { name: 'Layanan' }).getByRole('link', { name: 'Bantuan' }).click();
  await at(frame(page), 'Bantuan');
  await frame(page).getByRole('link', { name: /^Tilik/ }).first().click();
  // Nobody unlocked it since the restart.
  await check(page, NIK);
  await at(page, 'Belum bisa dipastikan');
  await page.getByRole('dialog').getByRole('button', { name: 'Lapor sekarang', exact: true }).click();
  await frame(page).locator('html.siap').waitFor({ state: 'attached' });
  await fill(frame(page), { ...ANSWERS, nik: NIK });
  await frame(page).getByRole('checkbox', { name: /^Saya setuju/ }).check();
  await button(frame(page), 'Kirim laporan').click();
  await at(frame(page), UNDETERMINED);
  await sees(page, /^SEMENTARA/);
  await button(page, 'Selesai').click();
  await attract(page).waitFor();
  await server.run();
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(() => kept(page, 'outbox'), ([item]) => item.state === 'sent' && item.outcome === 'undetermined', 'the report arrives');
});

test('another release takes over between residents, and not while it is unlocked', async ({ page, server }) => {
  const described = () => frame(page).locator('meta[name=description]').getAttribute('content');
  await installed(page, server);
  await supplied(page);
  await wake(page);
  const before = await described();
  deploy('Rilis kedua', () => {}, 'kiosk-sw.js');
  await until(() => waits(page), (so) => so, 'the second release is on the device');
  await frame(page).getByRole('link', { name: 'Lihat status laporan', exact: true }).click();
  await at(frame(page), 'Status laporan');
  assert.equal(await described(), before, 'never in the middle of a visit');
  await button(page, 'Selesai').click();
  await wake(page);
  assert.equal(await described(), before, 'the keys would be lost');
  await button(page, 'Selesai').click();
  await attract(page).waitFor();
  await corner(page);
  await button(page, 'Kunci sekarang').click();
  await button(page, 'Tutup pojok petugas').click();
  await until(async () => {
    await attract(page).waitFor();
    await wake(page).catch(() => {});
    const shown = await described().catch(() => '');
    await page.locator('#usai').click().catch(() => {});
    return shown;
  }, (shown) => shown === 'Rilis kedua', 'the second release', 30_000);
});

test('nobody begins while another release takes over, and one that never does shuts no kiosk', async ({ page, server }) => {
  await installed(page, server);
  await page.evaluate(() => {
    // The worker does not hear it, and somebody touches the screen just then.
    ServiceWorker.prototype.postMessage = () => {
      document.querySelector('.attract__wake').click();
      window.began ??= !document.getElementById('usai').hidden;
    };
  });
  deploy('Rilis kedua', () => {}, 'kiosk-sw.js');
  await until(() => waits(page), (so) => so, 'the second release is on the device');
  assert.equal(await until(() => page.evaluate(() => window.began ?? null), (began) => began !== null, 'the word to take over'), false);
  // The next beat says it again, and they touch it again.
  await page.locator('#usai').waitFor();
});

test('a half-deployed release is never shown', async ({ page, server }) => {
  await installed(page, server);
  deploy('Rilis kedua', (list) => write(list.languages.id.pages, '{}'), 'kiosk-sw.js');
  const ended = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const ended = new Promise((done) => registration.addEventListener('updatefound', () => {
      const worker = registration.installing;
      worker.addEventListener('statechange', () => ['installed', 'redundant'].includes(worker.state) && done(worker.state));
    }));
    await registration.update();
    return ended;
  });
  assert.equal(ended, 'redundant');
  await server.kill();
  await page.reload();
  await wake(page);
  assert.notEqual(await frame(page).locator('meta[name=description]').getAttribute('content'), 'Rilis kedua');
  await server.run();
});
