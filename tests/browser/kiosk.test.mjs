// The kiosk in a village hall: one resident after the other, with and without a
// network, and what its staff does.

import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';
import { DEMO, answered, suite } from './harness.mjs';
import {
  LYING, PIN, SMALL, UPRIGHT, attract, card, check, corner, cut, enrol, frame, invite, kept, people, restore, strike,
  supplied, traces, wake,
} from './kiosk.mjs';
import { ANSWERS, LISTED, REJECTED, UNDETERMINED, UNLISTED, VERIFYING, at, button, fill, field, heading, sees, until } from './screens.mjs';

// Enough that a village has families of every kind for all of these tests.
const { test: plainTest } = suite({ families: 6000 });
const VILLAGE = '3510092005';
let residents;

/** A kiosk's screen: no program takes the shell over. */
const test = (name, options, body = options) =>
  plainTest(name, { ...UPRIGHT, program: false, timeout: 240_000, ...(typeof options === 'function' ? {} : options) }, async (given) => {
    residents ??= people(given.server, VILLAGE);
    // A broken connection and a refusal are what these tests are about.
    given.watch.expect(/net::ERR_/, answered(400), answered(401), answered(404), answered(503));
    await body(given);
  });

const said = (page, words) => sees(page, words);
const digits = (text) => text.replace(/[\s.-]/g, '');
/** The next person of the village on no list. */
const nobodysAid = () => residents.unlisted.pop();

/** From the front page in the frame to the result, offline or not. */
async function report(page, given) {
  const shown = frame(page);
  const answers = { ...ANSWERS, ...given };
  await shown.getByRole('link', { name: 'Lapor', exact: true }).first().click();
  await fill(shown, answers);
  await shown.getByRole('checkbox', { name: /^Saya setuju/ }).check();
  await shown.getByRole('button', { name: 'Kirim laporan', exact: true }).click();
}

/** A kiosk that has all it needs, then no network. */
async function unplugged(page, server) {
  const kiosk = await enrol(page, server, VILLAGE);
  await supplied(page);
  await cut(page);
  return kiosk;
}

/** A report that the kiosk decides by itself. */
async function reportHere(page, { nik, kk }) {
  await report(page, { nik });
  await card(page, kk);
  await at(frame(page), VERIFYING);
}

const ticket = async (page) => (await frame(page).locator('#nomor').innerText()).trim();
const leave = async (page) => { await button(page, 'Selesai').click(); await attract(page).waitFor(); };

test('a kiosk enrols once, and waits for somebody', async ({ page, server }) => {
  const { code } = invite(server);
  await page.goto('/kiosk');
  const give = async (code, pin, again) => {
    await field(page, 'Kode sekali pakai').fill(code);
    await field(page, 'PIN petugas, enam angka').fill(pin);
    await field(page, 'PIN petugas sekali lagi').fill(again);
    await button(page, 'Daftarkan').click();
  };
  await give('', PIN, PIN);
  await said(page, 'Isi kode sekali pakai.');
  await give(code, '12345', '12345');
  await said(page, 'PIN terdiri dari enam angka.');
  await give(code, PIN, '204061');
  await said(page, 'Kedua PIN tidak sama.');
  await give(code.replace(/.$/, (last) => (last === 'X' ? 'Y' : 'X')), PIN, PIN);
  await said(page, /^Kode ini tidak dikenal/);
  await give(code.toLowerCase(), PIN, PIN);
  await attract(page).waitFor();
  const [device] = await kept(page, 'device');
  assert.equal(device.village, '3510161001');
  await page.reload();
  await attract(page).waitFor();
});

test('its key cannot leave the browser', async ({ page, server }) => {
  await enrol(page, server);
  const exported = await page.evaluate(() => new Promise((resolve) => {
    indexedDB.open('tilik-kiosk').onsuccess = ({ target: { result } }) => {
      result.transaction('device').objectStore('device').get('kiosk').onsuccess = ({ target }) => {
        crypto.subtle.exportKey('pkcs8', target.result.keys.privateKey).then(() => resolve('exported'), (error) => resolve(error.name));
      };
    };
  }));
  assert.equal(exported, 'InvalidAccessError');
});

test('a check with a network needs a NIK alone and no proof', async ({ page, server, watch }) => {
  await enrol(page, server);
  await wake(page);
  await frame(page).getByRole('textbox', { name: 'NIK', exact: true }).click();
  await strike(page, DEMO.listedNotPaid);
  assert.equal(await frame(page).locator('#nik').inputValue(), '351016 520385 0091');
  await strike(page, ['back']);
  assert.equal(await frame(page).locator('#nik').inputValue(), '351016 520385 009');
  await strike(page, '1');
  await button(page, 'Selesai mengetik').click();
  await frame(page).getByRole('button', { name: 'Cek penerima', exact: true }).click();
  await at(frame(page), LISTED);
  assert.equal(watch.asked('GET /api/v1/challenge').length, 0);
});

test('a report with a network is answered by the server, once', async ({ page, server, watch }) => {
  await enrol(page, server, VILLAGE);
  await until(async () => (await kept(page, 'tickets')).length, (count) => count > 0, 'tickets');
  await wake(page);
  await report(page, { nik: nobodysAid().nik });
  await at(frame(page), VERIFYING);
  const number = await ticket(page);
  assert.equal(watch.asked('POST /api/v1/kiosk/reports').length, 1);
  const [item] = await kept(page, 'outbox');
  assert.deepEqual([item.state, item.ticket, item.outcome, item.sealed], ['sent', number, 'verifying', undefined]);
  await page.locator('#tanda').click();
  await said(page, 'Tanda terima laporan');
  assert.equal(await page.getByText('SEMENTARA', { exact: true }).count(), 0);
  assert.equal(await page.locator('.receipt .qr path').count(), 1);
});

test('without a network the check asks for the card, and says whose answer it is', async ({ page, server }) => {
  await unplugged(page, server);
  await wake(page);
  const [listed] = residents.listed, [unlisted] = residents.unlisted;
  await check(page, listed.nik);
  await at(page, 'Berapa nomor Kartu Keluarga Anda?');
  await field(page, 'Nomor KK').fill('123');
  await button(page, 'Lanjut').click();
  await said(page, 'Nomor KK terdiri dari 16 angka (baru 3).');
  await field(page, 'Nomor KK').fill('3510163203850001');
  await button(page, 'Lanjut').click();
  await said(page, 'Nomor KK ini tidak mungkin. Cocokkan dengan Kartu Keluarga.');
  await card(page, listed.kk);
  await page.getByRole('heading', { level: 1, name: /^Terdaftar, per \d/ }).waitFor();
  await said(page, 'Dijawab kios, tanpa jaringan');
  await button(page, 'Cek NIK lain').click();
  await frame(page).locator('html.siap').waitFor({ state: 'attached' });
  await check(page, unlisted.nik);
  await card(page, unlisted.kk);
  await page.getByRole('heading', { level: 1, name: /^Belum terdaftar, per \d/ }).waitFor();
  await button(page, 'Cek NIK lain').click();
  await check(page, unlisted.nik.replace(/.$/, (last) => (last === '9' ? '8' : '9')));
  await card(page, unlisted.kk);
  await at(page, 'Belum bisa dipastikan');
  await said(page, /^NIK dan nomor KK ini tidak dikenal kios/);
  // The NIK goes along to the report.
  await button(page, 'Lapor sekarang').click();
  await frame(page).getByRole('radio', { name: /^Saya sendiri/ }).check();
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  await until(() => frame(page).locator('.nik').inputValue().then(digits), (value) => value.startsWith(unlisted.nik.slice(0, 15)), 'the NIK');
});

test('locked and without a network it says that it cannot say', async ({ page, server }) => {
  await enrol(page, server, VILLAGE);
  await cut(page);
  await wake(page);
  await check(page, residents.listed[0].nik);
  await at(page, 'Belum bisa dipastikan');
  await said(page, /daftarnya belum dibuka petugas/);
  await page.getByRole('dialog').getByRole('button', { name: 'Selesai', exact: true }).click();
  await attract(page).waitFor();
});

test('a report without a network has its ticket at once, and arrives once', async ({ page, server, watch }) => {
  await unplugged(page, server);
  const one = nobodysAid(), two = residents.listed.at(-1);
  await wake(page);
  await report(page, { nik: one.nik });
  await at(page, 'Berapa nomor Kartu Keluarga Anda?');
  await card(page, one.kk);
  await at(frame(page), VERIFYING);
  await said(page, /^SEMENTARA:/);
  const first = await ticket(page);
  await page.evaluate(() => { window.printed = 0; window.print = () => { window.printed = document.querySelector('#kertas').innerText; }; });
  await page.locator('#tanda').click();
  await said(page, 'SEMENTARA');
  await button(page, 'Cetak').click();
  const paper = await page.evaluate(() => window.printed);
  assert.ok(paper.includes(first) && paper.includes('SEMENTARA') && paper.includes('Balai Desa Contoh'), paper);
  assert.ok(!digits(paper).includes(one.nik), 'no NIK on paper');
  assert.equal(await page.locator('#kertas').innerText(), '');
  await button(page, 'Kembali').click();
  await leave(page);

  await wake(page);
  await report(page, { nik: two.nik });
  await card(page, two.kk);
  await at(frame(page), REJECTED);
  await leave(page);
  await wake(page);
  await report(page, { nik: DEMO.notRegistered });
  await button(page, 'Lanjut tanpa nomor KK').click();
  await at(frame(page), UNDETERMINED);
  await leave(page);
  const waiting = await kept(page, 'outbox');
  assert.deepEqual(waiting.map((item) => [item.state, item.provisional]), [['waiting', 'verifying'], ['waiting', 'rejected'], ['waiting', 'undetermined']]);

  await restore(page);
  await until(() => kept(page, 'outbox'), (all) => all.every((item) => item.state === 'sent'), 'all are sent');
  const sent = watch.asked('POST /api/v1/kiosk/reports');
  const arrived = [];
  for (const request of sent) if (await request.response().catch(() => null)) arrived.push(await request.headerValue('idempotency-key'));
  assert.deepEqual(arrived, waiting.map((item) => item.key), 'oldest first, each once');
  // The ticket that was given is the ticket that counts.
  await wake(page);
  await frame(page).getByRole('link', { name: 'Lihat status laporan', exact: true }).click();
  await frame(page).getByRole('textbox', { name: 'Nomor laporan', exact: true }).fill(first);
  await frame(page).getByRole('textbox', { name: 'NIK yang dilaporkan', exact: true }).fill(one.nik);
  await frame(page).getByRole('button', { name: 'Lihat status', exact: true }).click();
  await at(frame(page), `Laporan ${first}`);
  await corner(page);
  await said(page, '0 laporan.');
});

test('the same report asked for again is no second one', async ({ page, server }) => {
  await unplugged(page, server);
  await wake(page);
  const one = nobodysAid();
  const body = JSON.stringify({
    about: 'self', subject: { nik: one.nik, name: 'Warga Contoh', village: '3510161001', address: 'Dusun Krajan RT 02 RW 01' },
    impact: ['lost_work'], household_size: 4, consent: true, channel: 'web', made_at: '2020-05-20T11:34:00+07:00',
  });
  const ask = () => page.evaluate((body) => window.tilikKiosk.ask('/api/v1/reports', body, '0b3b3c0e-5c7d-4f0e-9a51-0a7f4a2f6c11'), body);
  const both = Promise.all([ask(), ask()]);
  await card(page, one.kk);
  const [[status, first], [, second]] = await both;
  assert.equal(status, 201);
  assert.deepEqual(first, second);
  assert.deepEqual((await ask())[1], first);
  assert.equal((await kept(page, 'outbox')).length, 1);
});

test('nothing of a resident stays when the kiosk is left alone', async ({ page, server }) => {
  await page.clock.install();
  await unplugged(page, server);
  const one = nobodysAid();
  await wake(page);
  await check(page, one.nik);
  await card(page, one.kk);
  await button(page, 'Lapor sekarang').click();
  await frame(page).getByRole('radio', { name: /^Saya sendiri/ }).check();
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  await until(() => frame(page).locator('.nik').inputValue().then(digits), (value) => value === one.nik, 'the NIK');
  assert.ok((await traces(page)).includes(one.nik), 'what is looked for is found while they are there');
  await page.clock.runFor(61_000);
  await said(page, 'Masih di sini?');
  await button(page, 'Saya masih di sini').click();
  await page.clock.runFor(40_000);
  assert.equal(await page.getByText('Masih di sini?').count(), 0);
  await page.clock.runFor(37_000);
  await attract(page).waitFor();
  const left = await traces(page);
  assert.ok(!left.includes(one.nik) && !left.includes(one.kk));
  assert.ok(!left.includes('tilik.isian'), 'no draft');
  // Nor is it behind the way back.
  await page.evaluate(() => history.back());
  await page.clock.runFor(1000);
  assert.ok(!(await traces(page)).includes(one.nik));
});

test('what is sealed has no number in the clear', async ({ page, server }) => {
  await unplugged(page, server);
  await wake(page);
  const one = nobodysAid();
  await reportHere(page, one);
  await leave(page);
  const clear = await page.evaluate(() => new Promise((resolve) => {
    indexedDB.open('tilik-kiosk').onsuccess = ({ target: { result } }) => {
      result.transaction('outbox').objectStore('outbox').getAll().onsuccess = ({ target }) => {
        resolve(target.result.map(({ sealed, ...rest }) => JSON.stringify(rest) + new TextDecoder('latin1').decode(sealed)).join());
      };
    };
  }));
  for (const word of [one.nik, one.kk, ANSWERS.name, 'Krajan']) assert.ok(!clear.includes(word), word);
  assert.ok(!(await traces(page)).includes(one.nik));
});

test('a kiosk that was revoked says so, and keeps what it has', async ({ page, server }) => {
  const kiosk = await unplugged(page, server);
  await wake(page);
  const one = nobodysAid();
  await reportHere(page, one);
  await leave(page);
  server.command('kiosk', 'revoke', kiosk);
  await restore(page);
  await said(page, /^Kios ini tidak terdaftar lagi/);
  assert.equal((await kept(page, 'snapshot')).length, 0, 'its lists are gone');
  const [item] = await kept(page, 'outbox');
  assert.equal(item.state, 'waiting');
  await wake(page);
  await check(page, one.nik);
  await said(page, 'Kios belum bisa menerima laporan');
  await button(page, 'Kembali').click();
  await corner(page);
  await said(page, /^Kios tidak terdaftar lagi/);
});

test('an item that the server will never take blocks nobody', async ({ page, context, server }) => {
  await unplugged(page, server);
  for (let times = 0; times < 2; times++) {
    await wake(page);
    const one = nobodysAid();
    await reportHere(page, one);
    await leave(page);
  }
  const [first] = await kept(page, 'outbox');
  await context.unroute('**/api/**');
  await context.route('**/api/v1/kiosk/reports', async (route) => {
    if ((await route.request().headerValue('idempotency-key')) !== first.key) return route.fallback();
    return route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify({ type: 'urn:tilik:problem:malformed', title: 'x', status: 400 }) });
  });
  await page.evaluate(() => dispatchEvent(new Event('online')));
  await until(() => kept(page, 'outbox'), (all) => all.map((item) => item.state).join() === 'bad,sent', 'bad and sent');
  await corner(page);
  await said(page, `${first.ticket}: malformed. Tetap tersimpan tersandi.`);
  assert.ok((await kept(page, 'outbox'))[0].sealed > 100, 'it stays sealed');
});

test('another verdict than the paper said is told', async ({ page, server }) => {
  await unplugged(page, server);
  await wake(page);
  const one = residents.listed[0];
  await report(page, { nik: one.nik });
  await button(page, 'Lanjut tanpa nomor KK').click();
  await at(frame(page), UNDETERMINED);
  const number = await ticket(page);
  await restore(page);
  await said(page, `Laporan sudah terkirim. Hasil akhirnya berbeda: ${REJECTED}.`);
  await leave(page);
  await corner(page);
  await said(page, `${number}: tertulis diperiksa petugas, hasil akhir tidak diteruskan`);
});

test('a full device takes no report, and loses none', async ({ page, context, server }) => {
  await context.addInitScript(() => { navigator.storage.estimate = async () => ({ quota: 1e9, usage: 1e9 - (window.room ?? 5e8) }); });
  await enrol(page, server, VILLAGE);
  await supplied(page);
  await wake(page);
  await page.evaluate(() => { window.room = 1000; });
  const one = nobodysAid();
  await report(page, { nik: one.nik });
  await said(page, 'Penyimpanan kios ini penuh. Petugas perlu membukanya.');
  await button(page, 'Kembali').click();
  await sees(frame(page), 'Pengiriman dibatalkan. Jawaban Anda masih tersimpan.');
  // A write that fails is the same, whatever was estimated.
  await page.evaluate(() => {
    window.room = 5e8;
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...given) {
      if (this.name === 'outbox') throw new DOMException('full', 'QuotaExceededError');
      return put.apply(this, given);
    };
    window.mend = () => { IDBObjectStore.prototype.put = put; };
  });
  await frame(page).getByRole('button', { name: 'Kirim laporan', exact: true }).click();
  await said(page, 'Penyimpanan kios ini penuh. Petugas perlu membukanya.');
  await button(page, 'Kembali').click();
  assert.equal((await kept(page, 'outbox')).length, 0);
  await page.evaluate(() => window.mend());
  await frame(page).getByRole('button', { name: 'Kirim laporan', exact: true }).click();
  await at(frame(page), VERIFYING);
});

test('without a number to give no report is taken', async ({ page, server }) => {
  await unplugged(page, server);
  await page.evaluate(() => new Promise((resolve) => {
    indexedDB.open('tilik-kiosk').onsuccess = ({ target: { result } }) => {
      result.transaction('tickets', 'readwrite').objectStore('tickets').clear().onsuccess = resolve;
    };
  }));
  await wake(page);
  await report(page, { nik: nobodysAid().nik });
  await said(page, /^Nomor laporan di kios ini habis/);
  await said(page, /^Jawaban Anda tidak terkirim\. Isilah formulir kertas/);
});

test('status and objection say that they need a network', async ({ page, server }) => {
  await unplugged(page, server);
  await wake(page);
  const one = nobodysAid();
  await reportHere(page, one);
  const number = await ticket(page);
  const look = async (ticket) => {
    await frame(page).getByRole('navigation', { name: 'Layanan' }).getByRole('link', { name: 'Status laporan' }).click();
    await frame(page).getByRole('textbox', { name: 'Nomor laporan', exact: true }).fill(ticket);
    await frame(page).getByRole('textbox', { name: 'NIK yang dilaporkan', exact: true }).fill(one.nik);
    await frame(page).getByRole('button', { name: 'Lihat status', exact: true }).click();
  };
  await look(number);
  await said(page, /^Laporan itu masih di kios ini/);
  await button(page, 'Kembali').click();
  await look('K7Q2-M4XD-9');
});

test('a frame that stops is made anew, with its answers', async ({ page, server, watch }) => {
  watch.expect(/unreachable|RuntimeError/);
  await enrol(page, server);
  await wake(page);
  await frame(page).getByRole('link', { name: 'Lapor', exact: true }).first().click();
  await frame(page).getByRole('radio', { name: /^Saya sendiri/ }).check();
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  await frame(page).locator('.nik').fill(DEMO.noAid);
  await frame(page).locator('body').evaluate(() => {
    // A module whose start does what no program may.
    const stops = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 8, 1, 0, 10, 5, 1, 3, 0, 0, 0x0b]);
    window.old = true;
    setTimeout(() => { throw new WebAssembly.RuntimeError('unreachable'); });
    return stops.length;
  });
  await until(() => frame(page).locator('body').evaluate(() => !window.old).catch(() => false), (fresh) => fresh, 'a fresh frame');
  await frame(page).locator('html.siap').waitFor({ state: 'attached' });
  // The answers stand; only the place among them is forgotten with the frame.
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  assert.equal(digits(await frame(page).locator('.nik').inputValue()), DEMO.noAid);
  await leave(page);
  assert.ok(!(await traces(page)).includes(DEMO.noAid));
});

test('a frame that does not come is tried again, then said', async ({ page, context, server, watch }) => {
  watch.expect(/preload/);
  await page.clock.install();
  await enrol(page, server);
  await context.route('**/*_bg.wasm', (route) => (/kiosk/.test(route.request().url()) ? route.fallback() : new Promise(() => {})));
  await attract(page).click();
  await leave(page);
  await attract(page).click();
  for (let times = 0; times < 4; times++) {
    await page.clock.runFor(15_000);
    await page.mouse.click(500, 1500);
    await page.clock.runFor(6_000);
  }
  await said(page, /^Layar ini sedang tidak dapat dipakai/);
});

test('languages: chosen before and within, Indonesian again for the next', async ({ page, server }) => {
  await enrol(page, server);
  await button(page, 'English').click();
  await page.getByRole('button', { name: /Touch the screen to start/ }).click();
  await at(frame(page), 'Check your social aid');
  await page.getByRole('button', { name: 'Finish', exact: true }).waitFor();
  await frame(page).getByRole('link', { name: 'Jawa', exact: true }).click();
  await page.getByRole('button', { name: 'Sampun rampung', exact: true }).click();
  await attract(page).waitFor();
  await wake(page);
  await at(frame(page), 'Cek bantuan sosial Anda');
});

test('the corner opens to the PIN alone, without a network too', async ({ page, server, watch }) => {
  watch.expect(answered(422), answered(429));
  await enrol(page, server);
  await page.locator('#pojok').click();
  assert.equal(await page.getByRole('dialog').count(), 0, 'a short touch does nothing');
  await page.locator('#pojok').evaluate((button) => button.click());
  const give = async (pin) => { await field(page, 'PIN').fill(pin); await button(page, 'Buka').click(); };
  await give('12');
  await said(page, 'PIN terdiri dari enam angka.');
  await give('000000');
  await said(page, 'PIN salah. Coba lagi.');
  await cut(page);
  await give(PIN);
  await at(page, 'Pojok petugas');
  await said(page, /^Terkunci/);
  await button(page, 'Kontras tinggi: mati').click();
  await button(page, 'Kontras tinggi: hidup').waitFor();
  assert.ok(await page.locator('html.kontras').count());
  await button(page, 'Suara: mati').click();
  await button(page, 'Tutup pojok petugas').click();
  await attract(page).waitFor();
  await until(() => frame(page).locator('html.kios.kontras').count(), (count) => count === 1, 'the frame too');
  await page.reload();
  await page.locator('html.kontras').waitFor({ state: 'attached' });
});

test('three seconds on the corner open it', async ({ page, server }) => {
  await page.clock.install();
  await enrol(page, server);
  const box = await page.locator('#pojok').boundingBox();
  await page.mouse.move(box.x + 40, box.y + 20);
  await page.mouse.down();
  await page.clock.runFor(1500);
  assert.equal(await page.getByRole('dialog').count(), 0);
  await page.clock.runFor(1600);
  await field(page, 'PIN').waitFor();
  await page.mouse.up();
});

test('one window alone is the kiosk', async ({ page, context, server }) => {
  await enrol(page, server);
  const other = await context.newPage();
  await other.goto('/kiosk');
  await said(other, /^Kios ini terbuka di jendela lain/);
});

test('nothing leads out of it', async ({ page, server }) => {
  await enrol(page, server);
  await wake(page);
  await frame(page).locator('body').evaluate((body) => {
    body.insertAdjacentHTML('beforeend', '<a id="out" href="https://example.org/">x</a><a id="tab" href="/cek" target="_blank">y</a>');
  });
  for (const id of ['#out', '#tab']) await frame(page).locator(id).click();
  await page.waitForTimeout(300);
  assert.equal(page.context().pages().length, 1);
  assert.match(page.frames()[1].url(), /^http:\/\/127\.0\.0\.1/);
  const prevented = await frame(page).locator('body').evaluate((body) => !body.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true })));
  assert.ok(prevented);
  await report(page, { nik: DEMO.onTwoCards }).catch(() => {});
  for (const name of ['Salin nomor', 'Bagikan', 'Simpan gambar', 'Cetak']) {
    assert.equal(await frame(page).getByRole('button', { name, exact: true }).count(), 0, name);
  }
});

test('a keyboard alone is enough', async ({ page, server }) => {
  await enrol(page, server);
  await attract(page).focus();
  await page.keyboard.press('Enter');
  const box = frame(page).getByRole('textbox', { name: 'NIK', exact: true });
  await box.waitFor();
  const reached = async (is) => {
    for (let times = 0; times < 40; times++) {
      if (await is()) return;
      await page.keyboard.press('Tab');
    }
    assert.fail('not reached by Tab');
  };
  await reached(() => box.evaluate((input) => input === document.activeElement));
  await page.keyboard.type(DEMO.paid);
  assert.equal(await box.inputValue(), '351018 591278 0096');
  await page.keyboard.press('Enter');
  await at(frame(page), LISTED);
  await reached(() => page.locator('#usai').evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await attract(page).waitFor();
  // The keys too: one stop, then the arrows.
  await wake(page);
  await box.click();
  await page.locator('.keypad [tabindex="0"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  assert.equal(await box.inputValue(), '2');
});

// --- how it looks, and to whom

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Every target of shell and frame is high enough for a finger, nothing is wider than the screen. */
async function fits(page, where) {
  for (const shown of page.frames()) {
    // A frame behind the attract screen may still be on its way.
    if (shown.parentFrame()) await shown.locator('html.kios.siap').waitFor({ state: 'attached' });
    const low = await shown.evaluate(() => [...document.querySelectorAll('button, a[href], input, select, textarea')].flatMap((target) => {
      const box = (target.matches('[type=radio], [type=checkbox]') ? target.closest('label') ?? target : target).getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || box.right <= 0) return [];
      return box.height >= 55.5 && box.width >= 55.5 ? [] : [`${target.innerText || target.ariaLabel}: ${Math.round(box.width)}×${Math.round(box.height)}`];
    }));
    assert.deepEqual(low, [], `${where}: targets under 56 px`);
    const [wide, room] = await shown.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= room, `${where}: ${wide} px wide on a screen of ${room}`);
  }
}

async function accessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] }).withTags(RULES).analyze();
  assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 160)}`)), []);
}

/** The frame's masthead takes one line, so that what one came for is higher up. */
async function oneLine(page, where) {
  const middles = await frame(page).locator('.masthead :is(a, button)').evaluateAll((all) => all
    .filter((one) => one.getClientRects().length && getComputedStyle(one).visibility === 'visible')
    .map((one) => { const { top, bottom } = one.getBoundingClientRect(); return (top + bottom) / 2; }));
  assert.equal(middles.length, 3, where);
  assert.ok(Math.max(...middles) - Math.min(...middles) < 4, `${where}: ${middles}`);
}

/** Every screen of the kiosk, one after the other. */
async function tour(page, server, look) {
  await page.goto('/kiosk');
  await at(page, 'Daftarkan kios ini');
  await look('enrolment');
  await enrol(page, server, VILLAGE);
  await look('attract');
  await supplied(page);
  await wake(page);
  await look('front');
  await frame(page).getByRole('textbox', { name: 'NIK', exact: true }).click();
  await page.locator('.keypad').waitFor();
  await look('digits');
  await cut(page);
  const [listed] = residents.listed;
  await check(page, listed.nik);
  await at(page, 'Berapa nomor Kartu Keluarga Anda?');
  await look('card');
  await card(page, listed.kk);
  await page.getByRole('heading', { level: 1, name: /^Terdaftar, per/ }).waitFor();
  await look('answer listed');
  await button(page, 'Cek NIK lain').click();
  await check(page, DEMO.notRegistered);
  await card(page, listed.kk);
  await at(page, 'Belum bisa dipastikan');
  await look('answer unsure');
  await button(page, 'Lapor sekarang').click();
  await frame(page).getByRole('radio', { name: /^Saya sendiri/ }).check();
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  await frame(page).getByRole('button', { name: 'Lanjut', exact: true }).click();
  await frame(page).getByRole('textbox', { name: 'Siapa nama lengkap Anda?' }).click();
  await page.locator('.keypad[data-kind=letters]').waitFor();
  await look('letters');
  await leave(page);
  await wake(page);
  await report(page, { nik: nobodysAid().nik });
  await button(page, 'Lanjut tanpa nomor KK').click();
  await at(frame(page), UNDETERMINED);
  await look('result');
  await page.locator('#tanda').click();
  await said(page, 'Tanda terima laporan');
  await look('receipt');
  await button(page, 'Kembali').click();
  await frame(page).getByRole('navigation', { name: 'Layanan' }).getByRole('link', { name: 'Status laporan' }).click();
  await page.clock.runFor(61_000);
  await said(page, 'Masih di sini?');
  await look('warning');
  await button(page, 'Saya masih di sini').click();
  await corner(page);
  await look('corner');
}

for (const [name, device] of [['upright', UPRIGHT], ['lying', LYING], ['small', SMALL]]) {
  test(`every screen fits and is accessible, ${name}`, { ...device, timeout: 240_000 }, async ({ page, server }) => {
    await page.clock.install();
    await tour(page, server, async (where) => {
      if (process.env.TILIK_KIOSK_SHOTS) await page.screenshot({ path: `${process.env.TILIK_KIOSK_SHOTS}/${name} ${where}.png`.replaceAll(' ', '-') });
      await fits(page, `${name}, ${where}`);
      if (where === 'front') await oneLine(page, name);
      await accessible(page, `${name}, ${where}`);
    });
  });
}

test('high contrast is accessible too', { colorScheme: 'dark' }, async ({ page, server }) => {
  await page.clock.install();
  await enrol(page, server, VILLAGE);
  await accessible(page, 'dark');
  await corner(page);
  await button(page, 'Kontras tinggi: mati').click();
  await button(page, 'Kontras tinggi: hidup').waitFor();
  await accessible(page, 'corner in high contrast');
  await button(page, 'Tutup pojok petugas').click();
  await wake(page);
  await accessible(page, 'front in high contrast');
});
