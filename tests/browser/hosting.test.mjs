// The site on a static host, below a path of a host of its own, with the server as its
// API elsewhere: with the program and without.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEMO, answered, freePort, suite } from './harness.mjs';
import { Host } from './host.mjs';
import { StaticHost } from './nginx.mjs';
import {
  ANSWERS, HEADINGS, LISTED, UNLISTED, VERIFYING, at, button, consent, field, fill, link, ticket,
} from './screens.mjs';

const port = await freePort();
const origin = `http://localhost:${port}`;
const base = `${origin}/bansos/`;
const village = await Host.open();
const { test: onServer } = suite({ TILIK_ORIGINS: `${origin},${village.origin}` });
const site = new StaticHost(port, '/bansos/');

/** A test on the static host; the server is another origin to it. */
const test = (name, options, body = options) =>
  onServer(name, typeof options === 'function' ? {} : options, async (given) => {
    await site.serve('--api', given.server.origin, '--framed-by', village.origin);
    given.watch.expect(/^request to a foreign host: http:\/\/localhost:/);
    await body(given);
  });

/** Fetches a file as a browser would. */
const get = (path, encoding = 'gzip') => fetch(base + path, { headers: { 'Accept-Encoding': encoding }, redirect: 'manual' });

test('a check, a report and its status', async ({ page, server, watch }) => {
  await page.goto(base);
  await field(page, 'NIK').fill(DEMO.listedNotPaid);
  await button(page, 'Cek penerima').click();
  await at(page, LISTED);
  assert.equal(page.url(), `${base}cek`);
  const nik = server.familyWithoutAid();
  await page.goto(`${base}lapor`);
  await fill(page, { ...ANSWERS, nik });
  await page.reload();
  await consent(page).check();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  const number = await ticket(page);
  await link(page, 'Lihat status laporan').click();
  await field(page, 'NIK yang dilaporkan').fill(nik);
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${number}`);
  assert.equal(page.url(), `${base}status`);
  const asked = watch.asked().map((request) => new URL(request.url()).origin);
  assert.ok(asked.length > 4 && asked.every((one) => one === server.origin), `the API alone is asked: ${asked}`);
  assert.equal(watch.asked('POST /api/v1/reports')[0].postDataJSON().channel, 'web');
  const own = watch.requests.map((request) => new URL(request.url())).filter((url) => url.origin === origin);
  assert.ok(own.every((url) => url.pathname.startsWith('/bansos/')), own.join());
});

test('the static page is taken over as it stands', async ({ page, context }) => {
  await context.addInitScript(() => {
    const begin = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML').set;
    Object.defineProperty(Element.prototype, 'innerHTML', { set(html) { if (this.id === 'tilik') window.drawn = true; begin.call(this, html); } });
  });
  for (const path of ['', 'cek', 'lapor', 'cek/', 'jv/status']) {
    await page.goto(base + path);
    assert.equal(await page.evaluate(() => window.drawn), undefined, path);
  }
});

test('every language has its pages, and the way back to Indonesian', async ({ page }) => {
  await page.goto(`${base}en/cek`);
  await at(page, 'Check for aid');
  await link(page, 'Indonesia').click();
  await at(page, 'Cek penerima bantuan');
  await page.goto(`${base}id/lapor`);
  await at(page, HEADINGS.self[0]);
});

/** The same without a program: from the first form on the API's own pages answer. */
const plain = (name, body) => test(name, { javaScriptEnabled: false }, body);

plain('without JavaScript the check is answered by the API’s origin, and a report goes on there', async ({ page, server, watch }) => {
  await page.goto(`${base}cek`);
  const nik = server.familyWithoutAid();
  await field(page, 'NIK').fill(nik);
  const posted = page.waitForRequest((request) => request.method() === 'POST');
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
  const headers = await (await posted).allHeaders();
  assert.deepEqual([headers.origin, headers['sec-fetch-site']], [origin, 'cross-site']);
  assert.equal(page.url(), `${server.origin}/cek`);
  await button(page, 'Lapor sekarang').click();
  await at(page, HEADINGS.self[0]);
  assert.deepEqual(watch.asked(), []);

  await page.goto(`${base}lapor`);
  await page.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[1]);
  await page.getByRole('textbox').fill(nik);
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[2]);
  assert.equal(page.url(), `${server.origin}/lapor`);
});

plain('and so is the status, in the language of the page', async ({ page, server, watch }) => {
  watch.expect(answered(404));
  const nik = server.familyWithoutAid();
  const { ticket } = await server.report({ nik });
  await page.goto(`${base}en/status`);
  await field(page, 'Report number').fill(ticket);
  await field(page, 'NIK that was reported').fill(nik);
  await button(page, 'See the status').click();
  await at(page, `Report ${ticket}`);
  assert.equal(page.url(), `${server.origin}/en/status`);
});

test('a form from an origin that is not named is refused', { program: false }, async ({ page, server, watch }) => {
  watch.expect(answered(403));
  const stranger = await Host.open();
  await page.goto(stranger.show(`<title>Lain</title><form method="post" action="${server.origin}/cek"><input name="nik" value="${DEMO.paid}"><button>Kirim</button></form>`));
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await button(page, 'Kirim').click();
  assert.equal((await answer).status(), 403);
});

test('embed.js from the static host frames its pages', { program: false }, async ({ page, server, watch }) => {
  const embed = `<tilik-embed page="cek" lang="id"><a href="${base}cek">Cek di Tilik</a></tilik-embed>`;
  await page.goto(village.show(`<!doctype html><html lang="id"><title>Desa</title><script src="${base}embed.js"></script>${embed}`));
  const element = page.locator('tilik-embed iframe');
  await element.waitFor({ state: 'visible' });
  const frame = await (await element.elementHandle()).contentFrame();
  await frame.locator('html.bingkai.siap').waitFor({ state: 'attached' });
  assert.equal(frame.url(), `${base}id/cek`);
  await field(frame, 'NIK').fill(DEMO.paid);
  await button(frame, 'Cek penerima').click();
  await at(frame, LISTED);
  assert.equal(new URL(watch.asked('POST /api/v1/checks')[0].url()).origin, server.origin);
});

test('the headers are those printed, files with a hash are kept for good, and compressed ones go out', { program: false }, async () => {
  for (const path of ['', 'cek', 'cek/', 'jv/lapor', 'embed.js', 'proof-worker.js', 'tidak-ada']) {
    const answer = await get(path);
    assert.equal(answer.status, path === 'tidak-ada' ? 404 : 200, path);
    for (const [, name, value] of site.printed.matchAll(/^ {2}((?!Cache)[\w-]+): (.*)$/gm)) assert.equal(answer.headers.get(name), value, `${path}: ${name}`);
    assert.equal(answer.headers.get('Cache-Control'), 'no-cache', path);
  }
  assert.match(await (await get('tidak-ada')).text(), /Halaman tidak ada/);
  const hashed = readdirSync(site.folder, { recursive: true }).filter((name) => /[-_][0-9a-f]{16}[-_.]/.test(name) && !/\.(br|gz)$/.test(name));
  assert.ok(hashed.length >= 7, hashed.join());
  for (const name of hashed) {
    const answer = await get(name);
    assert.match(answer.headers.get('Cache-Control'), /immutable/, name);
    assert.equal(answer.headers.get('Content-Encoding'), 'gzip', name);
    if (name.endsWith('.wasm')) assert.equal(answer.headers.get('Content-Type'), 'application/wasm');
  }
  // What a static host is told in its own file says the same.
  const rules = readFileSync(join(site.folder, '_headers'), 'utf8');
  for (const name of hashed) assert.ok(rules.includes(`/bansos/${name}\n  Cache-Control: public, max-age=31536000, immutable`), name);
});
