// The check: what a NIK is on, and what is wrong with one that cannot be.

import assert from 'node:assert/strict';
import { DEMO, answered, suite } from './harness.mjs';
import { link, LISTED, UNLISTED, at, button, check, field, sees, startReport, until, words } from './screens.mjs';

const { test } = suite();

/** A NIK as a field shows it. */
const grouped = (nik) => nik.replace(/^(.{6})(.{6})/, '$1 $2 ');

test('a family that is listed and not yet paid is told so, and need not report', async ({ page }) => {
  await check(page, DEMO.listedNotPaid, LISTED);
  await sees(page, 'Terdaftar, belum dicairkan: tidak perlu lapor');
  const shown = await words(page);
  assert.match(shown, /Bantuan Sosial Tunai Kemensos/);
  assert.match(shown, /Pusat · Mei 2020/);
  assert.match(shown, /Tercatat lewat Kartu Keluarga/);
  assert.match(shown, /Data penerima per \d{1,2} \p{L}+ \d{4}/u);
  assert.doesNotMatch(shown, /Siti|Hasan|Jl\. Contoh/, 'nobody’s name or address');
  assert.equal(await button(page, 'Lapor sekarang').count(), 0);
});

test('a person’s own aid is told as such', async ({ page }) => {
  await check(page, DEMO.listedHimself, LISTED);
  await sees(page, 'Tercatat atas NIK ini');
});

test('aid that is paid is told with every scheme', async ({ page }) => {
  await check(page, DEMO.paid, LISTED);
  const list = page.getByRole('main').getByRole('listitem');
  const lines = await list.allInnerTexts();
  assert.equal(lines.length, 2, lines.join(' | '));
  for (const scheme of ['Program Keluarga Harapan (PKH)', 'Kartu Sembako (BPNT)']) {
    const line = lines.find((line) => line.includes(scheme));
    assert.match(line ?? '', /Sudah dicairkan/, scheme);
  }
});

test('an unlisted NIK goes along into the report', async ({ page }) => {
  await check(page, DEMO.noAid, UNLISTED);
  await button(page, 'Lapor sekarang').click();
  await at(page, 'Untuk siapa laporan ini?');
  await page.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, 'Berapa NIK Anda?');
  assert.equal(await field(page, 'Berapa NIK Anda?').inputValue(), grouped(DEMO.noAid));
});

test('an unknown NIK and a known one without aid read the same', async ({ page }) => {
  const shown = [];
  for (const nik of [DEMO.noAid, DEMO.notRegistered]) {
    await check(page, nik, UNLISTED);
    shown.push((await words(page)).replaceAll(grouped(nik), 'NIK'));
  }
  assert.equal(shown[1], shown[0]);
});

test('a family with the nutrition package alone may still report', async ({ page }) => {
  await check(page, DEMO.nutritionOnly, LISTED);
  await sees(page, 'Anda tetap bisa lapor.');
  assert.doesNotMatch(await words(page), /tidak perlu lapor/i);
  await button(page, 'Lapor sekarang').click();
  await at(page, 'Untuk siapa laporan ini?');
});

test('another NIK can be checked, from an empty field', async ({ page }) => {
  await check(page, DEMO.noAid, UNLISTED);
  await link(page, 'Cek NIK lain').click();
  await at(page, 'Cek penerima bantuan');
  assert.equal(await field(page, 'NIK').inputValue(), '');
  await field(page, 'NIK').fill(DEMO.paid);
  await button(page, 'Cek penerima').click();
  await at(page, LISTED);
});

const FAULTS = [
  ['an empty field', '', 'Isi NIK, 16 angka di KTP.'],
  ['day 32', '3510163203850001', 'Angka ke-7 dan ke-8 (“32”) bukan tanggal. Periksa lagi.'],
  ['day 00', '3510160003850001', 'Angka ke-7 dan ke-8 (“00”) bukan tanggal. Periksa lagi.'],
  ['day 81', '3510168103850001', 'Angka ke-7 dan ke-8 (“81”) bukan tanggal. Periksa lagi.'],
  ['day 99', '3510169903850001', 'Angka ke-7 dan ke-8 (“99”) bukan tanggal. Periksa lagi.'],
  ['30 February', '3510163002850001', 'Tidak ada tanggal 30 Februari. Periksa angka ke-7 sampai ke-10.'],
  ['30 February of a woman', '3510167002850001', 'Tidak ada tanggal 30 Februari. Periksa angka ke-7 sampai ke-10.'],
  ['31 April', '3510163104850001', 'Tidak ada tanggal 31 April. Periksa angka ke-7 sampai ke-10.'],
  ['29 February of a common year', '3510162902010001', 'Tidak ada 29 Februari di tahun “01”. Periksa angka ke-7 sampai ke-12.'],
  ['month 13', '3510161213850001', 'Angka ke-9 dan ke-10 (“13”) bukan bulan. Periksa lagi.'],
  ['month 00', '3510161200850001', 'Angka ke-9 dan ke-10 (“00”) bukan bulan. Periksa lagi.'],
  ['serial 0000', '3510161203850000', 'Empat angka terakhir tidak mungkin 0000. Periksa lagi.'],
  ['a letter', '35101612O3850001', 'Huruf “O” pada angka ke-9. NIK hanya berisi angka.'],
  ['a sign', '3510161203/50001', 'Tanda “/” pada angka ke-11. NIK hanya berisi angka.'],
  ['15 digits', '351016120385000', 'NIK kurang 1 angka (baru 15 dari 16).'],
  ['3 digits', '351', 'NIK kurang 13 angka (baru 3 dari 16).'],
  ['17 digits', '35101612038500012', 'NIK kelebihan 1 angka (17, seharusnya 16).'],
];

test('each kind of slip has its sentence, is marked at the field, and asks no server', async ({ page, watch }) => {
  await page.goto('/');
  const nik = field(page, 'NIK');
  for (const [what, typed, told] of FAULTS) {
    await nik.fill(typed);
    await button(page, 'Cek penerima').click();
    await sees(page, told);
    await until(() => nik.getAttribute('aria-invalid'), (value) => value === 'true', `${what}: aria-invalid`);
    const said = await nik.evaluate((input) =>
      input.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
    assert.ok(said.includes(told), `${what}: the field is described by its fault, not by: ${said}`);
    assert.ok(await nik.evaluate((input) => input === document.activeElement), `${what}: the field has the focus`);
    assert.match(await page.title(), /^Perlu diperbaiki: /, what);
  }
  assert.equal(watch.asked('POST /api/v1/checks').length, 0);
});

test('a slip shows while it is typed, as soon as it is certain', async ({ page }) => {
  await page.goto('/');
  const nik = field(page, 'NIK');
  await nik.pressSequentially('3510163');
  assert.equal(await nik.getAttribute('aria-invalid'), 'false', 'nothing is wrong with 3510163 yet');
  await nik.pressSequentially('2');
  await sees(page, 'Angka ke-7 dan ke-8 (“32”) bukan tanggal. Periksa lagi.');
  await nik.press('Backspace');
  await nik.pressSequentially('1');
  await until(() => nik.getAttribute('aria-invalid'), (value) => value === 'false', 'mended');
});

test('a fault goes when it is mended, and the check goes through', async ({ page }) => {
  await check(page, '351016120385000');
  await sees(page, 'NIK kurang 1 angka');
  await field(page, 'NIK').press('End');
  await field(page, 'NIK').pressSequentially('1');
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
  assert.doesNotMatch(await page.title(), /Perlu diperbaiki/);
});

test('digits group as they are typed, and are counted', async ({ page }) => {
  await page.goto('/');
  const nik = field(page, 'NIK');
  for (const [typed, shown, count] of [['351016', '351016', 6], ['1', '351016 1', 7], ['20385', '351016 120385', 12], ['0001', '351016 120385 0001', 16]]) {
    await nik.pressSequentially(typed);
    assert.equal(await nik.inputValue(), shown);
    await sees(page, `${count}/16`);
  }
  await sees(page, /Lahir\s+12 Maret 1985/);
});

const PASTES = [
  ['spaces by fours', '3510 1612 0385 0001'],
  ['dots', '35.10.16.120385.0001'],
  ['dashes', '3510-1612-0385-0001'],
  ['full-width digits', '３５１０１６１２０３８５０００１'],
  ['Arabic digits', '٣٥١٠١٦١٢٠٣٨٥٠٠٠١'],
  ['a line around it', ' 3510161203850001\n'],
];

test('a NIK is pasted as it is written anywhere, and checked', async ({ page, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  await page.goto('/');
  const nik = field(page, 'NIK');
  for (const [what, pasted] of PASTES) {
    await nik.fill('');
    await nik.focus();
    await page.evaluate((text) => navigator.clipboard.writeText(text), pasted);
    await page.keyboard.press('ControlOrMeta+V');
    await until(() => nik.inputValue(), (value) => value === '351016 120385 0001', what);
  }
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
});

test('the caret stays in the middle where a digit is put in or taken out', async ({ page }) => {
  await page.goto('/');
  const nik = field(page, 'NIK');
  const caret = () => nik.evaluate((input) => [input.value.slice(0, input.selectionStart), input.value.slice(input.selectionEnd)].join('|'));
  const put = (place) => nik.evaluate((input, place) => input.setSelectionRange(place, place), place);
  await nik.pressSequentially('351016120385001');
  await put(4);
  await page.keyboard.press('9');
  assert.equal(await caret(), '35109|1 612038 5001');
  await page.keyboard.press('Backspace');
  assert.equal(await caret(), '3510|16 120385 001');
  await page.keyboard.press('Delete');
  assert.equal(await caret(), '3510|61 203850 01');
  await put(7);
  await page.keyboard.press('Backspace');
  assert.equal(await caret(), '35106|2 038500 1', 'a backspace over the gap takes the digit before it');
});

for (const [what, nik] of [['an unknown', '9999991203850001'], ['an unknown district', '3510991203850001']]) {
  test(`${what} region warns and goes on`, async ({ page }) => {
    await page.goto('/');
    await field(page, 'NIK').fill(nik);
    await sees(page, /Kode wilayah “\d+” tidak kami kenal\. Periksa lagi\. Jika sudah benar, lanjutkan\./);
    assert.equal(await field(page, 'NIK').getAttribute('aria-invalid'), 'false', 'a warning is no fault');
    await button(page, 'Cek penerima').click();
    await at(page, UNLISTED);
  });
}

test('a NIK from another province or a retired region is read back and checked', async ({ page }) => {
  for (const nik of ['3174091203850001', '9101011203850001', '3510134708930095', '9301011203850001']) {
    await page.goto('/');
    await field(page, 'NIK').fill(nik);
    await sees(page, /Lahir\s+(12 Maret 1985|7 Agustus 1993)/);
    assert.doesNotMatch(await words(page), /tidak kami kenal/, nik);
    await button(page, 'Cek penerima').click();
    await page.getByRole('heading', { level: 1, name: /^Keluarga Anda/ }).waitFor();
  }
});

test('a NIK stays out of addresses, titles, history and storage', async ({ page, context, watch }) => {
  await check(page, DEMO.noAid, UNLISTED);
  const traces = async () => page.evaluate(() => JSON.stringify([location.href, document.title, history.state]));
  const digits = (text) => text.replace(/[\s.-]/g, '');
  assert.ok(!digits(await traces()).includes(DEMO.noAid));
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!digits(kept).includes(DEMO.noAid), 'a check alone leaves nothing on the device');
  await button(page, 'Lapor sekarang').click();
  await at(page, 'Untuk siapa laporan ini?');
  assert.ok(!digits(await traces()).includes(DEMO.noAid));
  await page.goBack();
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.ok(!digits(await traces()).includes(DEMO.noAid));
  for (const request of watch.requests) assert.ok(!digits(request.url()).includes(DEMO.noAid), request.url());
  assert.equal((await context.cookies()).length, 0, 'residents get no cookie');
  await page.goto('about:blank');
});

test('both doors of the front page lead where they say', async ({ page }) => {
  await startReport(page);
  await page.goBack();
  await at(page, 'Cek bantuan sosial Anda');
  await page.getByRole('link', { name: 'Lihat status laporan', exact: true }).click();
  await at(page, 'Status laporan');
  await page.getByRole('navigation', { name: 'Layanan' }).getByRole('link', { name: 'Cek penerima' }).click();
  await at(page, 'Cek penerima bantuan');
});

test('an unknown address says so and leads on', async ({ page, watch }) => {
  watch.expect(answered(404));
  await page.goto('/tidak/ada');
  await at(page, 'Halaman tidak ada');
  await page.getByRole('link', { name: 'Ke halaman depan', exact: true }).click();
  await at(page, 'Cek bantuan sosial Anda');
});
