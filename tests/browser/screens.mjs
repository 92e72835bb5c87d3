// The screens as a resident names them: by the words on buttons, fields and headings.

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE } from './harness.mjs';

/** The step of a report, in order, by the heading each shows. */
export const HEADINGS = {
  self: [
    'Untuk siapa laporan ini?', 'Berapa NIK Anda?', 'Siapa nama lengkap Anda?', 'Di desa mana Anda tinggal?',
    'Di mana alamat rumah Anda?', 'Berapa nomor HP Anda?', 'Apa yang Anda alami?', 'Berapa orang tinggal di rumah Anda?',
    'Ada yang perlu diketahui petugas?', 'Periksa jawaban Anda',
  ],
  other: [
    'Untuk siapa laporan ini?', 'Berapa NIK orang yang dilaporkan?', 'Siapa nama lengkap orang itu?',
    'Di desa mana orang itu tinggal?', 'Di mana alamat rumah orang itu?', 'Berapa nomor HP orang itu?', 'Siapa Anda?',
    'Apa yang dialami orang itu?', 'Berapa orang tinggal di rumah itu?', 'Ada yang perlu diketahui petugas?',
    'Periksa jawaban Anda',
  ],
};

/** What a report says unless a test says otherwise. */
export const ANSWERS = {
  about: 'self',
  nik: undefined,
  name: 'Warga Contoh',
  district: 'Genteng',
  village: 'Kaligondo',
  address: 'Dusun Krajan RT 02 RW 01',
  phone: '',
  reporter: { name: 'Tetangga Contoh', phone: '081234567890', relation: 'Tetangga' },
  impact: ['Kehilangan pekerjaan', 'Penghasilan berkurang'],
  household: '4',
  note: 'Rumah bercat hijau',
};

export const button = (page, name) => page.getByRole('button', { name, exact: true });
export const link = (page, name) => page.getByRole('link', { name, exact: true });
export const field = (page, name) => page.getByRole('textbox', { name, exact: true });
export const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });

/** Waits for the page's heading, and that it is the only one of its level. */
export async function at(page, name) {
  await heading(page, name).waitFor();
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'one heading of the first level');
}

/** Waits for words somebody can see. */
export const sees = (page, words) => page.getByText(words).filter({ visible: true }).first().waitFor();

/** Waits until `read` gives what satisfies `wanted`. */
export async function until(read, wanted, what = 'what was waited for', patience = PATIENCE) {
  let seen;
  for (const end = Date.now() + patience; Date.now() < end; await sleep(50)) {
    seen = await read();
    if (wanted(seen)) return seen;
  }
  assert.fail(`${what} did not come; the last was ${JSON.stringify(seen)}`);
}

/** The words of the page, as one reads them. */
export const words = (page) => page.getByRole('main').innerText();

/** The accessible text of what has the focus. */
export const focused = (page) => page.evaluate(() => document.activeElement.innerText?.trim() ?? '');

/** Opens the front page and asks for a report. */
export async function startReport(page) {
  await page.goto('/');
  await link(page, 'Lapor').click();
  await at(page, HEADINGS.self[0]);
}

/** Gives the answer of the step shown, without going on. */
export async function answer(page, place, answers) {
  const shown = HEADINGS[answers.about][place];
  await at(page, shown);
  const text = (value) => page.getByRole('textbox', { name: shown, exact: true }).fill(value);
  switch (shown) {
    case 'Untuk siapa laporan ini?':
      return page.getByRole('radio', { name: answers.about === 'self' ? /^Saya sendiri/ : /^Orang lain/ }).check();
    case 'Berapa NIK Anda?':
    case 'Berapa NIK orang yang dilaporkan?':
      return text(answers.nik);
    case 'Siapa nama lengkap Anda?':
    case 'Siapa nama lengkap orang itu?':
      return text(answers.name);
    case 'Di desa mana Anda tinggal?':
    case 'Di desa mana orang itu tinggal?':
      await page.getByRole('combobox', { name: 'Kecamatan', exact: true }).selectOption(answers.district);
      return page.getByRole('combobox', { name: 'Desa atau kelurahan', exact: true }).selectOption(answers.village);
    case 'Di mana alamat rumah Anda?':
    case 'Di mana alamat rumah orang itu?':
      return text(answers.address);
    case 'Berapa nomor HP Anda?':
    case 'Berapa nomor HP orang itu?':
      return text(answers.phone);
    case 'Siapa Anda?':
      await field(page, 'Nama lengkap Anda').fill(answers.reporter.name);
      await field(page, 'Nomor HP Anda').fill(answers.reporter.phone);
      return page.getByRole('radio', { name: answers.reporter.relation, exact: true }).check();
    case 'Apa yang Anda alami?':
    case 'Apa yang dialami orang itu?':
      for (const impact of answers.impact) await page.getByRole('checkbox', { name: impact, exact: true }).check();
      return;
    case 'Berapa orang tinggal di rumah Anda?':
    case 'Berapa orang tinggal di rumah itu?':
      return text(answers.household);
    case 'Ada yang perlu diketahui petugas?':
      return text(answers.note);
  }
}

/** Whether the step shown still holds its answer. */
export async function holds(page, place, answers) {
  const shown = HEADINGS[answers.about][place];
  await at(page, shown);
  const value = (name) => page.getByRole('textbox', { name, exact: true }).inputValue();
  const chosen = (name) => page.getByRole('combobox', { name, exact: true }).evaluate((box) => box.selectedOptions[0].label);
  const checked = (role, name) => page.getByRole(role, { name, exact: typeof name === 'string' }).isChecked();
  switch (shown) {
    case 'Untuk siapa laporan ini?':
      assert.ok(await checked('radio', answers.about === 'self' ? /^Saya sendiri/ : /^Orang lain/), 'for whom');
      return;
    case 'Berapa NIK Anda?':
    case 'Berapa NIK orang yang dilaporkan?':
      assert.equal((await value(shown)).replaceAll(' ', ''), answers.nik);
      return;
    case 'Di desa mana Anda tinggal?':
    case 'Di desa mana orang itu tinggal?':
      assert.deepEqual([await chosen('Kecamatan'), await chosen('Desa atau kelurahan')], [answers.district, answers.village]);
      return;
    case 'Siapa Anda?':
      assert.equal(await value('Nama lengkap Anda'), answers.reporter.name);
      assert.equal((await value('Nomor HP Anda')).replace(/\D/g, ''), answers.reporter.phone);
      assert.ok(await checked('radio', answers.reporter.relation), 'relation');
      return;
    case 'Apa yang Anda alami?':
    case 'Apa yang dialami orang itu?':
      for (const box of await page.getByRole('checkbox').all()) {
        const name = (await box.evaluate((box) => box.labels[0].innerText)).trim();
        assert.equal(await box.isChecked(), answers.impact.includes(name), name);
      }
      return;
    default: {
      const expected = { nama: answers.name, alamat: answers.address, HP: answers.phone, orang: answers.household, petugas: answers.note };
      const [, kept] = Object.entries(expected).find(([word]) => shown.includes(word));
      assert.equal(await value(shown), kept, shown);
    }
  }
}

/** Fills a report from the step shown on, up to the review. */
export async function fill(page, answers, from = 0) {
  for (let place = from; place < HEADINGS[answers.about].length - 1; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
}

/** From the front page to the review, ready to send. */
export async function toReview(page, given) {
  const answers = { ...ANSWERS, ...given };
  await startReport(page);
  await fill(page, answers);
  await consent(page).check();
  return answers;
}

export const consent = (page) => page.getByRole('checkbox', { name: 'Saya setuju data ini dipakai untuk memeriksa dan mengirim bantuan.', exact: true });

/** From the front page to the result with this heading. */
export async function report(page, given, outcome) {
  await toReview(page, given);
  await button(page, 'Kirim laporan').click();
  await at(page, outcome);
  return ticket(page);
}

/** The ticket shown. */
export async function ticket(page) {
  const shown = await page.getByRole('region', { name: 'Nomor laporan', exact: true }).innerText();
  const [found] = shown.match(/\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]\b/) ?? [];
  assert.ok(found, `a ticket in: ${shown}`);
  return found;
}

/** Checks a NIK on the front page. */
export async function check(page, nik, outcome) {
  await page.goto('/');
  await field(page, 'NIK').fill(nik);
  await button(page, 'Cek penerima').click();
  if (outcome) await at(page, outcome);
}

export const LISTED = 'Keluarga Anda sudah masuk daftar';
export const UNLISTED = 'Keluarga Anda belum masuk daftar';
export const REJECTED = 'Keluarga Anda sudah menerima bantuan';
export const VERIFYING = 'Laporan Anda diteruskan ke petugas desa';
export const UNDETERMINED = 'Petugas akan memeriksa data keluarga Anda';
export const ALREADY = 'Keluarga Anda sudah pernah dilaporkan';
export const RECEIVED = 'Laporan Anda kami terima';
