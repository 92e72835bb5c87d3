// A report, from the front page to its verdict, and what becomes of it.

import assert from 'node:assert/strict';
import { DEMO, answered, suite } from './harness.mjs';
import {
  ALREADY, RECEIVED, REJECTED, UNDETERMINED, VERIFYING, at, button, field, heading, link, report, sees, until, words,
} from './screens.mjs';

const { test } = suite();

/** Today in the regency, and days after, as Indonesians write a date. */
const day = (after) =>
  new Intl.DateTimeFormat('id-ID', { dateStyle: 'long', timeZone: 'Asia/Jakarta' }).format(Date.now() + after * 86_400_000);

/** Words that would tell somebody about a family's aid. */
const AID = /PKH|BPNT|BST|BLT|JPS|BPUM|Prakerja|Sembako|nutrisi|Keluarga Harapan|Bantuan Sosial|sudah menerima|belum tercatat|belum menerima|terdaftar|dicairkan|sanggah|ditolak|diteruskan/i;

/** Opens the status form and asks. */
async function askStatus(page, ticket, nik) {
  await page.goto('/status');
  await at(page, 'Status laporan');
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'NIK yang dilaporkan').fill(nik);
  await button(page, 'Lihat status').click();
}

async function askStatusAsHelper(page, ticket, phone) {
  await page.goto('/status');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'Nomor HP pelapor').fill(phone);
  await button(page, 'Lihat status').click();
}

test('a listed family is rejected with the list, the rule and the last day of sanggah', async ({ page }) => {
  await report(page, { nik: DEMO.listedNotPaid }, REJECTED);
  const shown = await words(page);
  assert.match(shown, /Bantuan Sosial Tunai Kemensos\s*\(Mei 2020\)/);
  assert.match(shown, /Daftar BST 2020-05/);
  assert.match(shown, /Dasar aturan: \S+/);
  assert.doesNotMatch(shown, /Hasan|3510160807820091/, 'which relative it is, is nobody’s business');
  await sees(page, `Ajukan sanggah sampai ${day(30)}. Petugas desa akan memeriksa.`);
  assert.match(page.url(), /\/hasil$/);
});

test('a family on two lists is rejected with both', async ({ page }) => {
  await report(page, { nik: DEMO.paid }, REJECTED);
  const shown = await words(page);
  assert.match(shown, /Program Keluarga Harapan \(PKH\)\s*\(Mei 2020\)/);
  assert.match(shown, /Kartu Sembako \(BPNT\)\s*\(Mei 2020\)/);
});

test('a family without aid goes to the officer, with what comes next and when', async ({ page, server }) => {
  await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await sees(page, 'Petugas desa memeriksa laporan Anda.');
  const [from] = day(5).split(' ');
  assert.match(await words(page), new RegExp(`paket tiba sekitar\\s+${from}\\b`));
  assert.equal(await button(page, 'Ajukan sanggah').count(), 0, 'nothing to object to');
});

test('an aid that excludes nothing leads to the officer as well', async ({ page }) => {
  await report(page, { nik: DEMO.nutritionOnly }, VERIFYING);
});

test('a report about somebody else tells its reporter “received” and nothing more, whatever the lists say', async ({ page, server, watch }) => {
  const shown = [];
  for (const nik of [DEMO.paid, server.familyWithoutAid()]) {
    const ticket = await report(page, { about: 'other', nik, name: 'Tetangga Kami' }, RECEIVED);
    shown.push((await words(page)).replaceAll(ticket, 'TICKET'));
    const body = await page.locator('body').innerText();
    assert.doesNotMatch(body.replace(/Cek penerima|Data penerima per .*/g, ''), AID);
    const answer = await (await watch.asked('POST /api/v1/reports').at(-1).response()).json();
    assert.equal(answer.outcome, 'received');
    assert.deepEqual(answer.reasons, []);
    assert.ok(!answer.may_object_until, 'no date that gives the outcome away');
    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    assert.doesNotMatch(kept, /rejected|verifying|3510\d{12}/, 'nothing of it stays on the device');
  }
  assert.equal(shown[1], shown[0], 'both read the same, word for word');
});

test('a NIK that is not registered goes to an officer and is not refused', async ({ page }) => {
  await report(page, { nik: DEMO.notRegistered }, UNDETERMINED);
  await sees(page, 'Laporan Anda tidak ditolak.');
});

test('a person on two cards goes to an officer', async ({ page }) => {
  await report(page, { nik: DEMO.onTwoCards }, UNDETERMINED);
});

test('an open report is not made twice', async ({ page, server }) => {
  const nik = server.familyWithoutAid();
  await server.report({ nik });
  await report(page, { nik }, ALREADY);
  assert.equal(await button(page, 'Ajukan sanggah').count(), 0);
});

test('a rejection is objected to once, and the status shows it', async ({ page }) => {
  const ticket = await report(page, { nik: DEMO.listedNotPaid }, REJECTED);
  await button(page, 'Ajukan sanggah').click();
  await page.getByRole('heading', { level: 2, name: 'Ajukan sanggah' }).waitFor();
  await button(page, 'Kirim sanggah').click();
  await sees(page, 'Tulis apa yang tidak sesuai.');
  await field(page, 'Apa yang tidak sesuai?').fill('Bantuan itu belum pernah kami terima.');
  await button(page, 'Kirim sanggah').click();
  await at(page, 'Sanggah Anda kami terima');
  assert.equal(await button(page, 'Ajukan sanggah').count(), 0, 'once');
  await page.reload();
  await at(page, 'Sanggah Anda kami terima');
  await askStatus(page, ticket, DEMO.listedNotPaid);
  await at(page, `Laporan ${ticket}`);
  await sees(page, 'Petugas desa sedang memeriksa sanggah Anda.');
  assert.equal(await button(page, 'Ajukan sanggah').count(), 0, 'once');
});

test('after a reload the objection asks for the NIK, and takes no other', async ({ page, watch }) => {
  watch.expect(answered(404));
  await report(page, { nik: DEMO.paid }, REJECTED);
  await page.reload();
  await at(page, REJECTED);
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').fill('Sudah pisah kartu keluarga.');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.noAid);
  await button(page, 'Kirim sanggah').click();
  await sees(page, 'Nomor laporan dan data itu tidak cocok.');
  assert.equal(await field(page, 'Apa yang tidak sesuai?').inputValue(), 'Sudah pisah kartu keluarga.');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.paid);
  await button(page, 'Kirim sanggah').click();
  await at(page, 'Sanggah Anda kami terima');
});

test('an objection from the status page lands too', async ({ page, server }) => {
  const { ticket } = await server.report({ nik: DEMO.listedHimself });
  await askStatus(page, ticket, DEMO.listedHimself);
  await at(page, `Laporan ${ticket}`);
  assert.match(await words(page), /Bantuan Sosial Tunai Kemensos/, 'the reason is here as well');
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').fill('Belum pernah menerima.');
  await button(page, 'Kirim sanggah').click();
  await until(() => words(page), (shown) => /Sanggah Anda kami terima/.test(shown));
  assert.equal(await button(page, 'Ajukan sanggah').count(), 0);
});

test('the status opens with ticket and NIK, in small letters as well', async ({ page, server }) => {
  const nik = server.familyWithoutAid();
  const { ticket } = await server.report({ nik });
  await askStatus(page, ticket.toLowerCase().replaceAll('-', ''), nik);
  await at(page, `Laporan ${ticket}`);
  await page.getByRole('heading', { level: 2, name: 'Perjalanan laporan' }).waitFor();
  const shown = await words(page);
  assert.match(shown, /Diterima/);
  assert.match(shown, /Dicek: belum menerima bantuan/);
  assert.match(shown, new RegExp(day(0).split(' ').slice(0, 2).join(' ')), 'with its date');
  assert.equal(await page.title(), 'Status laporan · Tilik', 'no ticket in the browser’s history');
  await link(page, 'Lihat laporan lain').click();
  await at(page, 'Status laporan');
  assert.equal(await field(page, 'Nomor laporan').inputValue(), '');
});

test('a wrong pair and an unknown ticket read the same', async ({ page, server, watch }) => {
  watch.expect(answered(404));
  const { ticket } = await server.report({ nik: server.familyWithoutAid() });
  const shown = [];
  for (const [asked, nik] of [[ticket, DEMO.noAid], ['K7Q2-M4XD-9', DEMO.noAid]]) {
    await askStatus(page, asked, nik);
    const told = page.getByRole('group', { name: 'Belum berhasil' });
    await told.waitFor();
    shown.push(await told.innerText());
  }
  assert.match(shown[0], /Nomor laporan dan data itu tidak cocok\. Periksa keduanya\./);
  assert.equal(shown[1], shown[0]);
});

test('a helper sees the coarse steps alone, by phone and by the NIK the helper knows', async ({ page, server, watch }) => {
  const reporter = { name: 'Ibu Rukun', phone: '081298765432', relation: 'rt_rw' };
  const { ticket } = await server.report({ nik: DEMO.paid, reporter });
  const shown = [];
  for (const ask of [() => askStatusAsHelper(page, ticket, '+62 812-9876-5432'), () => askStatus(page, ticket, DEMO.paid)]) {
    await ask();
    await at(page, `Laporan ${ticket}`);
    shown.push(await words(page));
    assert.doesNotMatch(shown.at(-1), AID);
    const answer = await watch.asked('POST /api/v1/reports/status').at(-1).response();
    assert.doesNotMatch(await answer.text(), /rejected|pkh|bpnt/);
  }
  assert.equal(shown[1], shown[0]);
});

test('another phone does not open a helper’s report', async ({ page, server, watch }) => {
  watch.expect(answered(404));
  const reporter = { name: 'Ibu Rukun', phone: '081298765432', relation: 'rt_rw' };
  const { ticket } = await server.report({ nik: DEMO.paid, reporter });
  await askStatusAsHelper(page, ticket, '081298765433');
  await sees(page, 'Nomor laporan dan data itu tidak cocok.');
});

test('a slip in the ticket is told without asking the server', async ({ page, watch }) => {
  await page.goto('/status');
  await at(page, 'Status laporan');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.noAid);
  for (const [typed, told] of [
    ['', 'Isi nomor laporan Anda.'],
    ['K7Q2-M4XD', 'Nomor laporan terdiri dari 9 huruf dan angka.'],
    ['K7Q2-M4XD-8', 'Ada huruf atau angka yang keliru. Cocokkan dengan catatan Anda.'],
    ['K7Q2-M4DX-9', 'Ada huruf atau angka yang keliru. Cocokkan dengan catatan Anda.'],
    ['K7Q2-M4X!-9', 'Tanda ke-8 tidak mungkin ada di nomor laporan. Periksa lagi.'],
  ]) {
    await field(page, 'Nomor laporan').fill(typed);
    await button(page, 'Lihat status').click();
    await sees(page, told);
  }
  assert.equal(watch.asked('POST /api/v1/reports/status').length, 0);
});

test('without a result the result page says where to look', async ({ page }) => {
  await page.goto('/hasil');
  await at(page, 'Belum ada hasil');
  await page.getByRole('link', { name: 'Lihat status laporan', exact: true }).click();
  await heading(page, 'Status laporan').waitFor();
});

test('the ticket is copied, shared as a picture and kept over a reload', async ({ page, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.origin });
  const ticket = await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await button(page, 'Salin nomor').click();
  await sees(page, 'Nomor sudah disalin.');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), ticket);
  const [picture] = await Promise.all([page.waitForEvent('download'), button(page, 'Simpan gambar').click()]);
  assert.match(picture.suggestedFilename(), /\.(png|svg)$/);
  await page.reload();
  await at(page, VERIFYING);
  assert.ok((await words(page)).includes(ticket));
});
