// The answers of an unfinished report: kept on the way back, over a reload and a
// call in between, and gone when they should be.

import assert from 'node:assert/strict';
import { DEMO, suite } from './harness.mjs';
import {
  ANSWERS, HEADINGS, VERIFYING, answer, at, button, consent, field, fill, focused, holds, report, sees, startReport,
  toReview, until, words, link,
} from './screens.mjs';

const { test } = suite();

/** What the device keeps that could name somebody. */
const kept = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

for (const about of ['self', 'other']) {
  const answers = { ...ANSWERS, about, nik: DEMO.noAid, phone: '081234500000' };

  test(`back keeps the answer of every step (${about})`, async ({ page }) => {
    const last = HEADINGS[about].length - 1;
    await startReport(page);
    await fill(page, answers);
    for (let place = last - 1; place >= 0; place--) {
      if (place % 2) await page.goBack();
      else await button(page, 'Kembali').click();
      await holds(page, place, answers);
    }
    for (let place = 0; place < last; place++) await button(page, 'Lanjut').click();
    await at(page, 'Periksa jawaban Anda');
  });

  test(`a reload keeps the step and its answer (${about})`, async ({ page }) => {
    await startReport(page);
    for (let place = 0; place < HEADINGS[about].length - 1; place++) {
      await answer(page, place, answers);
      await page.reload();
      await holds(page, place, answers);
      await button(page, 'Lanjut').click();
    }
    await at(page, 'Periksa jawaban Anda');
    await page.reload();
    await at(page, 'Periksa jawaban Anda');
    const shown = await words(page);
    for (const value of [answers.name, 'Kaligondo, Kec. Genteng', answers.address, answers.phone, answers.note, '4 orang', ...answers.impact]) {
      assert.ok(shown.includes(value), `the review shows ${value}`);
    }
    if (about === 'other') assert.ok(shown.includes('Tetangga Contoh, 081234567890, Tetangga'), shown);
  });
}

test('the browser can be closed in the middle: the front page leads back', async ({ page, context }) => {
  await startReport(page);
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  for (let place = 0; place < 3; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, HEADINGS.self[3]);
  await page.close();
  const again = await context.newPage();
  await again.goto('/');
  await link(again, 'Lanjutkan laporan').click();
  await at(again, HEADINGS.self[3]);
  await button(again, 'Kembali').click();
  await holds(again, 2, answers);
});

test('every answer can be changed from the review, and one comes back to it', async ({ page }) => {
  await toReview(page, { nik: DEMO.noAid });
  for (const [change, place] of [['Nama', 2], ['Alamat', 4], ['Penghuni rumah', 7], ['Catatan', 8]]) {
    await button(page, `Ubah ${change}`).click();
    await at(page, HEADINGS.self[place]);
    await page.getByRole('textbox', { name: HEADINGS.self[place] }).fill(place === 7 ? '7' : `Diubah ${change}`);
    await button(page, 'Lanjut').click();
    await at(page, 'Periksa jawaban Anda');
    assert.ok((await words(page)).includes(place === 7 ? '7 orang' : `Diubah ${change}`));
  }
  assert.ok(await consent(page).isChecked());
});

test('from oneself to another: only what is missing is asked, nothing is lost', async ({ page }) => {
  await toReview(page, { nik: DEMO.noAid });
  await button(page, 'Ubah Untuk').click();
  await page.getByRole('radio', { name: /^Orang lain/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, 'Siapa Anda?');
  await answer(page, 6, { ...ANSWERS, about: 'other' });
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  const shown = await words(page);
  for (const value of ['Orang lain', ANSWERS.name, ANSWERS.address, 'Kaligondo']) assert.ok(shown.includes(value), value);
});

const STEP_FAULTS = [
  [0, 'Pilih untuk siapa laporan ini.'],
  [1, 'Isi NIK, 16 angka di KTP.'],
  [2, 'Isi nama lengkap.'],
  [3, 'Pilih kecamatan, lalu desa atau kelurahan.'],
  [4, 'Isi alamat rumah, dengan RT dan RW.'],
  [6, 'Pilih paling sedikit satu keadaan.'],
  [7, 'Isi jumlah orang di rumah.'],
];

test('an empty answer is told on top; the summary has the focus and leads to the field', async ({ page }) => {
  await startReport(page);
  const faults = new Map(STEP_FAULTS);
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  for (let place = 0; place < HEADINGS.self.length - 1; place++) {
    await at(page, HEADINGS.self[place]);
    if (faults.has(place)) {
      await button(page, 'Lanjut').click();
      const summary = page.getByRole('group', { name: 'Ada yang perlu diperbaiki' });
      await summary.waitFor();
      await until(() => focused(page), (text) => text.includes(faults.get(place)), `${HEADINGS.self[place]}: the focus on the summary`);
      assert.match(await page.title(), /^Perlu diperbaiki: /);
      await summary.getByText(faults.get(place)).click();
      const inField = () => page.evaluate(() => document.activeElement.matches('input, select, textarea'));
      await until(inField, Boolean, `${HEADINGS.self[place]}: the focus on the field`);
      await at(page, HEADINGS.self[place]);
      assert.ok(await page.getByText(faults.get(place)).count() >= 2, 'the message stands at the field too');
    }
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await button(page, 'Kirim laporan').click();
  await until(() => focused(page), (text) => text.includes('Beri tanda setuju supaya laporan bisa dikirim.'));
});

test('each wrong answer has its sentence', async ({ page, watch }) => {
  await startReport(page);
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  const wrong = {
    2: [['1234', 'Nama harus berisi huruf.'], ['x'.repeat(300), /Nama paling panjang \d+ huruf\. Tulis lebih singkat\./]],
    4: [['x'.repeat(2000), /Alamat paling panjang \d+ huruf\. Tulis lebih singkat\./]],
    5: [
      ['0812abc', 'Nomor HP hanya berisi angka. Periksa lagi.'],
      ['0712345678', 'Nomor HP mulai dengan 08 atau +628. Periksa lagi.'],
      ['0812', 'Nomor HP terdiri dari 10 sampai 13 angka. Periksa lagi.'],
    ],
    7: [
      ['0', 'Jumlah orang antara 1 dan 30. Periksa lagi.'],
      ['31', 'Jumlah orang antara 1 dan 30. Periksa lagi.'],
      ['empat', 'Tulis jumlah orang dengan angka, misalnya 4.'],
    ],
    8: [['x'.repeat(5000), /Catatan paling panjang \d+ huruf\. Tulis lebih singkat\./]],
  };
  for (let place = 0; place < HEADINGS.self.length - 1; place++) {
    await at(page, HEADINGS.self[place]);
    for (const [typed, told] of wrong[place] ?? []) {
      const box = page.getByRole('textbox', { name: HEADINGS.self[place] });
      await box.fill(typed);
      await button(page, 'Lanjut').click();
      await sees(page, told);
      assert.equal(await box.inputValue(), typed, 'what was typed stays');
      assert.equal(await box.getAttribute('aria-invalid'), 'true', typed);
    }
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  assert.equal(watch.asked('POST /api/v1/reports').length, 0);
});

test('a helper must say who helps', async ({ page }) => {
  const answers = { ...ANSWERS, about: 'other', nik: DEMO.noAid };
  await startReport(page);
  for (let place = 0; place < 6; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Siapa Anda?');
  await button(page, 'Lanjut').click();
  const summary = page.getByRole('group', { name: 'Ada yang perlu diperbaiki' });
  await summary.waitFor();
  assert.equal(
    (await summary.innerText()).replace(/\s*\n\s*/g, '\n'),
    ['Ada yang perlu diperbaiki', 'Isi nama lengkap Anda sebagai pelapor.', 'Isi nomor HP Anda, mulai dengan 08.', 'Pilih hubungan Anda dengan orang itu.'].join('\n'),
  );
  await summary.getByText('Isi nomor HP Anda, mulai dengan 08.').click();
  await until(() => field(page, 'Nomor HP Anda').evaluate((input) => input === document.activeElement), Boolean, 'the focus on the phone');
});

test('answers left for 30 minutes are erased, on the page and on the device', async ({ page }) => {
  await page.clock.install();
  await startReport(page);
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  for (let place = 0; place < 3; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, HEADINGS.self[3]);
  await page.clock.fastForward('29:00');
  await at(page, HEADINGS.self[3]);
  assert.ok((await kept(page)).includes(DEMO.noAid));
  await page.clock.fastForward('01:30');
  await at(page, HEADINGS.self[0]);
  await sees(page, 'Isian dihapus karena 30 menit tidak dipakai.');
  assert.doesNotMatch(await kept(page), /3510|Warga Contoh/);
  await page.goBack();
  assert.doesNotMatch(await page.content(), /3510093011790092|351009 301179 0092|Warga Contoh/, 'nor on the way back');
});

test('a touch within the 30 minutes keeps the answers alive', async ({ page }) => {
  await page.clock.install();
  await startReport(page);
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  for (let place = 0; place < 2; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await page.clock.fastForward('25:00');
  await answer(page, 2, answers);
  await page.clock.fastForward('25:00');
  await holds(page, 2, answers);
});

test('answers that grew old while the browser was closed are gone at the next visit', async ({ page, context }) => {
  await startReport(page);
  await answer(page, 0, ANSWERS);
  await button(page, 'Lanjut').click();
  await answer(page, 1, { ...ANSWERS, nik: DEMO.noAid });
  await page.close();
  const again = await context.newPage();
  await again.clock.install({ time: Date.now() + 31 * 60_000 });
  await again.goto('/');
  await link(again, 'Lapor').click();
  await at(again, HEADINGS.self[0]);
  assert.ok(!(await kept(again)).includes(DEMO.noAid));
});

test('a sent report leaves nothing on the device, and back does not bring it again', async ({ page, server, watch }) => {
  const nik = server.familyWithoutAid();
  await report(page, { nik }, VERIFYING);
  assert.ok(!(await kept(page)).includes(nik));
  assert.doesNotMatch(await kept(page), /Warga Contoh|Dusun Krajan/);
  await page.goBack();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await button(page, 'Kirim laporan').count(), 0);
  assert.doesNotMatch(await page.content(), /Warga Contoh|Dusun Krajan/);
  await page.goto('/');
  await link(page, 'Lapor').waitFor();
  assert.equal(watch.asked('POST /api/v1/reports').length, 1);
});

test('“Hapus isian” asks, then erases', async ({ page }) => {
  const answers = await toReview(page, { nik: DEMO.noAid });
  await button(page, 'Hapus isian').click();
  await until(() => focused(page), (text) => text === 'Hapus semua isian?', 'the focus on the question');
  await button(page, 'Tidak jadi').click();
  await at(page, 'Periksa jawaban Anda');
  assert.ok((await words(page)).includes(answers.name));
  await button(page, 'Hapus isian').click();
  await button(page, 'Ya, hapus').click();
  await at(page, HEADINGS.self[0]);
  await sees(page, 'Isian sudah dihapus dari HP ini.');
  assert.doesNotMatch(await kept(page), /3510|Warga Contoh|Dusun Krajan/);
  assert.equal(await page.getByRole('radio', { checked: true }).count(), 0);
  await page.reload();
  await at(page, HEADINGS.self[0]);
  await page.goto('/');
  await link(page, 'Lapor').waitFor();
});

test('a step cannot be skipped by its history', async ({ page }) => {
  await page.goto('/lapor');
  await at(page, HEADINGS.self[0]);
  await page.evaluate(() => { history.replaceState(9, ''); });
  await page.reload();
  await at(page, HEADINGS.self[0]);
});
