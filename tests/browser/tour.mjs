// Every screen and every state of one, one after the other, on data that are the
// same on every run: for tests that look at all of them.

import { BROKEN, DEMO, answered } from './harness.mjs';
import {
  ALREADY, ANSWERS, HEADINGS, LISTED, RECEIVED, REJECTED, UNDETERMINED, UNLISTED, VERIFYING, answer, at, button, check,
  consent, field, fill, heading, link, sees, startReport, ticket, words, until,
} from './screens.mjs';

/** The questions that want an answer, by their place. */
const WANTED = { self: [0, 1, 2, 3, 4, 6, 7], other: [0, 1, 2, 3, 4, 6, 7, 8] };

const summary = (page) => page.getByRole('group', { name: 'Ada yang perlu diperbaiki' });
const trouble = (page) => page.getByRole('group', { name: 'Belum berhasil' });

/** Goes everywhere; `look(name)` is called at each stop, with a name of its own. */
export async function tour({ page, context, server, watch }, look) {
  watch.expect(BROKEN, answered(404), answered(500));
  await front(page, look);
  await checks(page, look);
  await questions(page, look, { ...ANSWERS, about: 'other', nik: DEMO.notRegistered, phone: '081234500000' });
  await review(page, context, look);
  await results(page, server, look);
  await statuses(page, server, look);
  await rest(page, look);
}

async function front(page, look) {
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await page.locator('.as-of:not(:empty)').waitFor();
  await look('beranda');
  await field(page, 'NIK').fill(DEMO.nutritionOnly);
  await sees(page, '16/16');
  await look('beranda-nik');
  await field(page, 'NIK').fill('9999991203850001');
  await sees(page, 'tidak kami kenal');
  await look('beranda-unknown-region');
  await field(page, 'NIK').fill('3510163203850001');
  await button(page, 'Cek penerima').click();
  await until(() => page.title(), (title) => title.startsWith('Perlu diperbaiki'));
  await look('beranda-fault');
}

async function checks(page, look) {
  await page.goto('/cek');
  await at(page, 'Cek penerima bantuan');
  await look('cek');
  let go;
  const held = new Promise((resolve) => { go = resolve; });
  await page.route('**/api/v1/checks', async (route) => {
    await held;
    await route.fulfill({ status: 500, body: '' });
  }, { times: 1 });
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await button(page, 'Sedang mencocokkan…').waitFor();
  await look('cek-busy');
  go();
  await trouble(page).waitFor();
  await look('cek-trouble');
  const answers = [
    ['cek-unlisted', DEMO.noAid, UNLISTED], ['cek-listed', DEMO.listedNotPaid, LISTED], ['cek-listed-himself', DEMO.listedHimself, LISTED],
    ['cek-listed-paid', DEMO.paid, LISTED], ['cek-listed-may-report', DEMO.nutritionOnly, LISTED],
  ];
  for (const [name, nik, outcome] of answers) {
    await check(page, nik, outcome);
    await look(name);
  }
}

/** Every question for oneself as it is first seen, and every one of a helper's with
 *  what is wrong and with its answer. */
async function questions(page, look, helped) {
  const own = { ...ANSWERS, nik: DEMO.noAid };
  await startReport(page);
  for (let place = 0; place < HEADINGS.self.length - 1; place++) {
    await at(page, HEADINGS.self[place]);
    await look(`lapor-self-${place + 1}`);
    await answer(page, place, own);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await look('review-self');
  await page.goto('/');
  await link(page, 'Lanjutkan laporan').waitFor();
  await page.locator('.as-of:not(:empty)').waitFor();
  await look('beranda-unfinished');
  await link(page, 'Lanjutkan laporan').click();
  await button(page, 'Hapus isian').click();
  await button(page, 'Ya, hapus').waitFor();
  await look('review-erase');
  await button(page, 'Ya, hapus').click();
  await sees(page, 'Isian sudah dihapus dari HP ini.');
  await look('lapor-erased');

  for (let place = 0; place < HEADINGS.other.length - 1; place++) {
    // Only the first answer says that somebody else is reported.
    await heading(page, HEADINGS.other[place]).waitFor();
    if (WANTED.other.includes(place)) {
      await button(page, 'Lanjut').click();
      await summary(page).waitFor();
      await look(`lapor-other-${place + 1}-fault`);
    }
    await answer(page, place, helped);
    await look(`lapor-other-${place + 1}`);
    await button(page, 'Lanjut').click();
  }
}

async function review(page, context, look) {
  await at(page, 'Periksa jawaban Anda');
  await look('review-other');
  await button(page, 'Kirim laporan').click();
  await summary(page).waitFor();
  await look('review-fault');
  await consent(page).check();
  await page.route('**/api/v1/reports', (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
  await button(page, 'Kirim laporan').click();
  await trouble(page).waitFor();
  await look('review-trouble');
  await page.reload();
  await at(page, 'Periksa jawaban Anda');
  await context.setOffline(true);
  await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
  await button(page, 'Kirim laporan').click();
  await page.getByRole('group', { name: 'Menunggu sinyal' }).waitFor();
  await look('review-offline');
  await context.setOffline(false);
  // Chromium may say that it is online before it is: bad.test.mjs looks at that.
  await heading(page, RECEIVED).or(trouble(page)).first().waitFor();
  if (await trouble(page).count()) await button(page, 'Coba lagi').click();
  await at(page, RECEIVED);
  await look('hasil-received');
}

/** From the front page to a result, without a look on the way. */
async function send(page, nik, outcome) {
  await startReport(page);
  await fill(page, { ...ANSWERS, nik });
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await at(page, outcome);
  return ticket(page);
}

async function results(page, server, look) {
  const open = server.familyWithoutAid();
  for (const [name, nik, outcome] of [
    ['hasil-verifying', open, VERIFYING], ['hasil-already', open, ALREADY], ['hasil-undetermined', DEMO.onTwoCards, UNDETERMINED],
    ['hasil-rejected', DEMO.paid, REJECTED],
  ]) {
    await send(page, nik, outcome);
    await look(name);
  }
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').waitFor();
  await look('sanggah');
  await page.reload();
  await at(page, REJECTED);
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'NIK yang dilaporkan').waitFor();
  await look('sanggah-nik');
  await button(page, 'Kirim sanggah').click();
  await summary(page).waitFor();
  await look('sanggah-fault');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.paid);
  await field(page, 'Apa yang tidak sesuai?').fill('Bantuan itu belum pernah kami terima.');
  await button(page, 'Kirim sanggah').click();
  await at(page, 'Sanggah Anda kami terima');
  await look('hasil-objected');
}

async function statuses(page, server, look) {
  const reporter = { name: 'Ibu Rukun', phone: '081298765432', relation: 'rt_rw' };
  const [own, objected, refused, helped] = [server.familyWithoutAid(), DEMO.listedHimself, DEMO.listedNotPaid, server.familyWithoutAid()];
  const tickets = {};
  for (const nik of [own, objected, refused]) tickets[nik] = (await server.report({ nik })).ticket;
  tickets[helped] = (await server.report({ nik: helped, reporter })).ticket;
  const reason = 'Bantuan itu belum pernah kami terima.';

  await page.goto('/status');
  await at(page, 'Status laporan');
  await field(page, 'Nomor laporan').waitFor();
  await look('status');
  await button(page, 'Lihat status').click();
  await summary(page).waitFor();
  await look('status-fault');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor HP pelapor').waitFor();
  await look('status-helper');
  await page.getByRole('radio', { name: /^Untuk saya/ }).check();
  await field(page, 'Nomor laporan').fill(tickets[own]);
  await field(page, 'NIK yang dilaporkan').fill(DEMO.noAid);
  await button(page, 'Lihat status').click();
  await trouble(page).waitFor();
  await look('status-trouble');

  const asked = async (nik) => {
    await page.goto('/status');
    await field(page, 'Nomor laporan').fill(tickets[nik]);
    await field(page, 'NIK yang dilaporkan').fill(nik);
    await button(page, 'Lihat status').click();
    await at(page, `Laporan ${tickets[nik]}`);
  };
  await asked(own);
  await look('status-verifying');
  await asked(refused);
  await look('status-rejected');
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').waitFor();
  await look('status-sanggah');
  await asked(objected);
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').fill(reason);
  await button(page, 'Kirim sanggah').click();
  await until(() => words(page), (shown) => /Sanggah Anda kami terima/.test(shown));
  await look('status-sanggah-sent');
  await asked(objected);
  await look('status-objected');
  await page.goto('/status');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor laporan').fill(tickets[helped]);
  await field(page, 'Nomor HP pelapor').fill(reporter.phone);
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${tickets[helped]}`);
  await look('status-of-helper');
}

async function rest(page, look) {
  await page.goto('/bantuan');
  await at(page, 'Bantuan');
  await look('bantuan');
  for (const question of await page.locator('summary').all()) await question.click();
  await look('bantuan-open');
  await page.goto('/aksesibilitas');
  await at(page, 'Aksesibilitas');
  await look('aksesibilitas');
  await page.goto('/tidak-ada');
  await at(page, 'Halaman tidak ada');
  await look('tidak-ada');
  await page.evaluate(() => sessionStorage.clear());
  await page.goto('/hasil');
  await at(page, 'Belum ada hasil');
  await look('hasil-none');
  await page.evaluate(() => dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })));
  await button(page, 'Muat ulang').waitFor();
  await look('stopped');
}
