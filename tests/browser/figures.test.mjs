// The officers' dashboard: what it tells, that every chart has its table, and the files
// that it gives.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { accessible, fits } from './accessible.mjs';
import { answered, suite } from './harness.mjs';
import { atWork } from './officers.mjs';
import { button, field, heading, sees } from './screens.mjs';

const { test: plainTest } = suite();
// Another program than the residents'.
const test = (name, options, body) => plainTest(name, { program: false, ...options }, body);

/** An officer at the dashboard. */
async function atDashboard(page, server, duty) {
  await atWork(page, server, duty);
  await button(page, 'Dasbor').click();
  await heading(page, 'Dasbor').waitFor();
}

const large = (page, name) => page.locator('.large div').filter({ hasText: name }).locator('dd').innerText();

for (const [width, height, duty] of [
  [320, 568, ['--role', 'admin']],
  [1280, 800, ['--role', 'verifier', '--village', '3510161001']],
]) {
  test(`the dashboard tells, is accessible and fits, ${width} px`, { viewport: { width, height }, reducedMotion: 'reduce', timeout: 60_000 }, async ({ page, server, watch }) => {
    watch.expect(answered(401), answered(422));
    const niks = [server.familyWithoutAid(), server.familyWithoutAid(), server.familyWithoutAid()];
    await server.report({ nik: niks[0] });
    await server.report({ nik: niks[1] });
    await server.report({ nik: niks[2], village: '3510171002' });
    await atDashboard(page, server, duty);
    await sees(page, 'Laporan per hari');
    const before = Number(await large(page, 'Laporan'));
    assert.ok(before >= 2, `${before}`);
    // Every chart has its table, with the same numbers.
    const charts = await page.locator('.chart').count();
    const drawn = await page.locator('.chart').filter({ has: page.locator('svg') }).count();
    assert.equal(await page.locator('.chart').filter({ has: page.locator('details table') }).count(), drawn);
    assert.ok(drawn >= 5 && charts >= 8, `${drawn} of ${charts}`);
    const days = page.locator('.chart').filter({ hasText: 'Laporan per hari' });
    // By the keyboard: a summary is a button of the browser's own.
    await days.locator('summary').focus();
    await page.keyboard.press('Enter');
    const row = days.getByRole('row').last();
    assert.equal(Number(await row.getByRole('cell').first().innerText()), before);
    assert.equal(await page.locator('.map').count(), duty.includes('admin') ? 1 : 0, 'a village has no map');
    if (duty.includes('admin')) assert.equal(await page.locator('.tile').count(), 25);
    assert.equal(await page.getByRole('radio', { name: 'Daftar laporan dengan nama dan NIK' }).count(), duty.includes('admin') ? 1 : 0);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await fits(page, colorScheme);
      await accessible(page, `dashboard, ${colorScheme}`);
      const folder = process.env.TILIK_CONSOLE_SHOTS;
      if (folder) await page.screenshot({ path: `${folder}/dasbor-${width}-${colorScheme}.png`, fullPage: true });
    }
    // For paper every table is open.
    await page.evaluate(() => { window.print = () => { document.title = 'dicetak'; }; });
    await button(page, 'Cetak dengan tabel').click();
    await page.waitForFunction(() => document.title === 'dicetak');
    assert.equal(await page.locator('details:not([open])').count(), 0);

    // A period the wrong way round is told, and what was shown stays.
    await field(page, 'Sampai tanggal').fill('2020-01-01');
    await button(page, 'Tampilkan').click();
    await sees(page, 'Tanggal akhir mendahului tanggal awal.');
    assert.equal(Number(await large(page, 'Laporan')), before);
    await field(page, 'Dari tanggal').fill('2020-01-01');
    await button(page, 'Tampilkan').click();
    await sees(page, 'Tidak ada laporan pada hari-hari itu.');

    // A file, under a name that has the days.
    await page.getByRole('radio', { name: 'CSV' }).check();
    const downloading = page.waitForEvent('download');
    await button(page, 'Unduh').click();
    const download = await downloading;
    assert.equal(download.suggestedFilename(), 'tilik-2020-01-01-2020-01-01.csv');
    assert.match(await readFile(await download.path(), 'utf8'), /^\uFEFFTabel,Baris,Kolom,Nilai\r\n/);
    await sees(page, 'Berkas diunduh.');
  });
}
