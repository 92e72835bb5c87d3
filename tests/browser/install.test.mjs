// The site on the phone: a worker keeps one release and answers without a network,
// another release takes over when nobody is in the middle of something, and one that
// is not whole never does.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test as nodeTest } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BROKEN, DEMO, answered, wholeSuite } from './harness.mjs';
import { built, deploy, hex, inSite, listOf, read, restore, site, write } from './release.mjs';
import { ANSWERS, HEADINGS, UNLISTED, VERIFYING, answer, at, button, check, field, holds, link, report, sees, until } from './screens.mjs';

const { test: plainTest } = wholeSuite({ TILIK_SITE: site });
/** A test with workers, on the site as it was built. */
const test = (name, body) => plainTest(name, { serviceWorkers: 'allow' }, async (given) => {
  restore();
  await body(given);
});

/** Opens a page and waits until a worker keeps it, then opens it once more: from the
 *  worker. */
async function installed(page, path = '/') {
  await page.goto(path);
  await page.evaluate(() => navigator.serviceWorker.ready.then(({ active }) => new Promise((done) => {
    if (active.state === 'activated') done();
    else active.addEventListener('statechange', () => active.state === 'activated' && done());
  })));
  await page.goto(path);
  assert.ok(await page.evaluate(() => !!navigator.serviceWorker.controller), 'the worker is in charge');
}

/** The names of the caches that hold releases. */
const releases = (page) => page.evaluate(() => caches.keys()).then((names) => names.filter((name) => /^tilik-warga-/.test(name)));
const described = (page) => page.locator('meta[name=description]').getAttribute('content');
/** Has the browser look for another worker; answers how that came to its end. */
const update = (page) => page.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration();
  const ended = new Promise((done) => registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker.addEventListener('statechange', () => ['installed', 'redundant'].includes(worker.state) && done(worker.state));
  }));
  await registration.update();
  return ended;
});
/** Waits until pages in that language are kept. */
const speaks = (page, tag) => until(
  () => page.evaluate(async () => (await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)))).flat()),
  (urls) => urls.some((url) => url.includes(`/pages/${tag}-`)), `the pages in ${tag}`,
);

const PLACES = {
  '': ['Cek bantuan sosial Anda', 'Check your social aid'],
  cek: ['Cek penerima bantuan', 'Check for aid'],
  lapor: [HEADINGS.self[0], undefined],
  hasil: ['Belum ada hasil', undefined],
  status: ['Status laporan', 'Report status'],
  bantuan: ['Bantuan', 'Help'],
  aksesibilitas: ['Aksesibilitas', 'Accessibility'],
};

test('every page opens without a server, in Indonesian and in a language chosen', async ({ page, server, watch }) => {
  watch.expect(BROKEN, answered(404));
  await installed(page);
  await page.goto('/en/');
  await speaks(page, 'en');
  await server.kill();
  try {
    for (const [language, place] of [['id', 0], ['en', 1]]) {
      for (const [path, headings] of Object.entries(PLACES)) {
        await page.goto(`/${language}/${path}`);
        if (headings[place]) await at(page, headings[place]);
        assert.equal(await page.locator('html').getAttribute('lang'), language, path);
        assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, path);
        assert.equal(await page.evaluate(() => [...document.images].filter((image) => image.complete && !image.naturalWidth).length), 0, `${path}: its pictures`);
      }
    }
    // Without a prefix it is the language chosen last.
    await page.goto('/status?from=a-poster#isi');
    await at(page, 'Report status');
    const none = await page.goto('/no/such/page');
    assert.equal(none.status(), 404);
    await at(page, 'There is no such page');
  } finally {
    await server.run();
  }
});

test('a language that is not kept is shown in Indonesian without a network', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await installed(page);
  await server.kill();
  try {
    await page.goto('/mad/bantuan');
    await at(page, 'Bantuan');
  } finally {
    await server.run();
  }
});

test('a check without a network says so', async ({ page, context, watch }) => {
  watch.expect(BROKEN);
  await installed(page);
  await context.setOffline(true);
  await page.goto('/cek');
  // Chromium 148 forgets to play at it in a page that a worker answers: told again.
  await context.setOffline(false);
  await context.setOffline(true);
  await sees(page, 'Tanpa sinyal.');
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await sees(page, 'HP ini tanpa sinyal. Coba lagi saat tersambung.');
  await context.setOffline(false);
  await button(page, 'Coba lagi').click();
  await at(page, UNLISTED);
});

test('a report begun before, the phone opened again without a network: its answers stand', async ({ page, context, watch, server }) => {
  watch.expect(BROKEN);
  await installed(page, '/lapor');
  const answers = { ...ANSWERS, nik: server.familyWithoutAid() };
  for (let place = 0; place < 3; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, HEADINGS.self[3]);
  await page.close();
  await context.setOffline(true);
  const again = await context.newPage();
  await again.goto('/');
  await link(again, 'Lanjutkan laporan').click();
  await at(again, HEADINGS.self[3]);
  await button(again, 'Kembali').click();
  await holds(again, 2, answers);
});

test('nothing that somebody asked or sent is in a cache', async ({ page, server }) => {
  await installed(page);
  const nik = server.familyWithoutAid();
  await check(page, nik, UNLISTED);
  const ticket = await report(page, { nik }, VERIFYING);
  const kept = await page.evaluate(async () => {
    const all = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) all.push([request.url, request.method, await (await cache.match(request)).text()]);
    }
    return all;
  });
  assert.ok(kept.length > 12, `${kept.length} files`);
  for (const [url, method, content] of kept) {
    assert.equal(method, 'GET');
    assert.doesNotMatch(url, /\/api\//);
    for (const one of [nik, ANSWERS.name, ANSWERS.address, ticket]) assert.ok(!content.includes(one), `${one} in ${url}`);
  }
});

test('what is kept is exactly the release’s files, in the language used and in Indonesian', async ({ page, context }) => {
  const asked = [];
  context.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await installed(page, '/jv/');
  await speaks(page, 'jv');
  const { list } = listOf(read('sw.js'));
  const wanted = { ...list.files, ...list.languages.id.files, ...list.languages.jv.files };
  const kept = await until(() => page.evaluate(async (release) => {
    const cache = await caches.open(release);
    const of = async (request) => [new URL(request.url).pathname.slice(1), [...new Uint8Array(await crypto.subtle.digest('SHA-256', await (await cache.match(request)).arrayBuffer()))].map((byte) => byte.toString(16).padStart(2, '0')).join('')];
    return Object.fromEntries(await Promise.all((await cache.keys()).map(of)));
  }, `tilik-warga-${list.release}`), (kept) => Object.keys(kept).length >= Object.keys(wanted).length, 'all files');
  assert.deepEqual(Object.entries(kept).sort(), Object.entries(wanted).sort());
  for (const other of ['en', 'mad']) assert.ok(!asked.some((path) => path.startsWith(`/pages/${other}`)), other);
  // Whose name carries no hash is asked about once more, all else comes from the browser's own cache.
  assert.ok(Object.keys(wanted).every((path) => existsSync(inSite(path))));
});

test('another release waits until no page of the former is open', async ({ page, context }) => {
  await installed(page);
  const [first] = await releases(page);
  const before = await described(page);
  const second = deploy('Rilis kedua');
  assert.equal(await update(page), 'installed');
  assert.deepEqual((await releases(page)).sort(), [first, `tilik-warga-${second}`].sort());
  // Neither a reload nor another tab is the end of the visit.
  await page.reload();
  assert.equal(await described(page), before);
  const tab = await context.newPage();
  await tab.goto('/status');
  assert.equal(await described(tab), before);
  await page.close();
  await tab.goto('/bantuan');
  assert.equal(await described(tab), before);
  await tab.close();
  const later = await context.newPage();
  await until(async () => {
    await later.goto('/');
    const shown = await described(later);
    if (shown !== 'Rilis kedua') {
      // Whoever looks too early is a page of the former once more.
      await later.goto('about:blank');
    }
    return shown;
  }, (shown) => shown === 'Rilis kedua', 'the second release');
  await until(() => releases(later), (names) => names.length === 1 && names[0] === `tilik-warga-${second}`, 'the former release is gone');
});

test('a release already on the phone for the most part is not fetched again', async ({ page, watch }) => {
  await installed(page);
  deploy('Rilis kedua');
  const before = watch.requests.length;
  assert.equal(await update(page), 'installed');
  const fetched = watch.requests.slice(before).map((request) => new URL(request.url()).pathname).filter((path) => path !== '/sw.js');
  assert.deepEqual(fetched.map((path) => path.replace(/[0-9a-f]{16}/, '…')), ['/pages/id-….json']);
});

test('a page may ask for the swap, and gets the other release with the next visit', async ({ page }) => {
  await installed(page);
  const second = deploy('Rilis kedua');
  assert.equal(await update(page), 'installed');
  await page.evaluate(async () => {
    const changed = new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done));
    (await navigator.serviceWorker.getRegistration()).waiting.postMessage({ tilik: 'swap' });
    await changed;
  });
  await page.reload();
  assert.equal(await described(page), 'Rilis kedua');
  await until(() => releases(page), (names) => names.length === 1 && names[0] === `tilik-warga-${second}`, 'the former release is gone');
});

const HALVES = {
  'a file with another content': (list) => write(list.languages.id.pages, read(list.languages.id.pages).replace('Rilis', 'rilis')),
  'a file that is missing': (list) => rmSync(inSite(list.languages.id.pages)),
  'a front page in place of a file': () => write('listen.js', read('index.html')),
  'a file cut short': () => write('bantuan.svg', read('bantuan.svg').slice(0, 4000)),
};
for (const [what, spoil] of Object.entries(HALVES)) {
  test(`a half-deployed release is never used: ${what}`, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN, answered(404));
    await installed(page);
    const before = await described(page);
    const half = deploy('Rilis setengah', (list) => {
      // Something that the former release does not have already.
      for (const path of ['listen.js', 'bantuan.svg']) list.files[path] = hex(read(path) + '\n');
      const script = read('sw.js');
      const { start, end } = listOf(script);
      write('sw.js', script.slice(0, start) + JSON.stringify(list) + script.slice(end));
      for (const path of ['listen.js', 'bantuan.svg']) write(path, `${read(path)}\n`);
      spoil(list);
    });
    assert.equal(await update(page), 'redundant');
    assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).waiting), null);
    await page.close();
    const later = await context.newPage();
    await later.goto('/');
    assert.equal(await described(later), before);
    await server.kill();
    try {
      await later.goto('/bantuan');
      assert.equal(await described(later), before);
    } finally {
      await server.run();
    }
    assert.ok(half);
  });
}

test('a half-deployed release is installed once it is whole', async ({ page }) => {
  await installed(page);
  let whole;
  deploy('Rilis kedua', (list) => {
    whole = read(list.languages.id.pages);
    write(list.languages.id.pages, '{}');
  });
  assert.equal(await update(page), 'redundant');
  const { list } = listOf(read('sw.js'));
  write(list.languages.id.pages, whole);
  assert.equal(await update(page), 'installed');
});

test('who saves data gets no files beyond those of the page', async ({ page, watch }) => {
  await page.addInitScript(() => Object.defineProperty(navigator.connection, 'saveData', { value: true }));
  await page.goto('/');
  await until(() => watch.requests.filter((request) => request.url().endsWith('/stay.html')).length, (count) => count > 0, 'what comes late');
  await page.waitForTimeout(500);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

plainTest('within another page nothing is kept', { serviceWorkers: 'allow', program: false }, async ({ page, watch }) => {
  await page.route('**/frame.html', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Desa</title><iframe src="/cek"></iframe>' }));
  await page.goto('/frame.html');
  await page.frameLocator('iframe').locator('html.siap').waitFor({ state: 'attached' });
  const asked = (end) => watch.requests.filter((request) => request.url().endsWith(end)).length;
  await until(() => asked('stay.js'), (count) => count > 0, 'what comes late');
  await page.waitForTimeout(500);
  assert.equal(asked('stay.html') + asked('sw.js'), 0);
  assert.equal(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0);
});

test('the switch in docs/operations.md takes the worker and all it keeps off the phone', async ({ page, context, server }) => {
  await installed(page);
  const operations = readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../../docs/operations.md'), 'utf8');
  const [, script] = operations.match(/```js\n\/\/ sw\.js[^\n]*\n([\s\S]*?)```/) ?? [];
  assert.ok(script, 'the switch is written down');
  write('sw.js', script);
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  await until(() => page.evaluate(async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length]), ([workers, kept]) => !workers && !kept, 'all is gone');
  await page.close();
  const later = await context.newPage();
  await later.goto('/');
  assert.equal(await later.evaluate(() => navigator.serviceWorker.controller), null);
  assert.ok(server);
});

nodeTest('the manifest is whole', () => {
  const manifest = JSON.parse(readFileSync(join(built, 'site.webmanifest'), 'utf8'));
  for (const member of ['id', 'name', 'short_name', 'description', 'start_url', 'scope', 'lang', 'theme_color', 'background_color']) assert.ok(manifest[member], member);
  assert.equal(manifest.display, 'standalone');
  assert.ok(manifest.short_name.length <= 12);
  const purposes = new Set();
  for (const { src, sizes, type, purpose } of manifest.icons) {
    const file = readFileSync(join(built, src));
    purposes.add(`${type} ${sizes} ${purpose}`);
    if (type !== 'image/png') continue;
    assert.equal(file.toString('latin1', 1, 4), 'PNG', src);
    assert.equal(`${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`, sizes, src);
  }
  assert.deepEqual([...purposes].sort(), ['image/png 192x192 any', 'image/png 512x512 any', 'image/png 512x512 maskable', 'image/svg+xml any any']);
  const icon = readFileSync(join(built, 'icons/apple-touch.png'));
  assert.equal(icon.readUInt32BE(16), 180);
  for (const { url } of manifest.shortcuts) assert.ok(existsSync(join(built, `${url}.html`)), url);
  const page = readFileSync(join(built, 'index.html'), 'utf8');
  assert.match(page, /<link rel="manifest" href="site.webmanifest">/);
});

plainTest('installing is offered at the foot when the browser would, and never by itself', async ({ page }) => {
  await page.goto('/');
  await until(() => page.locator('#beside-foot').count(), (count) => count === 1, 'the foot');
  const offer = button(page, 'Pasang di layar HP');
  assert.equal(await offer.count(), 0);
  await page.evaluate(() => {
    const event = new Event('beforeinstallprompt', { cancelable: true });
    event.prompt = () => { window.prompted = true; };
    window.dispatchEvent(event);
    window.kept = event.defaultPrevented;
  });
  assert.ok(await page.evaluate(() => window.kept && !window.prompted), 'nothing pops up');
  await link(page, 'English').click();
  const english = button(page, 'Put it on the home screen');
  await english.click();
  assert.ok(await page.evaluate(() => window.prompted));
  await english.waitFor({ state: 'hidden' });
});

plainTest('the site can be shared where the phone can', async ({ page }) => {
  await page.addInitScript(() => { navigator.share = (what) => { window.shared = what; return Promise.resolve(); }; });
  await page.goto('/');
  await button(page, 'Bagikan layanan ini').click();
  const shared = await page.evaluate(() => window.shared);
  assert.equal(new URL(shared.url).pathname, '/');
  assert.match(shared.title, /^Tilik/);
});
