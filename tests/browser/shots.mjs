// Pictures of every screen, to be looked at: node shots.mjs FOLDER [SIZE…]
// with the same environment as the tests. Not a test.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO, PHONE, PATIENCE, Server, launch } from './harness.mjs';
import {
  ANSWERS, HEADINGS, LISTED, RECEIVED, REJECTED, UNDETERMINED, UNLISTED, VERIFYING, answer, at, button, check, field,
  report, sees, startReport,
} from './screens.mjs';

const SIZES = {
  '360x640': { viewport: { width: 360, height: 640 } },
  '412x915': { viewport: { width: 412, height: 915 } },
  '1280x800': { viewport: { width: 1280, height: 800 }, hasTouch: false },
  '360x640-dark': { viewport: { width: 360, height: 640 }, colorScheme: 'dark' },
  '1280x800-dark': { viewport: { width: 1280, height: 800 }, colorScheme: 'dark', hasTouch: false },
};

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('usage: node shots.mjs FOLDER [SIZE…]');

async function pictures(page, server, shoot) {
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await shoot('beranda');
  await field(page, 'NIK').fill(DEMO.listedNotPaid);
  await shoot('beranda-typed');
  await field(page, 'NIK').fill('3510163203850001');
  await button(page, 'Cek penerima').click();
  await sees(page, 'bukan tanggal');
  await shoot('beranda-fault');
  await field(page, 'NIK').fill('9999991203850001');
  await shoot('beranda-unknown-region');
  await check(page, DEMO.listedNotPaid, LISTED);
  await shoot('cek-listed');
  await check(page, DEMO.paid, LISTED);
  await shoot('cek-paid');
  await check(page, DEMO.nutritionOnly, LISTED);
  await shoot('cek-nutrition');
  await check(page, DEMO.noAid, UNLISTED);
  await shoot('cek-unlisted');
  await page.goto('/cek');
  await at(page, 'Cek penerima bantuan');
  await page.route('**/api/v1/checks', (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await page.getByRole('group', { name: 'Belum berhasil' }).waitFor();
  await shoot('cek-trouble');
  const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid() };
  await startReport(page);
  for (let place = 0; place < HEADINGS.other.length - 1; place++) {
    await at(page, HEADINGS.other[place]);
    if ([0, 6].includes(place)) {
      await button(page, 'Lanjut').click();
      await page.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
      await shoot(`lapor-${place + 1}-faults`);
    }
    await answer(page, place, answers);
    await shoot(`lapor-${place + 1}`);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await shoot('review');
  await page.getByRole('checkbox').check();
  await page.context().setOffline(true);
  await button(page, 'Kirim laporan').click();
  await page.getByRole('group', { name: 'Menunggu sinyal' }).waitFor();
  await shoot('review-offline');
  await page.context().setOffline(false);
  await at(page, RECEIVED);
  await shoot('hasil-received');
  await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await shoot('hasil-verifying');
  await report(page, { nik: '3510055203910093' }, UNDETERMINED);
  await shoot('hasil-undetermined');
  const ticket = await report(page, { nik: DEMO.paid }, REJECTED);
  await shoot('hasil-rejected');
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').waitFor();
  await shoot('sanggah');
  await page.goto('/status');
  await at(page, 'Status laporan');
  await button(page, 'Lihat status').click();
  await page.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
  await shoot('status-faults');
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'NIK yang dilaporkan').fill(DEMO.paid);
  await shoot('status');
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${ticket}`);
  await shoot('status-found');
  await page.goto('/tidak-ada');
  await at(page, 'Halaman tidak ada');
  await shoot('missing');
  for (const path of ['bantuan', 'aksesibilitas', 'jv/', 'mad/', 'en/', 'jv/lapor', 'mad/status']) {
    await page.goto(`/${path}`);
    await shoot(path.replace('/', '-'));
  }
}

let server;
let browser;
try {
  browser = await launch();
  for (const [size, device] of Object.entries(SIZES)) {
    if (wanted.length && !wanted.includes(size)) continue;
    // Each size on data of its own: what was reported once is told otherwise the second time.
    server = await Server.start();
    const into = join(folder, size);
    mkdirSync(into, { recursive: true });
    const context = await browser.newContext({ ...PHONE, baseURL: server.origin, ...device });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const plainly = page.goto.bind(page);
    page.goto = async (address) => {
      await plainly(address);
      await page.locator('html.siap').waitFor({ state: 'attached' });
    };
    let count = 0;
    await pictures(page, server, async (name) => {
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(into, `${String(++count).padStart(2, '0')}-${name}.png`), fullPage: true });
    });
    await context.close();
    await server.close();
    server = undefined;
    console.log(`${count} pictures in ${into}`);
  }
} finally {
  await browser?.close();
  await server?.close();
}
