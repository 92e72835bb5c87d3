// Without JavaScript or WebAssembly everything works as plain HTML forms: the check,
// the report question by question, its result, the objection and the status. The
// answers so far travel in the page, and nothing else remembers them.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { BROKEN, DEMO, answered, suite } from './harness.mjs';
import {
  ALREADY, ANSWERS, HEADINGS, LISTED, RECEIVED, REJECTED, UNDETERMINED, UNLISTED, VERIFYING, answer, at, button, check, consent,
  field, heading, holds, link, sees, ticket, until, words,
} from './screens.mjs';

const { test } = suite();

/** A test of a browser that runs no script. */
const plain = (name, body) => test(name, { javaScriptEnabled: false }, async (given) => {
  await body(given);
  assert.deepEqual(given.watch.asked().map((request) => request.url()), [], 'no question to the API');
  const programs = given.watch.requests.filter((request) => /\.(js|wasm)$/.test(new URL(request.url()).pathname));
  assert.deepEqual(programs.map((request) => request.url()), [], 'no byte of the program');
});

/** A NIK as a field shows it, and any text without the gaps. */
const grouped = (nik) => nik.replace(/^(.{6})(.{6})/, '$1 $2 ');
const digits = (text) => text.replaceAll(' ', '');

/** Today in the regency, and days after, as Indonesians write a date. */
const day = (after) =>
  new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' }).format(Date.now() + after * 86_400_000);

/** Words that would tell somebody about a family's aid. */
const AID = /PKH|BPNT|BST|BLT|JPS|BPUM|Prakerja|Sembako|nutrisi|Keluarga Harapan|Bantuan Sosial|sudah menerima|belum tercatat|belum menerima|terdaftar|dicairkan|sanggah|ditolak|diteruskan|rejected|verifying/i;

/** The texts of a language, by their keys. */
const catalogue = (tag) => Object.fromEntries(
  readFileSync(new URL(`../../src/pages/catalogue/${tag}.lang`, import.meta.url), 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#')).map((line) => line.split(/ = (.*)/).slice(0, 2)));

/** Presses a button that sends a form, or does what else sends it, and that the answer
 *  has this status. */
async function pressed(page, what, status) {
  const posted = page.waitForResponse((response) => response.request().method() === 'POST' && response.request().isNavigationRequest());
  await (typeof what === 'string' ? button(page, what).click() : what());
  assert.equal((await posted).status(), status, `${what}: the status`);
}

/** What is wrong is told, at its box and on top of the page, with a title that says so. */
async function faulty(page, box, told) {
  await sees(page, told);
  await until(() => box.getAttribute('aria-invalid'), (value) => value === 'true', `aria-invalid for: ${told}`);
  const said = await box.evaluate((element) =>
    element.getAttribute('aria-describedby').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' '));
  assert.ok(said.includes(told), `the box is described by “${told}”, not by: ${said}`);
  assert.match(await page.title(), /^Perlu diperbaiki: /, told);
}

const summary = (page) => page.getByRole('group', { name: 'Ada yang perlu diperbaiki', exact: true });
const trouble = (page) => page.getByRole('group', { name: 'Belum berhasil', exact: true });

const villages = (page) => page.getByRole('combobox', { name: 'Desa atau kelurahan', exact: true });

/** Gives the answer of the question shown: villages stand in one list, by district. */
async function give(page, place, answers) {
  if (place !== 3) return answer(page, place, answers);
  await at(page, HEADINGS[answers.about][place]);
  assert.equal(await page.getByRole('combobox').count(), 1, 'one list');
  const code = await villages(page).evaluate((list, [district, village]) => {
    const group = [...list.querySelectorAll('optgroup')].find(({ label }) => label === district);
    return [...group.children].find(({ label }) => label === village).value;
  }, [answers.district, answers.village]);
  await villages(page).selectOption(code);
}

/** Whether the question shown still holds its answer. */
async function kept(page, place, answers) {
  if (place !== 3) return holds(page, place, answers);
  await at(page, HEADINGS[answers.about][place]);
  const chosen = await villages(page).evaluate(({ selectedOptions: [one] }) => [one.parentElement.label, one.label]);
  assert.deepEqual(chosen, [answers.district, answers.village]);
}

/** From the question shown to the review. */
async function walk(page, answers, from = 0) {
  for (let place = from; place < HEADINGS[answers.about].length - 1; place++) {
    await give(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
}

const WORDS = { 'Kehilangan pekerjaan': 'lost_work', 'Penghasilan berkurang': 'less_income', 'Sakit menahun': 'ill', Tetangga: 'neighbour' };
const KALIGONDO = '3510092005';

/** The answers as the pages before a question carry them. */
function carried(answers) {
  const { about, nik, name, address, phone, reporter, impact, household, note } = answers;
  const helper = [['reporter.name', reporter.name], ['reporter.phone', reporter.phone], ['reporter.relation', WORDS[reporter.relation]]];
  return [
    ['about', about], ['subject.nik', nik], ['subject.name', name], ['subject.village', KALIGONDO], ['subject.address', address],
    ['subject.phone', phone], ...(about === 'other' ? helper : []), ...impact.map((one) => ['impact', WORDS[one]]),
    ['household_size', household], ['note', note],
  ];
}

/** Posts fields from a page of ours, as its form would. */
const post = (page, fields) => page.locator('main form').first().evaluate((form, fields) => {
  form.replaceChildren(...fields.map(([name, value]) => Object.assign(document.createElement('input'), { type: 'hidden', name, value })));
  form.submit();
}, fields);

/** Opens a question with the answers there, without the way to it. */
async function jump(page, given, place) {
  const answers = { ...ANSWERS, ...given };
  await page.goto('/lapor');
  // Who reports themselves is not asked the seventh question.
  const step = answers.about === 'self' && place > 5 ? place + 1 : place;
  await post(page, [['langkah', String(step)], ['ke', 'tetap'], ...carried(answers)]);
  await at(page, HEADINGS[answers.about][place]);
  return answers;
}

/** Opens the review. */
const toReview = (page, given) => jump(page, given, HEADINGS[given.about ?? 'self'].length - 1);

/** Sends a report without the way to it; its ticket. */
async function report(page, given, outcome) {
  await toReview(page, given);
  await consent(page).check();
  await pressed(page, 'Kirim laporan', 201);
  await at(page, outcome);
  return ticket(page);
}

/** A form from no page at all. */
const send = (server, path, fields, headers = {}) => fetch(server.origin + path, {
  method: 'POST',
  headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
  body: new URLSearchParams(fields).toString(),
});

/** The content of a page as it came. */
const main = (html) => html.match(/<main.*<\/main>/s)[0];

const TICKET = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]\b/;

// --- The check

const PEOPLE = [
  ['listed, not yet paid', DEMO.listedNotPaid, LISTED, [/Terdaftar, belum dicairkan: tidak perlu lapor/, /Bantuan Sosial Tunai Kemensos/, /Pusat · Mei 2020/, /Tercatat lewat Kartu Keluarga/, /Data penerima per \d{1,2} \p{L}+ \d{4}/u]],
  ['listed himself', DEMO.listedHimself, LISTED, [/Tercatat atas NIK ini/]],
  ['paid', DEMO.paid, LISTED, [/Program Keluarga Harapan \(PKH\)/, /Kartu Sembako \(BPNT\)/, /Sudah dicairkan/]],
  ['the nutrition package alone', DEMO.nutritionOnly, LISTED, [/Anda tetap bisa lapor\./]],
];

plain('each demo person reads what the lists say, and whether a report is worth it', async ({ page, context }) => {
  for (const [what, nik, outcome, told] of PEOPLE) {
    await check(page, nik, outcome);
    const shown = await words(page);
    for (const one of told) assert.match(shown, one, what);
    assert.ok(shown.includes(grouped(nik)), `${what}: the NIK it is about`);
    assert.doesNotMatch(shown, /Siti|Hasan|Jl\. Contoh/, `${what}: nobody’s name or address`);
    assert.equal(await button(page, 'Lapor sekarang').count(), nik === DEMO.nutritionOnly ? 1 : 0, what);
  }
  assert.deepEqual(await context.cookies(), [], 'residents get no cookie');
});

plain('an unknown NIK and a known one without aid read the same, and another can be checked', async ({ page }) => {
  const shown = [];
  for (const nik of [DEMO.noAid, DEMO.notRegistered]) {
    await check(page, nik, UNLISTED);
    shown.push((await words(page)).replaceAll(grouped(nik), 'NIK'));
  }
  assert.equal(shown[1], shown[0]);
  await link(page, 'Cek NIK lain').click();
  await at(page, 'Cek penerima bantuan');
  assert.equal(await field(page, 'NIK').inputValue(), '');
  await field(page, 'NIK').fill(DEMO.paid);
  await field(page, 'NIK').press('Enter');
  await at(page, LISTED);
});

const SLIPS = [
  ['', 'Isi NIK, 16 angka di KTP.'],
  ['3510163203850001', 'Angka ke-7 dan ke-8 (“32”) bukan tanggal. Periksa lagi.'],
  ['3510167002850001', 'Tidak ada tanggal 30 Februari. Periksa angka ke-7 sampai ke-10.'],
  ['35101612O3850001', 'Huruf “O” pada angka ke-9. NIK hanya berisi angka.'],
  ['351016120385000', 'NIK kurang 1 angka (baru 15 dari 16).'],
  ['"><b>351016', 'Tanda “"” pada angka ke-1. NIK hanya berisi angka.'],
];

plain('a slip is told at the field with what was typed still there, and goes when it is mended', async ({ page, watch }) => {
  watch.expect(answered(422));
  await page.goto('/');
  for (const [typed, told] of SLIPS) {
    await field(page, 'NIK').fill(typed);
    await pressed(page, 'Cek penerima', 422);
    await faulty(page, field(page, 'NIK'), told);
    assert.equal(digits(await field(page, 'NIK').inputValue()), digits(typed), told);
  }
  await field(page, 'NIK').fill('3510161203850001');
  await pressed(page, 'Cek penerima', 200);
  await at(page, UNLISTED);
  assert.doesNotMatch(await page.title(), /Perlu diperbaiki/);
});

plain('a NIK is taken as it is written anywhere', async ({ page }) => {
  for (const written of ['35.10.16.120385.0001', '３５１０１６１２０３８５０００１', '٣٥١٠ ١٦١٢ ٠٣٨٥ ٠٠٠١']) {
    await check(page, written, UNLISTED);
    assert.ok((await words(page)).includes('351016 120385 0001'), written);
  }
});

plain('an unknown region is no fault, in the check and in the report', async ({ page }) => {
  for (const nik of ['9999991203850001', '3510991203850001']) {
    await check(page, nik, UNLISTED);
    await button(page, 'Lapor sekarang').click();
    await give(page, 0, ANSWERS);
    await button(page, 'Lanjut').click();
    await sees(page, /Kode wilayah “\d+” tidak kami kenal\. Periksa lagi\. Jika sudah benar, lanjutkan\./);
    await button(page, 'Lanjut').click();
    await at(page, HEADINGS.self[2]);
  }
});

// --- The report

plain('unlisted, “Lapor sekarang” takes the NIK along, and question by question it becomes a report', async ({ page, context, server, watch }) => {
  watch.expect(answered(422));
  const answers = { ...ANSWERS, nik: server.familyWithoutAid() };
  await check(page, answers.nik, UNLISTED);
  await pressed(page, 'Lapor sekarang', 200);
  await give(page, 0, answers);
  await button(page, 'Lanjut').click();
  await kept(page, 1, answers);
  await button(page, 'Lanjut').click();
  await walk(page, answers, 2);
  const rows = await page.locator('dl.answers > div').evaluateAll((rows) => rows.map((row) => [...row.children].slice(0, 2).map((cell) => cell.innerText)));
  assert.deepEqual(rows, [
    ['Untuk', 'Saya sendiri'], ['NIK', grouped(answers.nik)], ['Nama', answers.name], ['Tempat tinggal', 'Kaligondo, Kec. Genteng'],
    ['Alamat', answers.address], ['Nomor HP', 'Tidak diisi'], ['Keadaan', 'Kehilangan pekerjaan, Penghasilan berkurang'],
    ['Penghuni rumah', '4 orang'], ['Catatan', answers.note],
  ]);
  assert.doesNotMatch(await words(page), /tersimpan di HP/, 'nothing is kept on the phone');

  await pressed(page, 'Kirim laporan', 422);
  await summary(page).waitFor();
  await sees(page, 'Beri tanda setuju supaya laporan bisa dikirim.');
  assert.equal(await page.title(), 'Perlu diperbaiki: Periksa jawaban Anda · Tilik');
  assert.ok((await words(page)).includes(answers.address), 'the answers stand');

  await consent(page).check();
  await pressed(page, 'Kirim laporan', 201);
  await at(page, VERIFYING);
  const [from] = day(5).split(' ');
  assert.match(await words(page), new RegExp(`paket tiba sekitar\\s+${from}\\b`));
  assert.equal(await button(page, 'Kirim sanggah').count(), 0, 'nothing to object to');
  const content = await page.content();
  for (const typed of [answers.nik, answers.name, answers.address]) assert.ok(!content.includes(typed), `${typed} goes no further`);
  const first = await ticket(page);
  await page.reload();
  await at(page, VERIFYING);
  assert.equal(await ticket(page), first, 'sent again: the same report');
  assert.deepEqual(await context.cookies(), [], 'residents get no cookie');
  assert.deepEqual([...new Set(watch.requests.filter((request) => request.method() === 'POST').map((request) => new URL(request.url()).pathname))], ['/cek', '/lapor']);
});

plain('a double click, and the same form sent again and again, is one report', async ({ page, server }) => {
  await toReview(page, { nik: server.familyWithoutAid() });
  await consent(page).check();
  const fields = await page.locator('#isian').evaluate((form) => [...new FormData(form)]);
  await button(page, 'Kirim laporan').dblclick();
  await at(page, VERIFYING);
  const first = await ticket(page);
  const again = await Promise.all(Array.from({ length: 4 }, () => send(server, '/lapor', fields)));
  for (const answer of again) {
    assert.equal(answer.status, 201);
    const [found] = (await answer.text()).match(TICKET);
    assert.equal(found, first);
  }
});

plain('the same form sent four times at once is one report', async ({ page, server }) => {
  await toReview(page, { nik: server.familyWithoutAid() });
  await consent(page).check();
  const fields = await page.locator('#isian').evaluate((form) => [...new FormData(form)]);
  const sent = await Promise.all(Array.from({ length: 4 }, () => send(server, '/lapor', fields).then((answer) => answer.text())));
  assert.equal(new Set(sent.map((text) => text.match(TICKET)[0])).size, 1);
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  assert.equal(await ticket(page), sent[0].match(TICKET)[0]);
});

plain('another report under the same key is told, and goes under a new one', async ({ page, server, watch }) => {
  watch.expect(answered(422));
  await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await toReview(page, { nik: server.familyWithoutAid() });
  await consent(page).check();
  const fields = await page.locator('#isian').evaluate((form) => [...new FormData(form)]);
  assert.equal((await send(server, '/lapor', fields.map(([name, value]) => [name, name === 'subject.nik' ? server.familyWithoutAid() : value]))).status, 201);
  await pressed(page, 'Kirim laporan', 422);
  await sees(page, 'Laporan ini sudah terkirim dengan jawaban lain. Periksa jawaban, lalu kirim lagi.');
  await pressed(page, 'Kirim laporan', 201);
  await at(page, VERIFYING);
});

plain('a report on somebody else tells “received” and nothing more, whatever the lists say', async ({ page, server }) => {
  const shown = [];
  for (const nik of [DEMO.paid, server.familyWithoutAid()]) {
    const number = await report(page, { about: 'other', name: 'Tetangga Kami', nik }, RECEIVED);
    shown.push((await words(page)).replaceAll(number, 'TICKET'));
    const content = (await page.content()).replace(/<style>.*?<\/style>|<meta[^>]*>|Cek penerima/gs, '');
    assert.doesNotMatch(content, AID);
    assert.ok(!content.includes(nik), 'the NIK goes no further');
  }
  assert.equal(shown[1], shown[0], 'both read the same, word for word');
});

plain('a listed family is rejected with the list, the rule and the last day of sanggah', async ({ page }) => {
  await report(page, { nik: DEMO.listedNotPaid }, REJECTED);
  const shown = await words(page);
  assert.match(shown, /Bantuan Sosial Tunai Kemensos\s*\(Mei 2020\)/);
  assert.match(shown, /Daftar BST 2020-05/);
  assert.match(shown, /Dasar aturan: \S+/);
  assert.doesNotMatch(shown, /Hasan|3510160807820091/, 'which relative it is, is nobody’s business');
  await field(page, 'Apa yang tidak sesuai?').waitFor();
  assert.ok(shown.includes(`sampai ${day(30)}`), `the last day of sanggah, ${day(30)}, in: ${shown}`);
});

plain('who cannot be found goes to an officer, and an open report is not made twice', async ({ page, server }) => {
  for (const nik of [DEMO.notRegistered, DEMO.onTwoCards]) {
    await report(page, { nik }, UNDETERMINED);
    await sees(page, 'Laporan Anda tidak ditolak.');
  }
  await report(page, { nik: DEMO.nutritionOnly }, VERIFYING);
  const nik = server.familyWithoutAid();
  await server.report({ nik });
  await report(page, { nik }, ALREADY);
  assert.equal(await button(page, 'Kirim sanggah').count(), 0);
});

// --- The objection

plain('a rejection is objected to on the result page; a reason must be there and not too long', async ({ page, watch }) => {
  watch.expect(answered(422));
  const number = await report(page, { nik: DEMO.paid }, REJECTED);
  const reason = field(page, 'Apa yang tidak sesuai?');
  await pressed(page, 'Kirim sanggah', 422);
  await faulty(page, reason, 'Tulis apa yang tidak sesuai.');
  await reason.fill('a'.repeat(1001));
  await pressed(page, 'Kirim sanggah', 422);
  await faulty(page, reason, 'Catatan paling panjang 1000 huruf. Tulis lebih singkat.');
  assert.equal((await reason.inputValue()).length, 1001, 'what was typed is still there');
  await reason.fill('Bantuan itu belum pernah kami terima.\nTanya Pak RT.');
  await pressed(page, 'Kirim sanggah', 200);
  await at(page, `Laporan ${number}`);
  await sees(page, 'Sanggah Anda kami terima');
  await sees(page, 'Petugas desa sedang memeriksa sanggah Anda.');
  assert.equal(await button(page, 'Kirim sanggah').count(), 0, 'once');
});

plain('a second objection, and one to a report that is open, are told why they do not land', async ({ page, server, watch }) => {
  watch.expect(answered(409));
  const { ticket: number } = await server.report({ nik: DEMO.listedHimself });
  await askStatus(page, number, DEMO.listedHimself);
  await at(page, `Laporan ${number}`);
  await field(page, 'Apa yang tidak sesuai?').fill('Belum pernah menerima.');
  await pressed(page, 'Kirim sanggah', 200);
  await sees(page, 'Sanggah Anda kami terima');
  const again = await page.reload();
  assert.equal(again.status(), 409);
  await at(page, `Laporan ${number}`);
  assert.equal(await button(page, 'Kirim sanggah').count(), 0);
  await sees(page, 'Petugas desa sedang memeriksa sanggah Anda.');
  assert.match(await words(page), /Sanggah untuk laporan ini sudah diterima\./);
  const nik = server.familyWithoutAid();
  const { ticket: open } = await server.report({ nik });
  const answer = await send(server, '/sanggah', { ticket: open, nik, reason: 'Belum.' });
  assert.equal(answer.status, 409);
  assert.match(main(await answer.text()), /Laporan ini tidak ditolak, jadi tidak perlu disanggah\./);
});

plain('an objection with another NIK or to no report gets nowhere, and both read the same', async ({ server }) => {
  const { ticket: rejected } = await server.report({ nik: DEMO.paid });
  const shown = [];
  for (const asked of [rejected, 'K7Q2-M4XD-9']) {
    const answer = await send(server, '/sanggah', { ticket: asked, nik: DEMO.noAid, reason: 'Belum.' });
    assert.equal(answer.status, 404);
    shown.push(main(await answer.text()).replace(`value="${asked}"`, 'value="TICKET"'));
  }
  assert.match(shown[0], /Nomor laporan dan data itu tidak cocok\. Periksa keduanya\./);
  assert.equal(shown[1], shown[0]);
});

// --- Back and forth

plain('“Kembali” loses no answer, not even one that is typed and not yet sent, nor a wrong one', async ({ page }) => {
  const before = { about: 'other', nik: DEMO.noAid, phone: '081234567891' };
  const after = {
    ...ANSWERS, ...before, nik: DEMO.paid, name: '12345', village: 'Setail', address: 'Dusun Maron\nRT 09', phone: '',
    reporter: { name: 'Pak Tani', phone: '081234567899', relation: 'Kerabat' }, impact: [...ANSWERS.impact, 'Sakit menahun'], household: '5', note: '',
  };
  const answers = await toReview(page, before);
  const last = HEADINGS.other.length - 2;
  for (let place = last; place >= 0; place--) {
    await button(page, 'Kembali').click();
    await kept(page, place, answers);
    await give(page, place, after);
  }
  for (let place = 0; place <= last; place++) {
    await kept(page, place, after);
    if (place === 2) await give(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
});

plain('“Ubah” leads to each answer and straight back to the review, where consent is given anew', async ({ page, server }) => {
  const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid(), phone: '081234567891' };
  await toReview(page, answers);
  const labels = ['Untuk', 'NIK', 'Nama', 'Tempat tinggal', 'Alamat', 'Nomor HP', 'Pelapor', 'Keadaan', 'Penghuni rumah', 'Catatan'];
  const before = await words(page);
  for (const [place, label] of labels.entries()) {
    await consent(page).check();
    await button(page, `Ubah ${label}`).click();
    await kept(page, place, answers);
    await button(page, 'Lanjut').click();
    await at(page, 'Periksa jawaban Anda');
    assert.ok(!await consent(page).isChecked(), 'consent is to what is in sight');
  }
  assert.equal(await words(page), before);
  await button(page, 'Ubah Catatan').click();
  await at(page, HEADINGS.other[9]);
  await field(page, HEADINGS.other[9]).fill('Pagar biru\n"<b>&amp;"');
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  await sees(page, 'Pagar biru "<b>&amp;"');
});

plain('who changes for whom a report is, is asked what is missing and nothing twice', async ({ page, server }) => {
  const answers = { ...ANSWERS, nik: server.familyWithoutAid() };
  await toReview(page, answers);
  await button(page, 'Ubah Untuk').click();
  await give(page, 0, { ...answers, about: 'other' });
  await button(page, 'Lanjut').click();
  await give(page, 6, { ...answers, about: 'other' });
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  await sees(page, 'Tetangga Contoh, 081234567890, Tetangga');
  await button(page, 'Ubah Untuk').click();
  await give(page, 0, answers);
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  assert.doesNotMatch(await words(page), /Tetangga Contoh/);
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
});

// But for the NIK: its box tells the browser to keep nothing typed in it, on a phone
// that a family shares.
plain('the browser’s way back asks nothing and loses no answer', async ({ page }) => {
  const answers = { ...ANSWERS, nik: DEMO.noAid };
  await page.goto('/lapor');
  for (let place = 0; place < 4; place++) {
    await give(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, HEADINGS.self[4]);
  for (let place = 3; place >= 0; place--) {
    await page.goBack();
    await kept(page, place, place === 1 ? { ...answers, nik: '' } : answers);
  }
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[1]);
});

plain('what leads within a page stays on it: the skip link, the languages, each fault', async ({ page, watch }) => {
  watch.expect(answered(422));
  await jump(page, { about: 'other', nik: DEMO.noAid, name: 'Tetangga Kami' }, 6);
  await field(page, 'Nomor HP Anda').fill('0812');
  await pressed(page, 'Lanjut', 422);
  await summary(page).waitFor();
  const astray = await page.locator('a[href*="#"]').evaluateAll((links) =>
    links.filter((link) => link.href.split('#')[0] !== location.href.split('#')[0]).map((link) => `${link.innerText} → ${link.href}`));
  assert.deepEqual(astray, [], 'these leave the page, and with it all answers');
  await summary(page).getByRole('link').first().click();
  await at(page, 'Siapa Anda?');
  assert.equal(await field(page, 'Nomor HP Anda').inputValue(), '0812', 'following a fault keeps what was typed');
});

plain('the Enter key goes on, and on the review it sends', async ({ page, server }) => {
  const answers = await jump(page, { nik: server.familyWithoutAid(), phone: '' }, 1);
  await pressed(page, () => field(page, HEADINGS.self[1]).press('Enter'), 200);
  await at(page, HEADINGS.self[2]);
  await toReview(page, answers);
  await consent(page).check();
  await pressed(page, () => consent(page).press('Enter'), 201);
  await at(page, VERIFYING);
});

// --- Faults, languages, names

const text = (page, place) => field(page, HEADINGS.other[place]);

/** For each question of a report on somebody else: a wrong answer, what is told, and
 *  the box in which it still stands. */
const WRONG = [
  [() => {}, ['Pilih untuk siapa laporan ini.']],
  [(page) => text(page, 1).fill('3510163203850001'), ['Angka ke-7 dan ke-8 (“32”) bukan tanggal. Periksa lagi.'], '351016 320385 0001'],
  [(page) => text(page, 2).fill('12345'), ['Nama harus berisi huruf.'], '12345'],
  [() => {}, ['Pilih kecamatan, lalu desa atau kelurahan.']],
  [(page) => text(page, 4).fill('a'.repeat(301)), ['Alamat paling panjang 300 huruf. Tulis lebih singkat.'], 'a'.repeat(301)],
  [(page) => text(page, 5).fill('0333-123456'), ['Nomor HP mulai dengan 08 atau +628. Periksa lagi.'], '0333-123456'],
  [(page) => field(page, 'Nomor HP Anda').fill('0812'),
    ['Isi nama lengkap Anda sebagai pelapor.', 'Nomor HP terdiri dari 10 sampai 13 angka. Periksa lagi.', 'Pilih hubungan Anda dengan orang itu.']],
  [() => {}, ['Pilih paling sedikit satu keadaan.']],
  [(page) => text(page, 8).fill('empat'), ['Tulis jumlah orang dengan angka, misalnya 4.'], 'empat'],
  [(page) => text(page, 9).fill('ä'.repeat(1001)), ['Catatan paling panjang 1000 huruf. Tulis lebih singkat.'], 'ä'.repeat(1001)],
];

plain('about somebody else the reporter is asked too; a fault on each question is told, and what was typed is still there', async ({ page, server, watch }) => {
  watch.expect(answered(422));
  const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid(), name: 'Tetangga Kami' };
  await page.goto('/');
  await link(page, 'Lapor').click();
  for (const [place, [wrong, told, typed]] of WRONG.entries()) {
    // The first page does not know for whom yet.
    const shown = HEADINGS.other[place];
    await at(page, shown);
    await wrong(page);
    await pressed(page, 'Lanjut', 422);
    await summary(page).waitFor();
    assert.deepEqual(await summary(page).getByRole('listitem').allInnerTexts(), told, shown);
    await at(page, shown);
    assert.equal(await page.title(), `Perlu diperbaiki: ${shown} · Tilik`);
    if (typed) {
      await faulty(page, text(page, place), told[0]);
      assert.equal(await text(page, place).inputValue(), typed, shown);
    }
    if (place === 6) assert.equal(await field(page, 'Nomor HP Anda').inputValue(), '0812');
    await give(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  for (const value of [grouped(answers.nik), answers.name, answers.address, answers.note, 'Kaligondo, Kec. Genteng', 'Tetangga Contoh, 081234567890, Tetangga']) await sees(page, value);
  await consent(page).check();
  await pressed(page, 'Kirim laporan', 201);
  await at(page, RECEIVED);
});

plain('an answer that was taken out on the way leads back to its question', async ({ page, server, watch }) => {
  watch.expect(answered(422));
  const answers = await toReview(page, { nik: server.familyWithoutAid() });
  await consent(page).check();
  await page.locator('#isian input[name="subject.name"]').evaluate((input) => input.remove());
  await pressed(page, 'Kirim laporan', 422);
  await summary(page).getByRole('button', { name: 'Isi nama lengkap.' }).click();
  await give(page, 2, answers);
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  await sees(page, answers.address);
});

const LANGUAGES = [['English', 'en'], ['Madura', 'mad'], ['Jawa', 'jv'], ['Indonesia', 'id']];

/** What the form of the page would send, as the resident sees it filled in. */
const filled = (page) => page.locator('#isian').evaluate((form) => JSON.stringify([...new FormData(form)]));

plain('on every question the language changes and what is typed stays, sent or not', async ({ page, server }) => {
  const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid(), phone: '081234567891' };
  await jump(page, answers, 0);
  const questions = HEADINGS.other.length;
  for (let place = 0; place < questions; place++) {
    const [name, tag] = LANGUAGES[place % LANGUAGES.length];
    // Something that was not sent yet.
    const boxes = page.getByRole('main').getByRole('textbox');
    if (place > 1 && await boxes.count()) await boxes.first().fill(place === 8 ? '5' : `${place} Krajan`);
    const checks = page.getByRole('main').getByRole('checkbox');
    if (await checks.count()) await checks.last().check();
    const before = await filled(page);
    await button(page, name).click();
    await page.locator(`html[lang=${tag}]`).waitFor({ state: 'attached' });
    assert.equal(await filled(page), before, `${HEADINGS.other[place]}, to ${name}`);
    assert.doesNotMatch(await words(page), /\{\w+\}/);
    if (tag === 'en') assert.doesNotMatch(await words(page), /\b(Anda|orang|itu|Lanjut|Kembali)\b/);
    if (place === 4) await boxes.first().fill(answers.address);
    if (place === 5) await boxes.first().fill(answers.phone);
    if (place < questions - 1) {
      const shown = await page.title();
      await pressed(page, catalogue(tag)['lapor.next'], 200);
      await until(() => page.title(), (title) => title !== shown, `on from ${shown}`);
    }
  }
  for (const [name, tag] of LANGUAGES) {
    const before = await filled(page);
    await button(page, name).click();
    await heading(page, catalogue(tag)['review.title']).waitFor();
    assert.equal(await filled(page), before, `the review, to ${name}`);
  }
  await pressed(page, 'Kirim laporan', 201);
  await at(page, RECEIVED);
});

plain('a language chosen on the way through a report is kept to its end, also over the links', async ({ page }) => {
  const javanese = catalogue('jv');
  await jump(page, { nik: DEMO.paid }, 2);
  await button(page, 'Jawa').click();
  await heading(page, javanese['lapor.name_self']).waitFor();
  await button(page, javanese['lapor.next']).click();
  await heading(page, javanese['lapor.village_self']).waitFor();
  await page.getByRole('navigation').getByRole('link', { name: javanese['status.title'], exact: true }).click();
  await heading(page, javanese['status.title']).waitFor();
  assert.match(page.url(), /\/jv\/status$/);
});

plain('a result is there once, in the language it was asked in: no other is offered', async ({ page, server }) => {
  await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  assert.equal(await page.getByText('English').count(), 0);
});

const NAMES = ['é'.repeat(200), 'ꦱꦶꦠꦶ', 'سيتي', 'O\'Neil "Sari" <b>&amp;</b>'];

plain('a name of 200 letters passes, of 201 it is told, any script is a name, and lines stay lines', async ({ page, server, watch }) => {
  watch.expect(answered(422));
  await jump(page, { nik: DEMO.noAid }, 2);
  const box = field(page, HEADINGS.self[2]);
  for (const name of NAMES) {
    await box.fill(name);
    await pressed(page, 'Lanjut', 200);
    await at(page, HEADINGS.self[3]);
    await button(page, 'Kembali').click();
    await at(page, HEADINGS.self[2]);
    assert.equal(await box.inputValue(), name);
  }
  await box.fill('é'.repeat(201));
  await pressed(page, 'Lanjut', 422);
  await faulty(page, box, 'Nama paling panjang 200 huruf. Tulis lebih singkat.');
  assert.equal(await box.inputValue(), 'é'.repeat(201), 'not cut off');
  const name = `ꦱꦶꦠꦶ سيتي ${'é'.repeat(190)}`;
  assert.equal([...name].length, 200);
  const answers = await toReview(page, { nik: server.familyWithoutAid(), name, address: '\nDusun Krajan\n\nRT 02 RW 01' });
  await sees(page, name);
  await button(page, 'Ubah Alamat').click();
  await kept(page, 4, answers);
  await button(page, 'Lanjut').click();
  await at(page, 'Periksa jawaban Anda');
  await consent(page).check();
  await pressed(page, 'Kirim laporan', 201);
  await at(page, VERIFYING);
});

// --- The status

/** Opens the status form and asks. */
async function askStatus(page, number, nik) {
  await page.goto('/status');
  await field(page, 'Nomor laporan').fill(number);
  await field(page, 'NIK yang dilaporkan').fill(nik);
  await button(page, 'Lihat status').click();
}

/** The same as a helper: the box for the phone comes with the next page. */
async function askStatusAsHelper(page, number, phone) {
  await page.goto('/status');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor laporan').fill(number);
  await pressed(page, 'Lihat status', 200);
  await field(page, 'Nomor HP pelapor').waitFor();
  assert.equal(await field(page, 'Nomor laporan').inputValue(), number, 'not typed twice');
  assert.equal(await summary(page).count(), 0, 'nothing is wrong yet');
  await field(page, 'Nomor HP pelapor').fill(phone);
  await button(page, 'Lihat status').click();
}

plain('the status opens with ticket and NIK, in small letters as well', async ({ page, server }) => {
  const nik = server.familyWithoutAid();
  const { ticket: number } = await server.report({ nik });
  await askStatus(page, number.toLowerCase().replaceAll('-', ''), grouped(nik));
  await at(page, `Laporan ${number}`);
  const shown = await words(page);
  assert.match(shown, /Diterima/);
  assert.match(shown, /Dicek: belum menerima bantuan/);
  assert.match(shown, new RegExp(day(0).split(' ').slice(0, 2).join(' ')), 'with its date');
  assert.equal(await page.title(), 'Status laporan · Tilik', 'no ticket in the browser’s history');
  await link(page, 'Lihat laporan lain').click();
  await at(page, 'Status laporan');
  assert.equal(await field(page, 'Nomor laporan').inputValue(), '');
});

plain('a helper is asked for the phone first, and sees the coarse steps alone, also by the NIK', async ({ page, server, watch }) => {
  watch.expect(answered(404), answered(422));
  const reporter = { name: 'Ibu Rukun', phone: '081298765432', relation: 'rt_rw' };
  const { ticket: number } = await server.report({ nik: DEMO.paid, reporter });
  const shown = [];
  for (const ask of [() => askStatusAsHelper(page, number, '+62 812-9876-5432'), () => askStatus(page, number, DEMO.paid)]) {
    await ask();
    await at(page, `Laporan ${number}`);
    shown.push(await words(page));
    assert.doesNotMatch(shown.at(-1), AID);
  }
  assert.equal(shown[1], shown[0]);
  await askStatusAsHelper(page, number, '');
  await faulty(page, field(page, 'Nomor HP pelapor'), 'Isi nomor HP pelapor, mulai dengan 08.');
  await field(page, 'Nomor HP pelapor').fill('081298765433');
  await pressed(page, 'Lihat status', 404);
  await sees(page, 'Nomor laporan dan data itu tidak cocok.');
  await page.getByRole('radio', { name: /^Untuk saya/ }).check();
  await pressed(page, 'Lihat status', 200);
  await field(page, 'NIK yang dilaporkan').waitFor();
});

plain('a wrong pair and an unknown ticket read the same, and both stay in their boxes', async ({ page, server, watch }) => {
  watch.expect(answered(404));
  const { ticket: number } = await server.report({ nik: server.familyWithoutAid() });
  const shown = [];
  for (const asked of [number, 'K7Q2-M4XD-9']) {
    await askStatus(page, asked, DEMO.noAid);
    await trouble(page).waitFor();
    shown.push(await words(page));
    assert.equal(await field(page, 'Nomor laporan').inputValue(), asked);
    assert.equal(await field(page, 'NIK yang dilaporkan').inputValue(), grouped(DEMO.noAid));
  }
  assert.match(shown[0], /Nomor laporan dan data itu tidak cocok\. Periksa keduanya\./);
  assert.equal(shown[1], shown[0]);
});

const TICKETS = [
  ['', 'Isi nomor laporan Anda.'],
  ['K7Q2-M4XD-8', 'Ada huruf atau angka yang keliru. Cocokkan dengan catatan Anda.'],
  ['K7Q2-M4X!-9', 'Tanda ke-8 tidak mungkin ada di nomor laporan. Periksa lagi.'],
];

plain('a slip in the ticket is told at its box, beside what is wrong with the NIK', async ({ page, watch }) => {
  watch.expect(answered(422));
  await page.goto('/status');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.noAid);
  for (const [typed, told] of TICKETS) {
    await field(page, 'Nomor laporan').fill(typed);
    await pressed(page, 'Lihat status', 422);
    await faulty(page, field(page, 'Nomor laporan'), told);
    assert.equal(await field(page, 'Nomor laporan').inputValue(), typed);
    assert.equal(await field(page, 'NIK yang dilaporkan').inputValue(), grouped(DEMO.noAid));
  }
  await field(page, 'NIK yang dilaporkan').fill('3510');
  await pressed(page, 'Lihat status', 422);
  await faulty(page, field(page, 'NIK yang dilaporkan'), 'NIK kurang 12 angka (baru 4 dari 16).');
  assert.equal(await summary(page).getByRole('listitem').count(), 2);
});

// --- The program kept away

const WASM = '**/*.wasm';
const KEPT_AWAY = [
  ['the script blocked', (context) => context.route('**/boot-*.js', (route) => route.abort())],
  ['the glue script gone', (context) => context.route('**/tilik-web-*.js', (route) => route.fulfill({ status: 404, body: '' }))],
  ['the program blocked', (context) => context.route(WASM, (route) => route.abort())],
  ['the program gone', (context) => context.route(WASM, (route) => route.fulfill({ status: 404, body: '' })), true],
  ['the program corrupted', (context) => context.route(WASM, (route) => route.fulfill({ contentType: 'application/wasm', body: Buffer.from('no program at all') }))],
  ['the program cut short', (context) => context.route(WASM, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ contentType: 'application/wasm', body: (await response.body()).subarray(0, 20_000) });
  })],
  ['a page in place of the program', (context) => context.route(WASM, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Portal Wi-Fi</h1>' }))],
  ['a program that never comes', (context) => context.route(WASM, () => {})],
  ['no WebAssembly', (context) => context.addInitScript(() => { delete globalThis.WebAssembly; })],
];

for (const [what, keep, whole] of KEPT_AWAY) {
  test(`with ${what} the page checks and reports by forms, and shows no error`, { program: false }, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN, answered(404), /WebAssembly/);
    await keep(context);
    const nik = server.familyWithoutAid();
    const calm = async (where) => assert.ok(await page.locator('#galat').isHidden(), `${where}: no overlay`);
    await page.goto('/');
    await field(page, 'NIK').fill(nik);
    await calm('/');
    await pressed(page, 'Cek penerima', 200);
    await at(page, UNLISTED);
    await calm('/cek');
    if (whole) {
      const number = await report(page, { nik }, VERIFYING);
      await link(page, 'Lihat status laporan').click();
      await at(page, 'Status laporan');
      await field(page, 'Nomor laporan').fill(number);
      await field(page, 'NIK yang dilaporkan').fill(nik);
      await calm('/status');
      await button(page, 'Lihat status').click();
      await at(page, `Laporan ${number}`);
    } else {
      await page.goto('/lapor');
      await give(page, 0, ANSWERS);
      await calm('/lapor');
      await pressed(page, 'Lanjut', 200);
      await at(page, HEADINGS.self[1]);
    }
    assert.equal(await page.locator('html.siap').count(), 0, 'no program was there');
    assert.deepEqual(watch.asked().map((request) => request.url()), []);
  });
}

test('with the program gone an unfinished report on the phone does not keep the page hidden', { program: false }, async ({ page, context, watch }) => {
  watch.expect(answered(404));
  await context.route(WASM, (route) => route.fulfill({ status: 404, body: '' }));
  await context.addInitScript(() => { localStorage.setItem('tilik.isian', '{}'); });
  await page.goto('/lapor');
  await at(page, HEADINGS.self[0]);
});

// --- Languages

for (const tag of ['jv', 'mad', 'en']) {
  plain(`/${tag} speaks its language on every page and over every link, and is remembered until “Indonesia”`, async ({ page, context, server }) => {
    const said = catalogue(tag);
    await page.goto(`/${tag}/`);
    await at(page, said['beranda.title']);
    assert.deepEqual((await context.cookies()).map(({ name, value }) => [name, value]), [['bahasa', tag]]);
    const paths = await page.locator('a:not([lang]):not([href*="#"])').evaluateAll((links) => [...new Set(links.map((link) => new URL(link.href).pathname))]);
    assert.ok(paths.length >= 5, paths.join());
    for (const path of paths) {
      assert.match(path, new RegExp(`^/${tag}/`), 'each link stays in the language');
      const answer = await fetch(server.origin + path);
      assert.equal(answer.status, 200, path);
      assert.ok((await answer.text()).includes(`<html lang="${tag}">`), path);
    }
    await page.goto('/');
    await at(page, said['beranda.title']);
    await field(page, said['nik.label']).fill(DEMO.noAid);
    await pressed(page, said['cek.submit'], 200);
    await at(page, said['cek.unlisted_title']);
    await pressed(page, said['cek.report'], 200);
    await at(page, said['lapor.about_title']);
    await page.getByRole('radio').first().check();
    await pressed(page, said['lapor.next'], 200);
    await at(page, said['lapor.nik_self']);
    await page.getByRole('navigation').getByRole('link', { name: said['status.title'], exact: true }).click();
    await at(page, said['status.title']);
    await link(page, 'Indonesia').click();
    await at(page, 'Status laporan');
    assert.deepEqual((await context.cookies()).map(({ name, value }) => [name, value]), [['bahasa', 'id']]);
    await page.goto('/');
    await at(page, 'Cek bantuan sosial Anda');
    // Once more: a page that is kept must not forget to be remembered.
    await page.goto(`/${tag}/`);
    await at(page, said['beranda.title']);
    await page.goto('/cek');
    await at(page, said['cek.title']);
    const missing = await fetch(`${server.origin}/tidak-ada`, { headers: { Cookie: `bahasa=${tag}` } });
    assert.ok((await missing.text()).includes(said['missing.title']));
  });
}

plain('a language’s address also leads without its last slash', async ({ server }) => {
  for (const tag of ['id', 'jv', 'mad', 'en']) {
    const answer = await fetch(`${server.origin}/${tag}`);
    assert.equal(answer.status, 200, `/${tag}`);
    assert.ok((await answer.text()).includes(`<html lang="${tag}">`), `/${tag}`);
  }
});

// --- What the server takes, and what goes with its answers

plain('a form posted from another site gets 403 and no answer', async ({ server }) => {
  const foreign = [
    { Origin: 'https://elsewhere.example' }, { Origin: 'null' }, { 'Sec-Fetch-Site': 'cross-site' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'https://elsewhere.example' }, { 'Sec-Fetch-Site': 'cross-site', Origin: server.origin },
  ];
  const nik = server.familyWithoutAid();
  const reported = [['langkah', '10'], ['kunci', crypto.randomUUID()], ['dibuat', new Date().toISOString()], ['consent', '1'], ...carried({ ...ANSWERS, nik })];
  for (const headers of foreign) {
    for (const [path, fields] of [['/cek', { nik: DEMO.paid }], ['/jv/cek', { nik: DEMO.paid }], ['/lapor', reported], ['/status', { ticket: 'K7Q2-M4XD-9', nik }], ['/sanggah', { ticket: 'K7Q2-M4XD-9', nik, reason: 'x' }]]) {
      const answer = await send(server, path, fields, headers);
      assert.equal(answer.status, 403, `${path} ${JSON.stringify(headers)}`);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
      const page = await answer.text();
      assert.doesNotMatch(page, /Keluarga Harapan|Keluarga Anda|3510\d{12}/, 'no answer');
      if (path === '/cek') assert.match(page, /<h1[^>]*>Formulir ini bukan dari halaman kami</);
    }
  }
  for (const headers of [{ 'Sec-Fetch-Site': 'same-origin', Origin: server.origin }, { Origin: server.origin }, {}]) {
    assert.equal((await send(server, '/cek', { nik: DEMO.paid }, headers)).status, 200, JSON.stringify(headers));
  }
  assert.equal((await server.report({ nik })).outcome, 'verifying', 'no report was made of those');
});

plain('what answers a form is kept by nobody, sets no cookie and says what it may load', async ({ server }) => {
  const nik = server.familyWithoutAid();
  const reported = [['langkah', '10'], ['kunci', crypto.randomUUID()], ['dibuat', new Date().toISOString()], ['consent', '1'], ...carried({ ...ANSWERS, nik })];
  const made = await send(server, '/lapor', reported);
  const [number] = (await made.clone().text()).match(TICKET);
  const answers = [
    ['a check', await send(server, '/cek', { nik: DEMO.paid }), 200],
    ['a check in Javanese', await send(server, '/jv/cek', { nik: DEMO.paid }, { Cookie: 'bahasa=en' }), 200],
    ['a slip', await send(server, '/cek', { nik: '35' }), 422],
    ['a result', made, 201],
    ['a status', await send(server, '/status', { ticket: number, nik, about: 'self' }), 200],
    ['no such status', await send(server, '/status', { ticket: number, nik: DEMO.noAid, about: 'self' }), 404],
    ['an objection', await send(server, '/sanggah', { ticket: number, nik, reason: 'x' }), 409],
    ['a question', await send(server, '/lapor', { langkah: '0', about: 'self', 'subject.nik': nik }), 200],
  ];
  for (const [what, answer, status] of answers) {
    assert.equal(answer.status, status, what);
    // The browser's way back to a question needs its page; an answer is never kept.
    assert.match(answer.headers.get('cache-control'), what === 'a question' ? /^(no-store|private, no-cache)$/ : /^no-store$/, what);
    assert.equal(answer.headers.get('set-cookie'), null, what);
    assert.match(answer.headers.get('content-type'), /^text\/html/, what);
    assert.match(answer.headers.get('content-security-policy'), /form-action 'self'/, what);
    assert.doesNotMatch(await answer.text(), /<script/, `${what}: no program, which would know nothing of it`);
  }
});

plain('a body that is too large or no form gets a page that says so, and the server goes on', async ({ server }) => {
  for (const size of [66_000, 1_000_000]) {
    const answer = await send(server, '/lapor', { langkah: '9', note: 'a'.repeat(size) });
    assert.ok(answer.status === 400 || answer.status === 413, `${size}: ${answer.status}`);
    assert.match(await answer.text(), /<h1[^>]*>Isian tidak terbaca</);
  }
  for (const kind of ['text/plain', 'application/json', 'multipart/form-data; boundary=x']) {
    const answer = await send(server, '/cek', { nik: DEMO.paid }, { 'Content-Type': kind });
    assert.equal(answer.status, 400, kind);
    assert.match(await answer.text(), /<h1[^>]*>Isian tidak terbaca</);
  }
  const nonsense = await fetch(`${server.origin}/lapor`, {
    method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: Buffer.from('langkah=99&about=%ff%fe&=&&impact&subject.name=\x80', 'latin1'),
  });
  assert.equal(nonsense.status, 422);
  assert.match(await nonsense.text(), /<h1[^>]*>Untuk siapa laporan ini\?</);
  assert.equal((await send(server, '/cek', { nik: DEMO.paid })).status, 200);
});

plain('the address of an objection, opened by itself, is a page', async ({ page, watch }) => {
  watch.expect(answered(404), answered(405));
  for (const path of ['/sanggah', '/jv/sanggah']) {
    await page.goto(path).catch((error) => assert.fail(`${path} is no page: ${error.message.split('\n')[0]}`));
    assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, `${path}: a heading`);
    assert.ok(await page.getByRole('link').count() > 3, `${path}: ways on`);
  }
});

// --- For everybody

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with what axe finds, and with what is low, cut off, wider than the screen or dead. */
async function look(page, where) {
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  // The frame is the same on every page.
  if (where !== 'Beranda') axe.include('main');
  const { violations } = await axe.withTags(RULES).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 160)}: ${node.any[0]?.message ?? node.failureSummary}`));
  assert.deepEqual(found, []);
  const [low, dead, wide, room] = await page.evaluate(() => {
    const named = (target) => target.labels?.[0]?.innerText || target.innerText || target.ariaLabel || target.name;
    const seen = [...document.querySelectorAll('button, a[href], input, select, textarea')].filter((target) => target.checkVisibility({ visibilityProperty: true }));
    const low = seen.flatMap((target) => {
      // The skip link is out of sight until it has the focus.
      const box = (target.matches('[type=radio], [type=checkbox]') ? target.closest('label') ?? target : target).getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || box.right <= 0) return [];
      return box.height >= 47.5 && box.width >= 47.5 ? [] : [`${named(target)}: ${Math.round(box.width)}×${Math.round(box.height)}`];
    });
    const dead = seen.filter((target) => target.matches('button') && !(target.form && target.type === 'submit')).map(named);
    return [low, dead, document.documentElement.scrollWidth, innerWidth];
  });
  assert.deepEqual(low, [], `${where}: targets under 48 px`);
  assert.deepEqual(dead, [], `${where}: buttons that only a program answers`);
  assert.ok(wide <= room, `${where}: ${wide} px wide on a screen of ${room}`);
}

// Scripts may run, for axe; the program is kept away, and answers to forms have none.
test('every plain page on 320 px: axe finds nothing, targets are 48 px high, nothing scrolls sideways, no button is dead', {
  viewport: { width: 320, height: 568 }, reducedMotion: 'reduce', program: false,
}, async ({ page, context, server, watch }) => {
  watch.expect(BROKEN, answered(404), answered(409), answered(422), answered(400));
  await context.route('**/boot-*.js', (route) => route.abort());
  await page.goto('/');
  await look(page, 'Beranda');
  await field(page, 'NIK').fill('3510163203850001');
  await button(page, 'Cek penerima').click();
  await sees(page, 'bukan tanggal');
  await look(page, 'Cek with a fault');
  for (const [nik, outcome] of [[DEMO.nutritionOnly, LISTED], [DEMO.noAid, UNLISTED]]) {
    await check(page, nik, outcome);
    await look(page, `Cek, ${outcome}`);
  }
  const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid(), name: 'N'.repeat(200) };
  await page.goto('/lapor');
  for (let place = 0; place < HEADINGS.other.length - 1; place++) {
    await at(page, HEADINGS.other[place]);
    if ([0, 3, 6, 7].includes(place)) {
      await button(page, 'Lanjut').click();
      await summary(page).waitFor();
      await look(page, `Lapor ${place + 1} with faults`);
    } else {
      await look(page, `Lapor ${place + 1}`);
    }
    await give(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await button(page, 'Kirim laporan').click();
  await summary(page).waitFor();
  await look(page, 'Review without consent');
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await at(page, RECEIVED);
  await look(page, 'Hasil, received');
  const nik = DEMO.listedNotPaid;
  const number = await report(page, { nik }, REJECTED);
  await look(page, 'Hasil, rejected');
  await button(page, 'Kirim sanggah').click();
  await sees(page, 'Tulis apa yang tidak sesuai.');
  await look(page, 'Sanggah with a fault');
  await field(page, 'Apa yang tidak sesuai?').fill('Belum pernah.');
  await button(page, 'Kirim sanggah').click();
  await sees(page, 'Sanggah Anda kami terima');
  await look(page, 'Sanggah landed');
  await page.goto('/status');
  await button(page, 'Lihat status').click();
  await summary(page).waitFor();
  await look(page, 'Status with faults');
  await askStatusAsHelper(page, number, '081234567890');
  await trouble(page).waitFor();
  await look(page, 'Status of a helper, no such');
  await askStatus(page, number, nik);
  await at(page, `Laporan ${number}`);
  await look(page, 'Status, objected');
  await page.goto('/cek');
  await page.locator('main form').evaluate((form) => {
    form.enctype = 'text/plain';
    form.submit();
  });
  await at(page, 'Isian tidak terbaca');
  await look(page, 'Unreadable');
});
