// The officers' console: from a first password to a decision that the family reads, with
// what goes wrong on the way.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { accessible, fits } from './accessible.mjs';
import { BROKEN, answered, suite } from './harness.mjs';
import { PASSWORD, account, atWork, choosePassword, signIn } from './officers.mjs';
import { button, field, focused, heading, sees } from './screens.mjs';

const { test: plainTest } = suite();
// Another program than the residents'.
const test = (name, options, body = options) =>
  plainTest(name, { program: false, ...(typeof options === 'function' ? {} : options) }, body);

const VILLAGE = ['--role', 'verifier', '--village', '3510161001'];
const DISTRICT = ['--role', 'coordinator', '--district', '35.10.16'];

/** A new report of the village's, and its person's NIK. */
async function reported(server, more) {
  const nik = server.familyWithoutAid();
  const { ticket } = await server.report({ nik, ...more });
  return { nik, ticket };
}

const inQueue = (page, ticket) => page.getByRole('listitem').filter({ hasText: ticket });
async function open(page, ticket) {
  await inQueue(page, ticket).getByRole('button').click();
  await heading(page, 'Warga Contoh').waitFor();
  await page.getByRole('heading', { name: 'Laporan', exact: true }).waitFor();
}
async function decide(page, act, { finding, note } = {}) {
  await page.getByRole('radio', { name: act, exact: true }).check();
  if (finding) await page.getByRole('combobox', { name: 'Apa yang Anda temukan?' }).selectOption(finding);
  if (note) await field(page, 'Catatan untuk petugas lain').fill(note);
  await button(page, 'Simpan putusan').click();
}
/** What a resident asks, which costs no proof of work. */
const asks = async (server, path, body) => {
  const answer = await fetch(`${server.origin}/api/v1/${path}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  assert.ok(answer.ok, `${path}: ${answer.status}`);
  return answer.json();
};
const status = async (server, { ticket, nik }) => (await asks(server, 'reports/status', { ticket, nik })).timeline.at(-1);

test('from a first password to an approval that the family reads', async ({ page, server, watch }) => {
  watch.expect(answered(401));
  const one = await reported(server, { reporter: { name: 'Penolong Contoh', phone: '081234567891', relation: 'neighbour' } });
  await atWork(page, server, VILLAGE);
  await heading(page, 'Menunggu verifikasi').waitFor();
  await open(page, one.ticket);
  const shown = await page.locator('main').innerText();
  for (const expected of [
    `${one.nik.slice(0, 6)} ${one.nik.slice(6, 12)} ${one.nik.slice(12)}`, 'Penolong Contoh (Tetangga)', '081234567891',
    'Kehilangan pekerjaan', '4 orang', 'Dusun Krajan RT 02 RW 01', 'Aturan versi', 'Tidak ada di daftar mana pun.', 'Satu kartu keluarga.',
  ]) assert.ok(shown.includes(expected), expected);
  assert.ok(!page.url().includes(one.ticket) && new URL(page.url()).pathname === '/petugas');
  await decide(page, 'Setujui');
  await sees(page, `Laporan ${one.ticket} disetujui.`);
  assert.equal(await inQueue(page, one.ticket).count(), 0);
  assert.equal((await status(server, one)).status, 'received', 'of somebody else’s report the coarse steps alone');
});

test('a rejection needs its finding, which the family reads; its objection comes to the district', async ({ page, context, server, watch }) => {
  watch.expect(answered(401), answered(422));
  const one = await reported(server);
  await atWork(page, server, VILLAGE);
  await open(page, one.ticket);
  await button(page, 'Simpan putusan').click();
  await sees(page, 'Pilih putusan Anda.');
  await decide(page, 'Tolak', { note: 'Rumah kosong.' });
  await sees(page, 'Pilih apa yang Anda temukan.');
  await decide(page, 'Tolak', { finding: 'Keluarga ini tidak ditemukan di alamat itu.' });
  await sees(page, `Laporan ${one.ticket} ditolak.`);
  await page.goto('/status');
  await field(page, 'Nomor laporan').fill(one.ticket);
  await field(page, 'NIK yang dilaporkan').fill(one.nik);
  await button(page, 'Lihat status').click();
  await sees(page, 'Keluarga ini tidak ditemukan di alamat itu.');
  await asks(server, 'objections', { ticket: one.ticket, nik: one.nik, reason: 'Kami pindah ke belakang.' });

  const district = await context.browser().newContext({ baseURL: server.origin, viewport: { width: 1280, height: 800 } });
  const desk = await district.newPage();
  await atWork(desk, server, DISTRICT);
  await open(desk, one.ticket);
  await sees(desk, 'Kami pindah ke belakang.');
  await sees(desk, 'Rumah kosong.');
  await decide(desk, 'Setujui');
  await sees(desk, `Laporan ${one.ticket} disetujui.`);
  assert.equal((await status(server, one)).status, 'approved');
  await district.close();
});

test('what is passed up is the next desk’s', async ({ page, server, watch }) => {
  watch.expect(answered(401), answered(422));
  const one = await reported(server);
  await atWork(page, server, VILLAGE);
  await open(page, one.ticket);
  await decide(page, 'Teruskan ke atas');
  await sees(page, 'Tulis alasannya untuk meja berikutnya.');
  await decide(page, 'Teruskan ke atas', { note: 'Dua kepala keluarga.' });
  await sees(page, `Laporan ${one.ticket} diteruskan.`);
  await page.getByRole('checkbox', { name: 'Hanya yang bisa saya putuskan' }).check();
  assert.equal(await inQueue(page, one.ticket).count(), 0);
  await page.getByRole('checkbox', { name: 'Hanya yang bisa saya putuskan' }).uncheck();
  await open(page, one.ticket);
  await sees(page, 'Yang memutuskan meja kecamatan.');
});

test('the queue is searched by name, village and ticket', async ({ page, server, watch }) => {
  watch.expect(answered(401));
  const [one, other] = [await reported(server), await reported(server)];
  await atWork(page, server, VILLAGE);
  await inQueue(page, other.ticket).waitFor();
  const find = page.getByRole('searchbox', { name: 'Cari nama, desa, atau nomor laporan' });
  await find.fill(one.ticket.replaceAll('-', '').toLowerCase());
  await inQueue(page, other.ticket).waitFor({ state: 'detached' });
  assert.equal(await inQueue(page, one.ticket).count(), 1);
  await find.fill('nobody of that name');
  await sees(page, 'Tidak ada yang cocok.');
});

test('a session that ends in the middle: signed in again, what was typed is there', async ({ page, server, watch }) => {
  watch.expect(answered(401));
  const [one, other] = [await reported(server), await reported(server)];
  const name = await atWork(page, server, VILLAGE);
  await open(page, other.ticket);
  await field(page, 'Catatan untuk petugas lain').fill('Datang lagi besok.');
  await page.goBack();
  await heading(page, 'Menunggu verifikasi').waitFor();
  await open(page, one.ticket);
  assert.equal(await field(page, 'Catatan untuk petugas lain').inputValue(), '', 'of another case');
  await page.context().clearCookies({ name: 'tilik_petugas' });
  await decide(page, 'Tolak', { finding: 'Keadaannya tidak sama dengan isi laporan.', note: 'Rumah baru dicat.' });
  await sees(page, 'Sesi Anda sudah berakhir.');
  await signIn(page, name, PASSWORD);
  await heading(page, 'Warga Contoh').waitFor();
  assert.equal(await field(page, 'Catatan untuk petugas lain').inputValue(), 'Rumah baru dicat.');
  assert.ok(await page.getByRole('radio', { name: 'Tolak', exact: true }).isChecked());
  assert.equal(await page.getByRole('combobox').inputValue(), 'not_so');
  await button(page, 'Simpan putusan').click();
  await sees(page, `Laporan ${one.ticket} ditolak.`);

  await open(page, other.ticket);
  assert.equal(await field(page, 'Catatan untuk petugas lain').inputValue(), 'Datang lagi besok.');
  await page.goBack();
  await heading(page, 'Menunggu verifikasi').waitFor();

  // Another officer at the same browser finds nothing of the former one's.
  await open(page, (await reloaded(page, server)).ticket);
  await field(page, 'Catatan untuk petugas lain').fill('Rahasia jabatan.');
  await button(page, 'Keluar').click();
  await sees(page, 'Anda sudah keluar.');
  const next = account(server, VILLAGE);
  await signIn(page, next.name, next.first);
  await heading(page, 'Ganti kata sandi').waitFor();
  assert.ok(!(await page.content()).includes('Rahasia') && !(await page.locator('main').innerText()).includes('Warga'));
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
});

/** One report more, and the queue that has it. */
async function reloaded(page, server) {
  const one = await reported(server);
  await button(page, 'Muat lagi').click();
  await inQueue(page, one.ticket).waitFor();
  return one;
}

test('without a network and with a server that is gone, nothing typed is lost', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN, answered(401));
  const one = await reported(server);
  await atWork(page, server, VILLAGE);
  await open(page, one.ticket);
  await context.setOffline(true);
  await decide(page, 'Setujui', { note: 'Sudah dikunjungi.' });
  await sees(page, 'Tidak ada sambungan.');
  await context.setOffline(false);
  await server.kill();
  await button(page, 'Simpan putusan').click();
  await sees(page, 'Tidak ada sambungan.');
  await server.run();
  assert.equal(await field(page, 'Catatan untuk petugas lain').inputValue(), 'Sudah dikunjungi.');
  await button(page, 'Simpan putusan').click();
  await sees(page, `Laporan ${one.ticket} disetujui.`);
});

test('what another officer changed meanwhile is shown before one decides', async ({ page, context, server, watch }) => {
  watch.expect(answered(401), answered(409));
  const one = await reported(server);
  await atWork(page, server, VILLAGE);
  await open(page, one.ticket);
  const other = await context.newPage();
  await other.goto('/petugas');
  await open(other, one.ticket);
  await decide(other, 'Setujui');
  await sees(other, 'disetujui.');
  await decide(page, 'Tolak', { finding: 'Keluarga ini tidak ingin dibantu.' });
  await sees(page, 'Perkara ini baru saja diubah petugas lain.');
  await sees(page, 'Perkara ini sudah diputus.');
  await page.getByRole('heading', { name: 'Yang sudah dilakukan' }).waitFor();
});

test('an auditor reads the trail, and that is all', async ({ page, server, watch }) => {
  watch.expect(answered(401));
  const auditor = await atWork(page, server, ['--role', 'auditor']);
  await page.getByRole('row').filter({ hasText: 'ganti kata sandi' }).filter({ hasText: auditor }).waitFor();
  for (const place of ['Verifikasi', 'Kirim']) assert.equal(await button(page, place).count(), 0);
  assert.doesNotMatch(await page.locator('main').innerText(), /Warga|\d{16}/);
});

/** What an authenticator shows now (RFC 6238). */
function code(secret) {
  const bits = [...secret].map((symbol) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(symbol).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  return String((hash.readUInt32BE(hash[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a second factor is set by who knows the password', async ({ page, server, watch }) => {
  watch.expect(answered(401), answered(422));
  await atWork(page, server, VILLAGE);
  await button(page, 'Akun saya').click();
  await button(page, 'Pasang kode dari HP').click();
  const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
  await field(page, 'Kode 6 angka yang muncul').fill(code(secret));
  await field(page, 'Kata sandi Anda').fill('bukan ini');
  await button(page, 'Pakai mulai sekarang').click();
  await sees(page, 'Kata sandi Anda tidak cocok.');
  await field(page, 'Kata sandi Anda').fill(PASSWORD);
  await field(page, 'Kode 6 angka yang muncul').fill(code(secret));
  await button(page, 'Pakai mulai sekarang').click();
  await sees(page, 'Mulai sekarang, masuk meminta kode dari HP.');
});

test('an admin looks after accounts, by keyboard where it matters', { hasTouch: false }, async ({ page, context, server, watch }) => {
  watch.expect(answered(401), answered(422));
  const admin = await atWork(page, server, ['--role', 'admin']);
  await button(page, 'Akun petugas').click();
  await heading(page, 'Akun petugas').waitFor();
  const line = (name) => page.getByRole('listitem').filter({ hasText: name });
  await line(admin).getByRole('button').press('Enter');
  assert.equal(await button(page, 'Tutup akun').count(), 0, 'nobody ends their own');
  const name = 'baru.petugas';
  await field(page, 'Nama akun baru').fill(name);
  await button(page, 'Tambah akun').click();
  await sees(page, 'Pilih desa untuk verifikator.');
  await page.getByRole('combobox', { name: 'Desa' }).selectOption('3510161001');
  const ofForm = page.locator('form').filter({ has: page.getByRole('heading', { name: 'Tambah akun' }) });
  await field(ofForm, 'Kata sandi Anda').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Kata sandi pertama ${name}` }).waitFor();
  const first = await page.locator('.secret').innerText();
  await button(page, 'Sudah dicatat').click();
  assert.equal(await page.locator('.secret').count(), 0);
  await sees(page, 'masih kata sandi pertama');

  const other = await (await context.browser().newContext({ baseURL: server.origin })).newPage();
  await other.goto('/petugas');
  await signIn(other, name, first);
  await heading(other, 'Ganti kata sandi').waitFor();
  await line(name).getByRole('button').first().click();
  await field(line(name), 'Kata sandi Anda').fill(PASSWORD);
  await button(page, 'Beri kata sandi pertama baru').click();
  await page.locator('.secret').waitFor();
  assert.notEqual(await page.locator('.secret').innerText(), first);
  await line(name).getByRole('button').first().click();
  await field(line(name), 'Kata sandi Anda').fill('bukan ini');
  await button(page, 'Tutup akun').click();
  await button(page, 'Ya, tutup').click();
  await sees(page, 'Kata sandi Anda tidak cocok.');
  await field(line(name), 'Kata sandi Anda').fill(PASSWORD);
  await button(page, 'Ya, tutup').click();
  await sees(page, `Akun ${name} sudah ditutup.`);
  await line(name).getByText(/^ditutup /).waitFor();
  await other.reload();
  await heading(other, 'Masuk').waitFor();
  await other.context().close();
});

test('from the queue to the door, in four roles, and what comes back waits again', { timeout: 120_000 }, async ({ page, context, server, watch }) => {
  watch.expect(BROKEN, answered(401));
  const [one, other] = [await reported(server), await reported(server)];
  /** Somebody else, at a browser of their own. */
  const somebody = async (duty) => {
    const desk = await (await context.browser().newContext({ baseURL: server.origin, viewport: { width: 360, height: 640 } })).newPage();
    await atWork(desk, server, duty);
    return desk;
  };
  await atWork(page, server, VILLAGE);
  for (const { ticket } of [one, other]) {
    await open(page, ticket);
    await decide(page, 'Setujui');
    await sees(page, `Laporan ${ticket} disetujui.`);
  }
  const district = await somebody(DISTRICT);
  await button(district, 'Kirim').click();
  await heading(district, 'Pengiriman').waitFor();
  await sees(district, 'paket, janji sampai');
  await sees(district, 'Tidak ada yang lewat janji.');
  await field(district, 'Muat berapa paket').fill('0');
  watch.expect(answered(422));
  await button(district, 'Buat kiriman').click();
  await sees(district, 'Isi 1 sampai 1.000 paket.');
  await field(district, 'Muat berapa paket').fill('50');
  // Made, but the answer is lost: sent again it is the same one.
  await district.route('**/officer/batches', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await button(district, 'Buat kiriman').click();
  await sees(district, 'Tidak ada sambungan.');
  // Nor where the server fails after making it.
  await district.route('**/officer/batches', async (route) => {
    await route.fetch();
    await route.fulfill({
      status: 503, contentType: 'application/problem+json',
      body: JSON.stringify({ type: 'urn:tilik:problem:unavailable', title: 'x', status: 503 }),
    });
  }, { times: 1 });
  watch.expect(answered(503));
  await button(district, 'Buat kiriman').click();
  await sees(district, 'Server sedang');
  await button(district, 'Buat kiriman').click();
  await heading(district, /^Kiriman \d+$/).waitFor();
  await district.getByRole('listitem').filter({ hasText: one.ticket }).waitFor();
  await button(district, 'Batalkan kiriman').click();
  await button(district, 'Tidak jadi').click();
  await button(district, 'Berangkatkan sekarang').click();
  await sees(district, 'berangkat.');
  assert.equal((await status(server, one)).status, 'on_the_way');

  const crew = await somebody(['--role', 'crew', '--village', '3510161001']);
  await heading(crew, 'Pengiriman').waitFor();
  assert.equal(await button(crew, 'Buat kiriman').count(), 0);
  await crew.getByRole('button', { name: /^Kiriman/ }).first().click();
  const line = (ticket) => crew.getByRole('listitem').filter({ hasText: ticket });
  await line(one.ticket).getByRole('textbox').fill('Ibu sendiri');
  await crew.context().setOffline(true);
  await line(one.ticket).getByRole('button', { name: 'Diterima' }).click();
  await sees(crew, 'Tidak ada sambungan.');
  await crew.context().setOffline(false);
  await line(one.ticket).getByRole('button', { name: 'Diterima' }).click();
  await sees(crew, 'Warga Contoh: Diterima.');
  await line(one.ticket).getByText('Ibu sendiri').waitFor();
  await line(other.ticket).getByRole('button', { name: 'Tidak di rumah' }).click();
  await sees(crew, 'Warga Contoh: Tidak di rumah.');
  assert.equal((await status(server, one)).status, 'delivered');
  assert.equal((await status(server, other)).status, 'approved');

  await district.reload();
  await button(district, 'Kirim').click();
  await sees(district, /berangkat, 2 dari \d+ paket selesai/);
  await sees(district, '1 paket, janji sampai');
  await button(district, 'Buat kiriman').click();
  await button(district, 'Batalkan kiriman').click();
  await button(district, 'Ya, batalkan').click();
  await sees(district, 'dibatalkan.');
  for (const desk of [district, crew]) await desk.context().close();
});

test('the lists are announced, printed, and read at the address on the wall', async ({ page, server, watch }) => {
  watch.expect(answered(401));
  await atWork(page, server, ['--role', 'admin']);
  await button(page, 'Pengumuman').click();
  await sees(page, 'Belum ada pengumuman.');
  await button(page, 'Umumkan').click();
  await button(page, 'Tidak jadi').click();
  await button(page, 'Umumkan').click();
  await button(page, 'Ya, umumkan').click();
  await sees(page, 'Pengumuman nomor 1 sudah terbit:');
  await page.getByRole('combobox', { name: 'Desa atau kelurahan' }).selectOption({ label: 'Kampungmandar' });
  await page.getByRole('checkbox', { name: 'masjid' }).check();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Unduh lembar desa ini' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^daftar-3510161\d{3}-1-a4\.pdf$/);
  const code = /daftar-(\d+)-/.exec(download.suggestedFilename())[1];
  await page.goto(`/daftar/${code}`);
  await heading(page, 'Kelurahan Kampungmandar, Kecamatan Banyuwangi').waitFor();
  assert.ok((await page.getByRole('listitem').filter({ hasText: '***' }).count()) > 0);
  const digits = await page.locator('main').innerText();
  assert.doesNotMatch(digits, /\d{16}/);
  const [, sheet] = /Sidik lembar (\S+)/.exec(digits);
  await page.getByRole('link', { name: 'Desa lain' }).click();
  await field(page, 'Sidik lembar').fill(sheet.toUpperCase());
  await button(page, 'Cocokkan').click();
  await page.getByRole('status').filter({ hasText: 'Cocok. Kelurahan Kampungmandar' }).waitFor();
});

test('wrong words are told, and ten tries close the door for a while', async ({ page, server, watch }) => {
  watch.expect(answered(401), answered(429));
  const { name } = account(server, VILLAGE);
  await page.goto('/petugas');
  await button(page, 'Masuk').click();
  await sees(page, 'Isi nama akun.');
  for (let tries = 0; tries < 10; tries++) {
    await signIn(page, name, `tebakan ${tries}`);
    await sees(page, 'Nama akun, kata sandi, atau kode tidak cocok.');
    await page.waitForFunction(() => !document.querySelector('[aria-disabled=true]'));
  }
  await signIn(page, name, 'tebakan lagi');
  await sees(page, 'Terlalu banyak percobaan. Coba lagi 15 menit lagi.');
});

test('a keyboard alone signs in, finds a case and decides it; back leads back', { hasTouch: false }, async ({ page, server, watch }) => {
  watch.expect(answered(401));
  const one = await reported(server);
  const name = await atWork(page, server, VILLAGE);
  await button(page, 'Keluar').click();
  await sees(page, 'Anda sudah keluar.');
  const keys = page.keyboard;
  const tabTo = async (locator) => {
    for (let times = 0; times < 60; times++) {
      await keys.press('Tab');
      if (await locator.evaluate((element) => element === document.activeElement).catch(() => false)) return;
    }
    assert.fail(`${locator} is not reached`);
  };
  await tabTo(field(page, 'Nama akun'));
  await keys.type(name);
  await keys.press('Tab');
  await keys.type(PASSWORD);
  await keys.press('Enter');
  await heading(page, 'Menunggu verifikasi').waitFor();
  assert.equal(await focused(page), 'Menunggu verifikasi');
  await tabTo(page.getByRole('searchbox'));
  await keys.type(one.ticket);
  await tabTo(inQueue(page, one.ticket).getByRole('button'));
  await keys.press('Enter');
  await page.getByRole('group', { name: 'Putusan Anda' }).waitFor();
  await tabTo(page.getByRole('radio', { name: 'Setujui', exact: true }));
  await keys.press('Space');
  await page.goBack();
  await heading(page, 'Menunggu verifikasi').waitFor();
  await page.goForward();
  await page.getByRole('group', { name: 'Putusan Anda' }).waitFor();
  assert.ok(await page.getByRole('radio', { name: 'Setujui', exact: true }).isChecked(), 'kept over back and forth');
  await tabTo(button(page, 'Simpan putusan'));
  await keys.press('Enter');
  await sees(page, `Laporan ${one.ticket} disetujui.`);
});

for (const [width, height] of [[320, 568], [1280, 800]]) {
  test(`every screen is accessible and fits, ${width} px`, { viewport: { width, height }, reducedMotion: 'reduce', timeout: 120_000 }, async ({ page, server, watch }) => {
    watch.expect(answered(401), answered(422));
    const look = async (where) => {
      await fits(page, where);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        await accessible(page, `${where}, ${colorScheme}`);
        const folder = process.env.TILIK_CONSOLE_SHOTS;
        if (folder) await page.screenshot({ path: `${folder}/${where}-${width}-${colorScheme}.png`, fullPage: true });
      }
    };
    const one = await reported(server, { reporter: { name: 'Penolong Contoh', phone: '081234567891', relation: 'neighbour' } });
    await page.goto('/petugas');
    await heading(page, 'Masuk').waitFor();
    await look('masuk');
    const { name, first } = account(server, VILLAGE);
    await signIn(page, name, 'bukan ini');
    await sees(page, 'tidak cocok');
    await look('masuk-salah');
    await signIn(page, name, first);
    await heading(page, 'Ganti kata sandi').waitFor();
    await look('sandi');
    await field(page, 'Kata sandi sekarang').fill(first);
    await field(page, 'Kata sandi baru').fill(PASSWORD);
    await button(page, 'Simpan').click();
    await inQueue(page, one.ticket).waitFor();
    await look('antrean');
    await open(page, one.ticket);
    await page.getByRole('radio', { name: 'Tolak', exact: true }).check();
    await button(page, 'Simpan putusan').click();
    await sees(page, 'Pilih apa yang Anda temukan.');
    await look('perkara');
    await page.getByRole('radio', { name: 'Setujui', exact: true }).check();
    await button(page, 'Simpan putusan').click();
    await sees(page, 'disetujui.');
    await button(page, 'Akun saya').click();
    await button(page, 'Pasang kode dari HP').click();
    await field(page, 'Kode 6 angka yang muncul').waitFor();
    await look('akun');
    await button(page, 'Keluar').click();
    await sees(page, 'Anda sudah keluar.');
    const auditor = account(server, ['--role', 'auditor']);
    await signIn(page, auditor.name, auditor.first);
    await choosePassword(page, auditor.first);
    await page.getByRole('row').nth(3).waitFor();
    await look('jejak');
    await button(page, 'Keluar').click();
    await sees(page, 'Anda sudah keluar.');
    const district = account(server, DISTRICT);
    await signIn(page, district.name, district.first);
    await choosePassword(page, district.first);
    await button(page, 'Kirim').click();
    await sees(page, 'paket, janji sampai');
    await look('kirim');
    await button(page, 'Buat kiriman').click();
    await button(page, 'Berangkatkan sekarang').click();
    await sees(page, 'berangkat.');
    await page.getByRole('listitem').filter({ hasText: one.ticket }).getByRole('button', { name: 'Diterima' }).waitFor();
    await look('kiriman');
    await page.emulateMedia({ media: 'print' });
    assert.equal(await button(page, 'Cetak daftar').isVisible(), false);
    await page.getByRole('listitem').filter({ hasText: one.ticket }).getByText('Tanda tangan').waitFor();
    await page.emulateMedia({ media: 'screen' });
    await button(page, 'Keluar').click();
    await sees(page, 'Anda sudah keluar.');
    const admin = account(server, ['--role', 'admin']);
    await signIn(page, admin.name, admin.first);
    await choosePassword(page, admin.first);
    await button(page, 'Akun petugas').click();
    await page.getByRole('listitem').filter({ hasText: district.name }).getByRole('button').click();
    await button(page, 'Tutup akun').click();
    await button(page, 'Ya, tutup').waitFor();
    await look('akun-petugas');
    await button(page, 'Pengumuman').click();
    await button(page, 'Umumkan').click();
    await button(page, 'Ya, umumkan').click();
    await sees(page, 'sudah terbit');
    await look('pengumuman');
  });
}

test('a program that does not come is told', async ({ page, watch }) => {
  watch.expect(BROKEN);
  await page.route('**/console-*.wasm', (route) => route.abort());
  await page.goto('/petugas');
  await page.getByRole('alert').filter({ hasText: 'Halaman berhenti. Muat ulang, lalu coba lagi.' }).waitFor();
});
