// A report that waits for a signal: kept on the phone beyond the page, if the person
// says so, sent later and once, shown, told and erased.

import assert from 'node:assert/strict';
import { accessible, fits } from './accessible.mjs';
import { BROKEN, answered, suite } from './harness.mjs';
import {
  ANSWERS, VERIFYING, at, button, consent, fill, heading, link, sees, ticket, toReview, until, words,
} from './screens.mjs';

const { test } = suite();

const REPORTS = '**/api/v1/reports';
const SENT = 'POST /api/v1/reports';
const NAME = 'tilik.antrean';
const keyOf = (request) => request.headers()['idempotency-key'];
const queue = (page) => page.getByRole('complementary', { name: 'Laporan yang menunggu', exact: true });
const kept = (page) => page.evaluate((name) => JSON.parse(localStorage.getItem(name)), NAME);
const draft = (page) => page.evaluate(() => localStorage.getItem('tilik.isian'));
const YES = 'Ya, simpan di HP ini';

/** Waits until what comes late is there, so that it is at hand without a network. */
const late = (page) => page.waitForFunction(() => window.tilik.unsent && window.tilik.pieces);

/** Fills a report, loses the signal, sends, and is asked whether it may wait. */
async function unsent(page, context, nik) {
  const answers = await toReview(page, { nik });
  await late(page);
  await context.setOffline(true);
  await button(page, 'Kirim laporan').click();
  await page.getByRole('group', { name: 'Menunggu sinyal', exact: true }).waitFor();
  await button(page, YES).waitFor();
  return answers;
}

/** The same, and says yes. */
async function queued(page, context, nik) {
  const answers = await unsent(page, context, nik);
  await button(page, YES).click();
  await heading(page, 'Cek bantuan sosial Anda').waitFor();
  await sees(page, 'Laporan disimpan di HP ini sampai terkirim.');
  await queue(page).getByRole('heading', { name: '1 laporan menunggu sinyal' }).waitFor();
  return answers;
}

/** Whether the server has exactly one report of these requests, with that ticket. */
async function oneReport(server, requests, shown) {
  assert.equal(new Set(requests.map(keyOf)).size, 1, 'one key');
  const bodies = new Set(requests.map((request) => JSON.stringify({ ...request.postDataJSON(), proof: 0 })));
  assert.equal(bodies.size, 1, 'one body');
  const { proof: _, ...body } = requests[0].postDataJSON();
  assert.equal((await server.send('reports', body, keyOf(requests[0]))).ticket, shown);
  assert.equal((await server.send('reports', body, crypto.randomUUID())).outcome, 'already_reported');
}

/** Looks at the result that waits, and answers its ticket. */
async function seeResult(page) {
  await queue(page).getByRole('heading', { name: 'Laporan Anda sudah terkirim' }).waitFor();
  await queue(page).getByRole('link', { name: 'Lihat hasil' }).click();
  await at(page, VERIFYING);
  return ticket(page);
}

test('offline, yes, the phone put away: sent once at the next visit, and the result is shown', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  assert.equal(await draft(page), null, 'the form is free');
  const { since, key, body } = await kept(page);
  assert.ok(since && key && JSON.parse(body).made_at);
  await page.close();
  assert.equal(watch.asked(SENT).length, 0);
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto('/status');
  const shown = await seeResult(again);
  const sent = watch.asked(SENT);
  assert.deepEqual(sent.map(keyOf), [key]);
  assert.equal(await kept(again), null, 'nothing stays once it was looked at');
  await oneReport(server, sent, shown);
  await again.reload();
  await at(again, VERIFYING);
});

test('it is sent when the network comes back, without a visit', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  await context.setOffline(false);
  const shown = await seeResult(page);
  await oneReport(server, watch.asked(SENT), shown);
});

test('whoever does not say yes leaves it to the open page, as before', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await unsent(page, context, server.familyWithoutAid());
  assert.equal(await kept(page), null, 'asked before it is kept');
  await context.setOffline(false);
  await at(page, VERIFYING);
  await oneReport(server, watch.asked(SENT), await ticket(page));
  assert.equal(await queue(page).count(), 0);
});

test('a server that dies in the middle of its answer: the same key again brings the one report', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  let landed;
  await page.route(REPORTS, async (route) => {
    landed = await (await route.fetch()).json();
    await server.kill();
    await route.abort('connectionreset');
  }, { times: 1 });
  await context.setOffline(false);
  await until(() => landed, Boolean, 'the server had it');
  await server.kill();
  await queue(page).getByRole('button', { name: 'Kirim sekarang' }).waitFor();
  await queue(page).getByRole('button', { name: 'Kirim sekarang' }).click();
  await queue(page).getByRole('button', { name: 'Kirim sekarang' }).waitFor();
  await server.run();
  await queue(page).getByRole('button', { name: 'Kirim sekarang' }).click();
  assert.equal(await seeResult(page), landed.ticket);
  await oneReport(server, watch.asked(SENT), landed.ticket);
});

test('two clicks and two tabs are one report', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  const tab = await context.newPage();
  await context.setOffline(false);
  await queue(page).getByRole('heading', { name: 'Laporan Anda sudah terkirim' }).waitFor();
  await tab.goto('/');
  const shown = await seeResult(tab);
  await oneReport(server, watch.asked(SENT), shown);
  await queue(page).waitFor({ state: 'hidden' });
});

test('while one waits another can be filled, and is told that it cannot wait as well', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  const { key } = await kept(page);
  const second = { ...ANSWERS, nik: server.familyWithoutAid() };
  await link(page, 'Lapor').click();
  await queue(page).waitFor();
  await fill(page, second);
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await sees(page, 'HP ini bisa menyimpan satu laporan, dan sudah ada satu.');
  assert.equal(await button(page, YES).count(), 0);
  assert.equal((await kept(page)).key, key, 'the first is still there');
  assert.ok((await draft(page)).includes(second.nik), 'the second is kept as answers');
});

test('it can be erased, after a question', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  await queue(page).getByRole('button', { name: 'Hapus laporan ini' }).click();
  await queue(page).getByRole('button', { name: 'Tidak jadi' }).click();
  await queue(page).getByRole('button', { name: 'Hapus laporan ini' }).click();
  await queue(page).getByRole('button', { name: 'Ya, hapus' }).click();
  await sees(page, 'Laporan yang menunggu sudah dihapus.');
  assert.doesNotMatch(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }])), /3510\d{12}/);
  await context.setOffline(false);
  await page.goto('/');
  await late(page);
  await page.waitForTimeout(500);
  assert.equal(watch.asked(SENT).length, 0);
  assert.equal(await queue(page).count(), 0);
});

/** Lets what waits have been there for so many days. */
const age = (page, days) => page.evaluate(([name, since]) => {
  const item = JSON.parse(localStorage.getItem(name));
  localStorage.setItem(name, JSON.stringify({ ...item, since }));
}, [NAME, Date.now() - days * 86_400_000]);

test('after six days it is still sent, after seven it is erased with a word', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await queued(page, context, server.familyWithoutAid());
  await age(page, 7.01);
  await context.setOffline(false);
  await queue(page).getByRole('heading', { name: 'Laporan yang menunggu dihapus' }).waitFor();
  assert.equal(await kept(page), null);
  assert.equal(watch.asked(SENT).length, 0);

  await page.goto('/');
  await queued(page, context, server.familyWithoutAid());
  await age(page, 6.9);
  await context.setOffline(false);
  await seeResult(page);
  assert.equal(watch.asked(SENT).length, 1);
});

test('it outlives the half hour after which answers are erased', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await page.clock.install();
  await queued(page, context, server.familyWithoutAid());
  await page.clock.fastForward(40 * 60_000);
  assert.ok(await kept(page));
});

for (const [what, since] of [['that was lost when it was kept', 1000], ['that has gone back since', Date.now() + 400 * 86_400_000]]) {
  test(`a clock ${what} erases nothing`, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN);
    await queued(page, context, server.familyWithoutAid());
    await page.evaluate(([name, since]) => {
      const item = JSON.parse(localStorage.getItem(name));
      localStorage.setItem(name, JSON.stringify({ ...item, since }));
    }, [NAME, since]);
    await context.setOffline(false);
    await seeResult(page);
    assert.equal(watch.asked(SENT).length, 1);
  });
}

const problem = (status, word) => ({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: `urn:tilik:problem:${word}`, title: 'x', status }) });

test('what the server does not take can be changed and sent', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN, answered(422));
  const answers = await queued(page, context, server.familyWithoutAid());
  await page.route(REPORTS, (route) => route.fulfill(problem(422, 'invalid')), { times: 1 });
  await context.setOffline(false);
  await queue(page).getByRole('heading', { name: 'Laporan belum diterima' }).waitFor();
  await queue(page).getByRole('link', { name: 'Periksa jawaban' }).click();
  await at(page, 'Periksa jawaban Anda');
  assert.ok((await words(page)).includes(answers.address));
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  const [first, second] = watch.asked(SENT).map(keyOf);
  assert.notEqual(first, second, 'another report');
});

for (const [what, answer] of [
  ['a server in trouble', problem(500, 'internal')],
  ['too many at once', problem(429, 'too_many_requests')],
  ['a proof that has grown old', problem(422, 'proof')],
  ['the page of a Wi-Fi portal', { status: 200, contentType: 'text/html', body: '<h1>Portal</h1>' }],
  ['a portal that refuses', { status: 403, contentType: 'text/html', body: '<h1>Portal</h1>' }],
]) {
  test(`it goes on waiting over ${what}`, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN, answered(answer.status));
    await queued(page, context, server.familyWithoutAid());
    let answers = 0;
    await page.route(REPORTS, (route) => {
      answers++;
      return route.fulfill(answer);
    });
    await context.setOffline(false);
    await until(() => answers, (count) => count > 0, 'a try');
    await queue(page).getByRole('button', { name: 'Kirim sekarang' }).waitFor();
    await page.unroute(REPORTS);
    await queue(page).getByRole('button', { name: 'Kirim sekarang' }).click();
    const shown = await seeResult(page);
    await oneReport(server, watch.asked(SENT), shown);
  });
}

test('a phone that keeps nothing says so, and the page goes on waiting', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await unsent(page, context, server.familyWithoutAid());
  await page.evaluate((name) => {
    const plainly = Storage.prototype.setItem;
    Storage.prototype.setItem = function setItem(key, text) {
      if (key === name) throw new DOMException('full', 'QuotaExceededError');
      return plainly.call(this, key, text);
    };
  }, NAME);
  await button(page, YES).click();
  await sees(page, 'HP ini tidak bisa menyimpan. Biarkan halaman ini terbuka.');
  await context.setOffline(false);
  await at(page, VERIFYING);
  await oneReport(server, watch.asked(SENT), await ticket(page));
});

test('it waits over a start without a network, in the language chosen', { serviceWorkers: 'allow' }, async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.goto('/en/');
  await until(() => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()), (urls) => urls.some((url) => url.includes('/pages/en-')), 'English');
  await page.goto('/id/');
  await queued(page, context, server.familyWithoutAid());
  await page.close();
  const again = await context.newPage();
  await again.goto('/en/');
  const english = again.getByRole('complementary', { name: 'The report that waits', exact: true });
  await english.getByRole('heading', { name: '1 report waits for a signal' }).waitFor();
  assert.doesNotMatch(await english.innerText(), /\d{6}|Warga/, 'only how many');
  await context.setOffline(false);
  // Chromium 148 forgets to play without a network in a page that a worker answers, and
  // then has no change to tell of.
  await again.evaluate(() => dispatchEvent(new Event('online')));
  await english.getByRole('link', { name: 'See the result' }).click();
  await again.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(new URL(again.url()).pathname, '/en/hasil');
  const sent = watch.asked(SENT);
  assert.equal(sent.length, 1);
  assert.equal(await kept(again), null);
});

test('what it says is readable to all, on 320 px, light and dark', {
  viewport: { width: 320, height: 568 }, reducedMotion: 'reduce',
}, async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  const look = async (where) => {
    await fits(page, where);
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      await accessible(page, `${where}, ${colorScheme}`);
    }
  };
  /** What another tab does to what waits. */
  const become = (change) => page.evaluate(([name, change]) => {
    localStorage.setItem(name, JSON.stringify({ ...JSON.parse(localStorage.getItem(name)), ...change }));
    dispatchEvent(new StorageEvent('storage', { key: name }));
  }, [NAME, change]);
  const says = (title) => queue(page).getByRole('heading', { name: title, exact: true }).waitFor();
  await unsent(page, context, server.familyWithoutAid());
  await look('asked');
  await button(page, YES).click();
  await says('1 laporan menunggu sinyal');
  await look('waiting');
  await queue(page).getByRole('button', { name: 'Hapus laporan ini' }).click();
  await says('Hapus laporan yang menunggu?');
  assert.equal(await queue(page).evaluate((at) => at === document.activeElement), true, 'the question has the focus');
  await look('erase');
  await become({ refused: true });
  await says('Laporan belum diterima');
  await look('refused');
  await become({ since: Date.now() - 8 * 86_400_000 });
  await says('Laporan yang menunggu dihapus');
  await look('expired');
  await become({ since: Date.now(), key: 'x', answer: { ticket: 'BWI-7K3MQX4' } });
  await says('Laporan Anda sudah terkirim');
  await look('sent');
});
