// Tilik in the page of another site: the check and the report within its frame, what
// the host learns of them and what it does not, and who may have one at all.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { DEMO, wholeSuite } from './harness.mjs';
import { Host } from './host.mjs';
import {
  ANSWERS, HEADINGS, LISTED, REJECTED, UNLISTED, VERIFYING, answer, at, button, consent, field, fill, link, sees, ticket, until,
} from './screens.mjs';

const host = await Host.open();
const stranger = await Host.open();
const { test: framed } = wholeSuite({ TILIK_ORIGINS: host.origin }, '--test-third-party-cookie-phaseout');

/** A test on a page of another site, which remembers every event and message. */
const test = (name, options, body = options) =>
  framed(name, { ...(typeof options === 'function' ? {} : options), program: false }, async (given) => {
    given.watch.expect(/^request to a foreign host: http:\/\/localhost:/);
    await given.context.addInitScript(() => {
      if (window !== top) return;
      window.heard = [];
      window.messages = [];
      for (const name of ['ready', 'resize', 'verdict']) addEventListener(`tilik:${name}`, (event) => heard.push([name, event.detail]));
      addEventListener('message', (event) => messages.push(event.data));
    });
    await body(given);
  });

/** A page with that in it. */
const around = (server, body, head = '') => `<!doctype html><html lang="id"><head><meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Desa Contoh</title>${head}
  <script src="${server.origin}/embed.js"></script></head><body><main><h1>Desa Contoh</h1>${body}</main></body></html>`;

/** An embed with its link. */
const embed = (server, page, attributes = '') =>
  `<tilik-embed page="${page}" ${attributes}><a href="${server.origin}/${page}">Buka ${page} di Tilik</a></tilik-embed>`;

/** The frame of an embed, once the program runs in it. */
async function inside(page, place = 0) {
  const element = page.locator('tilik-embed iframe').nth(place);
  await element.waitFor({ state: 'visible' });
  const frame = await (await element.elementHandle()).contentFrame();
  await frame.locator('html.bingkai.siap').waitFor({ state: 'attached' });
  return frame;
}

/** Opens a page of the host's with one embed. */
async function open(page, server, what, attributes, head, headers) {
  await page.goto(host.show(around(server, embed(server, what, attributes), head), headers));
  return inside(page);
}

const heard = (page, name) => page.evaluate((name) => heard.filter(([one]) => !name || one === name).map(([, detail]) => detail), name);
const height = (page, place = 0) => page.locator('tilik-embed iframe').nth(place).evaluate((frame) => frame.getBoundingClientRect().height);

/** Waits until the frame is exactly as high as it says it needs to be. */
const settled = (page, frame, place = 0) => until(async () => {
  const needed = await frame.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height / 32) * 32);
  return [needed, await height(page, place)];
}, ([needed, high]) => needed === high, 'the height of what is in the frame');

async function check(frame, nik, outcome) {
  await field(frame, 'NIK').fill(nik);
  await button(frame, 'Cek penerima').click();
  await at(frame, outcome);
}

async function report(frame, given, outcome) {
  await fill(frame, { ...ANSWERS, ...given });
  await consent(frame).check();
  await button(frame, 'Kirim laporan').click();
  await at(frame, outcome);
}

/** The element's styles as they come out. */
const style = (frame, selector, name) => frame.locator(selector).first().evaluate((element, name) => getComputedStyle(element)[name], name);

test('the example for authors works as it stands: a check in one frame, a report in the other', async ({ page, server, watch, context }) => {
  const example = readFileSync(new URL('../../docs/embed-example.html', import.meta.url), 'utf8');
  await page.goto(host.show(example.replaceAll('https://tilik.example.go.id', server.origin)));
  const frame = await inside(page);
  await at(frame, 'Cek penerima bantuan');
  assert.equal(await page.locator('tilik-embed iframe').first().getAttribute('title'), 'Cek penerima bantuan');
  await check(frame, DEMO.listedNotPaid, LISTED);
  await sees(frame, /Terdaftar, belum dicairkan/);

  await page.locator('tilik-embed').nth(1).scrollIntoViewIfNeeded();
  const other = await inside(page, 1);
  const nik = server.familyWithoutAid();
  await report(other, { nik }, VERIFYING);
  const number = await ticket(other);
  const [sent] = watch.asked('POST /api/v1/reports');
  assert.equal(sent.postDataJSON().channel, 'embed');
  assert.deepEqual(await context.cookies(), [], 'no cookie');

  // The number is good outside too.
  const headers = { 'Content-Type': 'application/json' };
  const status = await fetch(`${server.origin}/api/v1/reports/status`, { method: 'POST', headers, body: JSON.stringify({ ticket: number, nik }) });
  assert.equal((await status.json()).timeline[0].status, 'received');
});

test('the host hears that an answer came, and the same whatever it was', async ({ page, server }) => {
  const told = [];
  for (const [nik, outcome] of [[DEMO.paid, LISTED], [DEMO.listedNotPaid, LISTED], [DEMO.nutritionOnly, LISTED], [DEMO.noAid, UNLISTED], [DEMO.notRegistered, UNLISTED]]) {
    const frame = await open(page, server, 'cek');
    await settled(page, frame);
    await field(frame, 'NIK').fill(nik);
    await settled(page, frame);
    const entries = await page.evaluate(() => {
      messages.length = heard.length = 0;
      return history.length;
    });
    await button(frame, 'Cek penerima').click();
    await at(frame, outcome);
    await until(() => heard(page, 'verdict'), (verdicts) => verdicts.length === 1, 'the verdict’s event');
    await sleep(300);
    const asked = await frame.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.includes('/api/')).map(({ name }) => new URL(name).pathname));
    told.push(JSON.stringify([await page.evaluate(() => messages), await heard(page), await page.title(), await page.evaluate(() => history.length) - entries, asked]));
    assert.deepEqual(await heard(page, 'verdict'), [{ kind: 'check' }]);
  }
  assert.equal(new Set(told).size, 1, `one and the same: ${told.join('\n')}`);
});

test('nor of a report', async ({ page, server }) => {
  const told = [];
  for (const [nik, outcome] of [[DEMO.paid, REJECTED], [server.familyWithoutAid(), VERIFYING]]) {
    const frame = await open(page, server, 'lapor');
    await fill(frame, { ...ANSWERS, nik });
    await consent(frame).check();
    await settled(page, frame);
    await page.evaluate(() => { messages.length = heard.length = 0; });
    await button(frame, 'Kirim laporan').click();
    await at(frame, outcome);
    await until(() => heard(page, 'verdict'), (verdicts) => verdicts.length === 1, 'the verdict’s event');
    await sleep(300);
    told.push(JSON.stringify([await page.evaluate(() => messages), await heard(page)]));
    assert.deepEqual(await heard(page, 'verdict'), [{ kind: 'report' }]);
  }
  assert.equal(told[0], told[1]);
});

test('nothing the host is told in a whole visit names anybody', async ({ page, server }) => {
  const frame = await open(page, server, 'cek');
  const nik = server.familyWithoutAid();
  await check(frame, nik, UNLISTED);
  await button(frame, 'Lapor sekarang').click();
  await at(frame, HEADINGS.self[0]);
  await report(frame, { nik }, VERIFYING);
  await until(() => heard(page, 'verdict'), (verdicts) => verdicts.length === 2, 'two verdicts');
  const messages = await page.evaluate(() => window.messages);
  const words = new Set(messages.flatMap((message) => Object.entries(message)).map(([key, value]) => `${key}=${typeof value === 'number' ? '#' : value}`));
  assert.deepEqual([...words].sort(), ['height=#', 'kind=check', 'kind=report', 'say=answered', 'say=height', 'say=ready', 'say=top', 'tilik=#']);
  assert.ok(messages.every(({ height = 32 }) => height % 32 === 0), 'heights in steps');
  assert.equal(new URL(page.url()).hash, '');
});

test('the height follows what is in the frame, up and down, and the width of the page', async ({ page, server }) => {
  const frame = await open(page, server, 'lapor');
  const first = await settled(page, frame);
  await button(frame, 'Lanjut').click();
  await frame.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
  const faulty = await settled(page, frame);
  assert.ok(faulty[1] > first[1], `${faulty} after ${first}`);
  await frame.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(frame, 'Lanjut').click();
  await at(frame, HEADINGS.self[1]);
  const second = await settled(page, frame);
  assert.ok(second[1] < faulty[1], `${second} after ${faulty}`);
  await page.setViewportSize({ width: 1000, height: 700 });
  const wide = await settled(page, frame);
  assert.ok(wide[1] <= second[1], `${wide} after ${second}`);
  const events = await heard(page, 'resize');
  assert.equal(events.at(-1).height, wide[1]);
  assert.deepEqual(await heard(page, 'ready'), [{ page: 'lapor' }], 'ready once');
  assert.ok(await frame.evaluate(() => document.scrollingElement.scrollHeight <= innerHeight), 'nothing scrolls within');
});

test('the next question is in sight, though the host’s page is long', async ({ page, server }) => {
  await page.goto(host.show(around(server, `<p>${'Kabar desa. '.repeat(400)}</p>${embed(server, 'lapor')}`)));
  await page.locator('tilik-embed').scrollIntoViewIfNeeded();
  const frame = await inside(page);
  await frame.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(frame, 'Lanjut').scrollIntoViewIfNeeded();
  await button(frame, 'Lanjut').click();
  await at(frame, HEADINGS.self[1]);
  await until(() => page.locator('tilik-embed').evaluate((element) => element.getBoundingClientRect().top), (top) => top > -200 && top < 400, 'its top');
});

test('an origin that is not named gets the link alone', async ({ page, server, watch }) => {
  watch.expect(/frame-ancestors/, /page error.*sandbox/);
  await page.goto(stranger.show(around(server, embed(server, 'cek', 'loading="eager"'))));
  await until(() => watch.faults.some((fault) => /frame-ancestors/.test(fault)), Boolean, 'the refusal');
  await sleep(500);
  assert.ok(await link(page, 'Buka cek di Tilik').isVisible());
  assert.ok(!(await page.locator('tilik-embed iframe').isVisible()), 'the browser’s own page of refusal is not shown');
  assert.deepEqual(await heard(page), []);
  assert.ok((await page.locator('tilik-embed').boundingBox()).height < 60);
});

test('without scripts there is the link', { javaScriptEnabled: false }, async ({ page, server }) => {
  await page.goto(host.show(around(server, embed(server, 'cek'))));
  await link(page, 'Buka cek di Tilik').click();
  await at(page, 'Cek penerima bantuan');
  assert.equal(page.url(), `${server.origin}/cek`);
});

const WORDPRESS = `<style>
  *, *::before { box-sizing: content-box; margin: 0 } iframe { max-width: 100% !important; height: auto !important; border: 9px solid red !important; display: none !important }
  .entry-content > * { max-width: 620px; margin: auto } .wp-block > * { float: left; max-width: 90% } .entry-content > * { line-height: 4 } a { color: red !important; font-size: 40px }
  main * { position: static; visibility: visible; opacity: 1; padding: 3px }</style>`;

test('the styles of a host’s theme do not reach it', async ({ page, server }) => {
  const body = `<div class="entry-content"><div class="wp-block">${embed(server, 'cek')}</div></div>`;
  await page.setViewportSize({ width: 800, height: 700 });
  await page.goto(host.show(around(server, body, WORDPRESS)));
  const frame = await inside(page);
  await settled(page, frame);
  const box = await page.locator('tilik-embed iframe').boundingBox();
  assert.ok(box.width > 500, `${box.width} wide`);
  assert.equal(await style(page, 'tilik-embed iframe', 'borderTopWidth'), '0px');
  await check(frame, DEMO.paid, LISTED);
});

test('under the strictest policy of a host, with trusted types and without styles', async ({ page, server }) => {
  const policy = `default-src 'none'; script-src ${server.origin}; frame-src ${server.origin}; style-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const frame = await open(page, server, 'cek', 'accent="#7a1f5c"', '', { 'Content-Security-Policy': policy });
  await settled(page, frame);
  assert.equal(await page.locator('tilik-embed').evaluate((element) => getComputedStyle(element).display), 'block');
  assert.equal(await style(frame, '.btn', 'backgroundColor'), 'rgb(122, 31, 92)');
  await check(frame, DEMO.noAid, UNLISTED);
});

test('without the directive for frames the host keeps the link', async ({ page, server, watch }) => {
  watch.expect(/Content Security Policy/);
  const policy = `default-src 'none'; script-src ${server.origin}`;
  await page.goto(host.show(around(server, embed(server, 'cek')), { 'Content-Security-Policy': policy }));
  await until(() => watch.faults.some((fault) => /frame-src/.test(fault)), Boolean, 'the refusal');
  assert.ok(await link(page, 'Buka cek di Tilik').isVisible());
});

test('several on one page keep to themselves', async ({ page, server }) => {
  const three = ['cek', 'lapor', 'status'].map((what) => embed(server, what, 'loading="eager"')).join('');
  await page.goto(host.show(around(server, three)));
  const [cek, lapor, status] = [await inside(page, 0), await inside(page, 1), await inside(page, 2)];
  for (const [place, frame] of [cek, lapor, status].entries()) await settled(page, frame, place);
  const before = await height(page, 1);
  await check(cek, DEMO.paid, LISTED);
  await at(lapor, HEADINGS.self[0]);
  await at(status, 'Status laporan');
  assert.equal(await height(page, 1), before);
  await page.locator('tilik-embed').first().evaluate((element) => element.remove());
  await lapor.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(lapor, 'Lanjut').click();
  await at(lapor, HEADINGS.self[1]);
  await settled(page, lapor, 0);
});

test('in a tab of the host’s that is not shown nothing loads, and it is right when it is', async ({ page, server, watch }) => {
  await page.goto(host.show(around(server, `<div id="tab" hidden>${embed(server, 'cek')}</div>`)));
  await sleep(500);
  assert.equal(watch.requests.filter((request) => request.url() === `${server.origin}/cek`).length, 0, 'nothing yet');
  const toggle = () => page.locator('#tab').evaluate((tab) => { tab.hidden = !tab.hidden; });
  await toggle();
  const frame = await inside(page);
  const [, shown] = await settled(page, frame);
  await toggle();
  await sleep(300);
  await toggle();
  await sleep(300);
  assert.equal(await height(page), shown, 'as high as before');
  await check(frame, DEMO.paid, LISTED);
});

test('far down the page it loads when one comes near', async ({ page, server, watch }) => {
  await page.goto(host.show(around(server, `<p>${'Kabar desa. '.repeat(2000)}</p>${embed(server, 'cek')}`)));
  await sleep(500);
  assert.equal(watch.requests.filter((request) => request.url() === `${server.origin}/cek`).length, 0, 'nothing yet');
  await page.locator('tilik-embed').scrollIntoViewIfNeeded();
  await at(await inside(page), 'Cek penerima bantuan');
});

test('a hostile host can neither read nor fill anything in', async ({ page, server }) => {
  const frame = await open(page, server, 'lapor');
  const look = () => frame.evaluate(() => [document.documentElement.getAttribute('style'), document.documentElement.lang, location.href, document.body.innerHTML.length]);
  await settled(page, frame);
  const before = await look();
  await page.evaluate(() => {
    const target = document.querySelector('tilik-embed').shadowRoot.querySelector('iframe').contentWindow;
    const long = 'x'.repeat(100_000);
    for (const message of [
      null, 1, 'tilik', [], { say: 'look', accent: '#7a1f5c' }, { tilik: 2, say: 'look', accent: '#7a1f5c' }, { tilik: 1 },
      { tilik: 1, say: 'look', accent: 'red' }, { tilik: 1, say: 'look', accent: '#7a1f5c;}body{display:none' },
      { tilik: 1, say: 'look', accent: ['#7a1f5c', '#7a1f5c'] }, { tilik: 1, say: 'look', accent: { toString: 1 } }, { tilik: 1, say: 'look', accent: long },
      { tilik: 1, say: 'look', round: '9px;color:red' }, { tilik: 1, say: 'look', round: 'calc(1px)' }, { tilik: 1, say: 'lang', lang: 'xx' },
      { tilik: 1, say: 'lang', lang: '<b>' }, { tilik: 1, say: 'ask', path: '/api/v1/checks' }, { tilik: 1, say: 'fill', nik: '3510161203850001' },
      { tilik: 1, say: 'ready' }, { tilik: 1, say: '__proto__' },
    ]) target.postMessage(message, '*');
    // Nor anybody else on that page: another frame of the host's own.
    const other = document.createElement('iframe');
    document.body.appendChild(other);
    other.contentWindow.eval(`parent.document.querySelector('tilik-embed').shadowRoot.querySelector('iframe').contentWindow.postMessage({ tilik: 1, say: 'look', accent: '#7a1f5c' }, '*')`);
    other.remove();
  });
  await sleep(300);
  assert.deepEqual(await look(), before);
  // Its document, its storage and its boxes are another origin's.
  assert.equal(await page.evaluate(() => {
    const { contentWindow, contentDocument } = document.querySelector('tilik-embed').shadowRoot.querySelector('iframe');
    try { return String(contentDocument) + contentWindow.document; } catch (error) { return error.name; }
  }), 'SecurityError');
});

test('a hostile child moves its own frame within bounds, and nothing else', async ({ page, server, watch }) => {
  watch.expect(/attempting navigation of the top-level window is sandboxed/);
  const frame = await open(page, server, 'cek');
  await settled(page, frame);
  const markup = () => page.evaluate(() => document.body.innerHTML + document.querySelector('tilik-embed').shadowRoot.innerHTML.replace(/height: \d+px/, ''));
  const before = await markup();
  const says = async (message, from = frame) => {
    await from.evaluate((message) => parent.postMessage(message, '*'), message);
    await sleep(50);
    return height(page);
  };
  assert.equal(await says({ tilik: 1, say: 'height', height: 1e9 }), 8000);
  assert.equal(await says({ tilik: 1, say: 'height', height: -5 }), 160);
  const stays = await says({ tilik: 1, say: 'height', height: 512 });
  assert.equal(stays, 512);
  const events = (await heard(page)).length;
  for (const message of [
    null, 'height', { say: 'height', height: 600 }, { tilik: 1, say: 'height', height: '600' }, { tilik: 1, say: 'height', height: '600px;position:fixed' },
    { tilik: 1, say: 'height' }, { tilik: 1, say: 'height', height: [600] }, { tilik: 1, say: 'answered', kind: '<img src=x onerror=alert(1)>' },
    { tilik: 1, say: 'answered', kind: 'listed' }, { tilik: 1, say: 'constructor' }, { tilik: 1, say: 'page', href: 'https://evil.example' },
    { tilik: 1, say: 'height', height: null },
  ]) assert.equal(await says(message), stays, JSON.stringify(message));
  assert.equal(await says({ tilik: 1, say: 'height', height: NaN }), stays);
  assert.equal((await heard(page)).length, events, 'and no event');
  assert.equal(await markup(), before);
  // Another window that says the right words: the host's own, or a frame of an origin of its own.
  await page.evaluate(() => postMessage({ tilik: 1, say: 'height', height: 700 }, '*'));
  const other = `<script>parent.postMessage({ tilik: 1, say: 'height', height: 700 }, '*')</script>`;
  await page.evaluate((source) => new Promise((resolve) => {
    const frame = Object.assign(document.createElement('iframe'), { srcdoc: source, onload: resolve });
    frame.setAttribute('sandbox', 'allow-scripts');
    document.body.appendChild(frame);
  }), other);
  await sleep(200);
  assert.equal(await height(page), stays);
  // It cannot lead the host's page away.
  await frame.evaluate(() => { try { top.location.href = 'about:blank#away'; } catch (refused) { /* as it should be */ } });
  await sleep(200);
  assert.ok(page.url().startsWith(host.origin));
  // And once another origin's page is in the very frame, it is not heard.
  const elsewhere = stranger.show(other);
  await frame.evaluate((url) => { location.href = url; }, elsewhere);
  await until(() => page.frames().map((one) => one.url()), (urls) => urls.includes(elsewhere), 'the other page');
  await sleep(200);
  assert.equal(await height(page), stays);
});

test('a page from our origin that no embed opened is not heard', async ({ page, server }) => {
  const frame = await open(page, server, 'cek');
  await settled(page, frame);
  const before = await height(page);
  await page.evaluate((source) => new Promise((resolve) => {
    document.body.appendChild(Object.assign(document.createElement('iframe'), { src: source, onload: resolve, title: 'Lain' }));
  }), `${server.origin}/lapor`);
  const loose = page.frames().find((one) => one.url().endsWith('/lapor'));
  await loose.evaluate(() => parent.postMessage({ tilik: 1, say: 'height', height: 700 }, '*'));
  await sleep(200);
  assert.equal(await height(page), before);
  await loose.locator('html.bingkai').waitFor({ state: 'attached' });
});

test('the accent is taken where it can be read, in light and in dark', async ({ page, server }) => {
  const accent = (frame) => frame.evaluate(() => {
    const styles = getComputedStyle(document.documentElement);
    return ['--accent', '--on-accent'].map((name) => styles.getPropertyValue(name).trim());
  });
  const OWN = ['#00594a', '#fff'];
  for (const [given, expected] of [
    ['#7a1f5c', ['#7a1f5c', '#ffffff']], ['#ffdd00', OWN], ['#888888', OWN], ['#00f', OWN], ['javascript:1', OWN], ['', OWN],
  ]) {
    const frame = await open(page, server, 'cek', `accent="${given}"`);
    await settled(page, frame);
    assert.deepEqual(await accent(frame), expected, given);
  }
  await page.emulateMedia({ colorScheme: 'dark' });
  let frame = await open(page, server, 'cek', 'accent="#7a1f5c"');
  await settled(page, frame);
  assert.deepEqual(await accent(frame), ['#66d0b6', '#06231d'], 'too dark on dark paper');
  await page.locator('tilik-embed').evaluate((element) => element.setAttribute('accent', '#ffb3e0'));
  await until(() => accent(frame), ([colour]) => colour === '#ffb3e0', 'the new accent');
  assert.equal((await accent(frame))[1], '#000000');
  await page.emulateMedia({ colorScheme: 'light' });
  await until(() => accent(frame), ([colour]) => colour === '#00594a', 'ours, since that one is too light on white');
  frame = await open(page, server, 'cek', '', '<style>tilik-embed { --tilik-accent: #7a1f5c; --tilik-round: 3px }</style>');
  await until(() => accent(frame), ([colour]) => colour === '#7a1f5c', 'the accent of a style');
  assert.equal(await style(frame, '.door', 'borderTopLeftRadius'), '3px');
});

test('the language is the host’s at first, and follows it with what was typed', async ({ page, server }) => {
  const frame = await open(page, server, 'cek', 'lang="en"');
  await at(frame, 'Check for aid');
  await field(frame, 'NIK').fill('35101612');
  await page.locator('tilik-embed').evaluate((element) => element.setAttribute('lang', 'id'));
  await at(frame, 'Cek penerima bantuan');
  assert.equal(await field(frame, 'NIK').inputValue(), '351016 12');
  await link(frame, 'Buka Tilik di tab baru').waitFor();
  await page.locator('tilik-embed').evaluate((element) => element.setAttribute('page', 'status'));
  await at(await inside(page), 'Status laporan');
});

test('within the frame one stays within, and a link opens Tilik in a tab of its own', async ({ page, context, server }) => {
  const frame = await open(page, server, 'cek');
  await link(frame, 'Status laporan').click();
  await at(frame, 'Status laporan');
  assert.ok(page.url().startsWith(host.origin));
  const [tab] = await Promise.all([context.waitForEvent('page'), link(frame, 'Buka Tilik di tab baru').click()]);
  await at(tab, 'Status laporan');
  assert.equal(tab.url(), `${server.origin}/status`);
  assert.equal(await tab.evaluate(() => window.opener), null);
  assert.ok(!(await tab.evaluate(() => document.documentElement.classList.contains('bingkai'))), 'a whole page there');
});

test('without a network no report waits in the frame: the way out is shown', async ({ page, context, server, watch }) => {
  const frame = await open(page, server, 'lapor');
  await fill(frame, { ...ANSWERS, nik: server.familyWithoutAid() });
  await consent(frame).check();
  await context.setOffline(true);
  await sees(frame, 'Tanpa sinyal, laporan tidak dapat menunggu di sini.');
  await button(frame, 'Kirim laporan').click();
  await sees(frame, 'HP ini tanpa sinyal. Coba lagi saat tersambung.');
  assert.equal(await frame.getByText('Menunggu sinyal').count(), 0);
  assert.ok(await link(frame, 'Buka Tilik di tab baru').isVisible());
  await context.setOffline(false);
  await frame.evaluate(() => dispatchEvent(new Event('online')));
  await sleep(6_000);
  assert.equal(watch.asked('POST /api/v1/reports').length, 0, 'nothing goes out by itself');
  await button(frame, 'Coba lagi').click();
  await at(frame, VERIFYING);
  assert.equal(await frame.getByText('Tanpa sinyal').count(), 0);
});

test('with storage refused to it the check and the report work', async ({ page, context, server }) => {
  await context.addInitScript(() => {
    if (window === top) return;
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, { get() { throw new DOMException('refused', 'SecurityError'); } });
    }
    Object.defineProperty(document, 'cookie', { get() { throw new DOMException('refused', 'SecurityError'); }, set() { throw new DOMException('refused', 'SecurityError'); } });
  });
  const frame = await open(page, server, 'cek', 'lang="id"');
  await check(frame, DEMO.paid, LISTED);
  const other = await open(page, server, 'lapor', 'lang="id"');
  await report(other, { nik: server.familyWithoutAid() }, VERIFYING);
  await ticket(other);
});

test('where the program does not come the forms work in the frame', async ({ page, server, watch }) => {
  watch.expect(/net::ERR_FAILED/);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto(host.show(around(server, embed(server, 'cek'))));
  await page.locator('tilik-embed iframe').waitFor({ state: 'visible' });
  const frame = await (await page.locator('tilik-embed iframe').elementHandle()).contentFrame();
  await at(frame, 'Cek penerima bantuan');
  await check(frame, DEMO.paid, LISTED);
  assert.deepEqual(watch.asked(), [], 'no question to the API');
  assert.deepEqual(await heard(page, 'verdict'), []);
});

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

test('axe finds nothing, on the host’s page or in the frame, in light or in dark, with the host’s accent', { timeout: 120_000, reducedMotion: 'reduce' }, async ({ page, server }) => {
  const accessible = async (where) => {
    const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).withTags(RULES).analyze();
    assert.deepEqual(violations.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 160)}`)), []);
  };
  for (const [colorScheme, accent] of [['light', '#7a1f5c'], ['dark', '#ffb3e0']]) {
    await page.emulateMedia({ colorScheme });
    let frame = await open(page, server, 'cek', `accent="${accent}"`);
    await settled(page, frame);
    await accessible(`Cek, ${colorScheme}`);
    await check(frame, DEMO.paid, LISTED);
    await accessible(`Cek, listed, ${colorScheme}`);
    frame = await open(page, server, 'lapor', `accent="${accent}"`);
    await settled(page, frame);
    await accessible(`Lapor, ${colorScheme}`);
    await answer(frame, 0, ANSWERS);
    await button(frame, 'Lanjut').click();
    await at(frame, HEADINGS.self[1]);
    await accessible(`Lapor, NIK, ${colorScheme}`);
  }
});
