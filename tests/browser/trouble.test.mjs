// What goes wrong on the way: double clicks, a server that dies, no signal, a
// server that fails. Nothing is lost, nothing is sent twice.

import assert from 'node:assert/strict';
import { BROKEN, DEMO, answered, suite } from './harness.mjs';
import {
  ALREADY, ANSWERS, UNLISTED, VERIFYING, at, button, consent, field, fill, heading, link, report, sees, ticket, toReview, until, words,
} from './screens.mjs';

const { test } = suite();

const REPORTS = '**/api/v1/reports';
const SENT = 'POST /api/v1/reports';
const keyOf = (request) => request.headers()['idempotency-key'];
const trouble = (page) => page.getByRole('group', { name: 'Belum berhasil', exact: true });

/** Whether the server has made exactly one report of these requests: the same key
 *  with the same body brings the same ticket, and another key finds it open. */
async function oneReport(server, requests, shown) {
  assert.equal(new Set(requests.map(keyOf)).size, 1, 'one key');
  const { proof: _, ...body } = requests[0].postDataJSON();
  for (const request of requests) assert.deepEqual({ ...request.postDataJSON(), proof: 0 }, { ...body, proof: 0 }, 'one body');
  const replay = await server.send('reports', body, keyOf(requests[0]));
  assert.equal(replay.ticket, shown, 'the replay brings the ticket shown');
  const second = await server.send('reports', body, crypto.randomUUID());
  assert.equal(second.outcome, 'already_reported');
}

test('two clicks send once', async ({ page, server, watch }) => {
  await toReview(page, { nik: server.familyWithoutAid() });
  await button(page, 'Kirim laporan').evaluate((send) => {
    send.click();
    send.click();
  });
  await at(page, VERIFYING);
  const sent = watch.asked(SENT);
  assert.equal(sent.length, 1);
  await oneReport(server, sent, await ticket(page));
});

test('a double click, and clicks while it is on its way, send once', async ({ page, server, watch }) => {
  await toReview(page, { nik: server.familyWithoutAid() });
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route(REPORTS, async (route) => {
    await held;
    await route.continue();
  });
  await button(page, 'Kirim laporan').dblclick();
  const busy = button(page, 'Sedang mengirim…');
  await busy.waitFor();
  assert.equal(await busy.getAttribute('aria-disabled'), 'true');
  for (let times = 0; times < 3; times++) await busy.click({ force: true });
  await page.keyboard.press('Enter');
  await until(() => watch.asked(SENT).length, (sent) => sent > 0, 'the request');
  release();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT).length, 1);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('two clicks check once', async ({ page, watch }) => {
  await page.goto('/');
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').dblclick();
  await at(page, UNLISTED);
  assert.equal(watch.asked('POST /api/v1/checks').length, 1);
});

test('the server dies before it has the report: one button sends it once it is back', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  const answers = await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, async (route) => {
    await server.kill();
    await route.continue();
  }, { times: 1 });
  try {
    await button(page, 'Kirim laporan').click();
    await trouble(page).waitFor();
    await sees(page, 'Sambungan terputus. Tidak ada jawaban yang hilang. Coba lagi.');
    assert.ok((await words(page)).includes(answers.address), 'the answers stand');
    assert.ok(await consent(page).isChecked());
    await until(() => trouble(page).evaluate((group) => group.contains(document.activeElement)), Boolean, 'the focus on the trouble');
  } finally {
    await server.kill();
    await server.run();
  }
  await button(page, 'Coba lagi').click();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT).length, 2);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('the server dies after it has the report: trying again brings that report’s ticket', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await toReview(page, { nik: server.familyWithoutAid() });
  let landed;
  await page.route(REPORTS, async (route) => {
    landed = await (await route.fetch()).json();
    await server.kill();
    await route.abort('connectionreset');
  }, { times: 1 });
  try {
    await button(page, 'Kirim laporan').click();
    await trouble(page).waitFor();
  } finally {
    await server.kill();
    await server.run();
  }
  await page.reload();
  await at(page, 'Periksa jawaban Anda');
  if (!(await consent(page).isChecked())) await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  assert.equal(await ticket(page), landed.ticket, 'also over a reload: the same report');
  await oneReport(server, watch.asked(SENT), landed.ticket);
});

test('trying again while the server is still down is told again, and nothing is lost', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await toReview(page, { nik: server.familyWithoutAid() });
  await server.kill();
  try {
    await button(page, 'Kirim laporan').click();
    await trouble(page).waitFor();
    await button(page, 'Coba lagi').click();
    await trouble(page).waitFor();
    await until(() => button(page, 'Kirim laporan').count(), (count) => count === 1, 'no longer busy');
  } finally {
    await server.run();
  }
  await trouble(page).waitFor();
  await button(page, 'Coba lagi').click();
  await at(page, VERIFYING);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('a check while the server is down says so, and one button asks again', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await page.goto('/');
  await field(page, 'NIK').fill(DEMO.noAid);
  await server.kill();
  try {
    await button(page, 'Cek penerima').click();
    await trouble(page).waitFor();
    assert.equal(await field(page, 'NIK').inputValue(), '351009 301179 0092');
  } finally {
    await server.run();
  }
  await button(page, 'Coba lagi').click();
  await at(page, UNLISTED);
});

test('without signal the bar says so, answers stay, and the report goes by itself when it is back', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  const answers = await toReview(page, { nik: server.familyWithoutAid() });
  await context.setOffline(true);
  await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
  await button(page, 'Kirim laporan').click();
  const waiting = page.getByRole('group', { name: 'Menunggu sinyal', exact: true });
  await waiting.waitFor();
  await sees(page, 'Laporan dikirim otomatis saat HP tersambung.');
  await until(() => waiting.evaluate((group) => group.contains(document.activeElement)), Boolean, 'the focus on what waits');
  assert.ok((await words(page)).includes(answers.name));
  await button(page, 'Kirim sekarang').click();
  await waiting.waitFor();
  await context.setOffline(false);
  await at(page, VERIFYING);
  assert.equal(await page.getByText('Tanpa sinyal.').count(), 0, 'the bar is gone');
  assert.equal(watch.asked(SENT).length, 1);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('a report written wholly without signal goes by itself once it is back', async ({ page, context, watch, server }) => {
  watch.expect(BROKEN);
  await page.goto('/');
  await heading(page, 'Cek bantuan sosial Anda').waitFor();
  await context.setOffline(true);
  await link(page, 'Lapor').click();
  await fill(page, { ...ANSWERS, nik: server.familyWithoutAid() });
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await page.getByRole('group', { name: 'Menunggu sinyal', exact: true }).waitFor();
  await context.setOffline(false);
  await at(page, VERIFYING);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('a check typed without signal is answered at the first try once it is back', async ({ page, context, watch }) => {
  watch.expect(BROKEN);
  await page.goto('/');
  await heading(page, 'Cek bantuan sosial Anda').waitFor();
  await context.setOffline(true);
  await field(page, 'NIK').fill(DEMO.noAid);
  // Time for the page to see that no proof of work can be had.
  await page.waitForTimeout(500);
  await context.setOffline(false);
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
});

test('a check without signal says so', async ({ page, context, watch }) => {
  watch.expect(BROKEN);
  await page.goto('/');
  await field(page, 'NIK').fill(DEMO.noAid);
  await context.setOffline(true);
  await button(page, 'Cek penerima').click();
  await sees(page, 'HP ini tanpa sinyal. Coba lagi saat tersambung.');
  await context.setOffline(false);
  await button(page, 'Coba lagi').click();
  await at(page, UNLISTED);
});

const problem = (status, word, headers = {}) => ({
  status,
  headers,
  contentType: 'application/problem+json',
  body: JSON.stringify({ type: word, title: 'x', status }),
});

const FAILURES = [
  ['a 500', problem(500, 'internal'), 'Ada gangguan di server kami. Tidak ada jawaban yang hilang. Coba lagi.'],
  ['a proxy’s own 502', { status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' }, 'Layanan sedang sibuk. Tidak ada jawaban yang hilang. Coba lagi sebentar.'],
  ['a 429', problem(429, 'too_many_requests', { 'Retry-After': '30' }), 'Terlalu banyak permintaan dari jaringan ini. Coba lagi dalam 30 detik.'],
  ['a 200 that is no JSON', { status: 200, contentType: 'text/html', body: '<h1>Portal Wi-Fi</h1>' }, 'Jawaban server tidak terbaca. Coba lagi sebentar lagi.'],
  ['a 503', problem(503, 'unavailable'), 'Layanan sedang sibuk. Tidak ada jawaban yang hilang. Coba lagi sebentar.'],
];

test('what the server fails with is told in words, and one button tries again with the same key', async ({ page, server, watch }) => {
  watch.expect(...FAILURES.map(([, { status }]) => answered(status)));
  const answers = await toReview(page, { nik: server.familyWithoutAid() });
  let send = 'Kirim laporan';
  for (const [what, answer, told] of FAILURES) {
    await page.route(REPORTS, (route) => route.fulfill(answer), { times: 1 });
    await button(page, send).click();
    await until(() => words(page), (shown) => shown.includes(told), what);
    assert.doesNotMatch(await words(page), /\b5\d\d\b|\b429\b|undefined|null|Error|Bad Gateway|Wi-Fi/, `${what}: no codes`);
    assert.ok((await words(page)).includes(answers.address), `${what}: the answers stand`);
    send = 'Coba lagi';
  }
  await button(page, send).click();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT).length, FAILURES.length + 1);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('a 429 to the challenge is told as well, with minutes', async ({ page, watch }) => {
  watch.expect(answered(429));
  await page.route('**/api/v1/challenge', (route) => route.fulfill(problem(429, 'too_many_requests', { 'Retry-After': '600' })));
  await page.goto('/');
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await sees(page, 'Terlalu banyak permintaan dari jaringan ini. Coba lagi dalam 10 menit.');
});

test('a slow answer says so and can be cancelled; the answers stay', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, () => new Promise(() => {}), { times: 1 });
  await button(page, 'Kirim laporan').click();
  await sees(page, 'Jaringan lambat. Laporan masih dikirim, mohon tunggu.');
  await button(page, 'Batalkan').click();
  await sees(page, 'Pengiriman dibatalkan. Jawaban Anda masih tersimpan.');
  await button(page, 'Coba lagi').click();
  await at(page, VERIFYING);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('a changed answer is another report with another key', async ({ page, server, watch }) => {
  watch.expect(answered(500));
  await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, (route) => route.fulfill(problem(500, 'internal')), { times: 1 });
  await button(page, 'Kirim laporan').click();
  await trouble(page).waitFor();
  await button(page, 'Ubah Catatan').click();
  await page.getByRole('textbox', { name: 'Ada yang perlu diketahui petugas?' }).fill('Pagar biru');
  await button(page, 'Lanjut').click();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  const [first, second] = watch.asked(SENT);
  assert.notEqual(keyOf(first), keyOf(second));
  assert.equal(second.postDataJSON().note, 'Pagar biru');
});

test('the same report from a second tab is not a second case', async ({ page, context, server }) => {
  const nik = server.familyWithoutAid();
  const first = await report(page, { nik }, VERIFYING);
  const tab = await context.newPage();
  const second = await report(tab, { nik }, ALREADY);
  assert.ok(first && second);
});

test('a proof that was refused is made anew without a word', async ({ page, server, watch }) => {
  watch.expect(/Failed to load resource: the server responded with a status of 4\d\d/);
  await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, (route) => {
    const body = { ...route.request().postDataJSON(), proof: 'eyJhbGdvcml0aG0iOiJTSEEtMjU2In0=' };
    return route.continue({ postData: JSON.stringify(body) });
  }, { times: 1 });
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT).length, 2);
});

test('without a language file the page stays Indonesian and says so', async ({ page, watch }) => {
  watch.expect(BROKEN, answered(500));
  await page.route('**/lang/en-*', (route) => route.fulfill({ status: 500, body: '' }));
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await link(page, 'English').click();
  await until(() => page.getByText('Bahasa ini belum dapat dimuat.').count(), (count) => count > 0, 'the sentence');
  await at(page, 'Cek bantuan sosial Anda');
});
