// The page before the program: it stands and works from the first byte, and the
// program takes it over without a jump, a lost key or another node.

import assert from 'node:assert/strict';
import { BROKEN, DEMO, answered, suite } from './harness.mjs';
import {
  ANSWERS, HEADINGS, UNLISTED, VERIFYING, answer, at, button, check, field, fill, focused, heading, link, sees, until, words,
} from './screens.mjs';

const { test } = suite();

const PROGRAM = '**/*.wasm';
const SCRIPTS = /\.(js|wasm)$/;
const HOME = 'Cek bantuan sosial Anda';
const PLACES = ['', 'cek', 'lapor', 'status', 'bantuan'];
const ALL_PLACES = [...PLACES, 'hasil', 'aksesibilitas'];
const LANGUAGES = ['id', 'jv', 'mad', 'en'];
/** The address of a page in a language, as links say it. */
const address = (language, place) => (language === 'id' ? `/${place}` : `/${language}/${place}`);

const SMALL = { viewport: { width: 360, height: 640 } };
const LARGE = { viewport: { width: 1280, height: 800 }, hasTouch: false };

/** Keeps back what a page asks for until it is opened. */
class Gate {
  static async before(page, what = PROGRAM) {
    const gate = new Gate();
    gate.shut();
    await page.route(what, async (route) => {
      await gate.opened;
      // The page may have gone on meanwhile.
      await route.continue().catch(() => {});
    });
    return gate;
  }

  shut() {
    this.opened = new Promise((resolve) => { this.open = resolve; });
  }
}

/** Waits until the program is in charge. */
const ready = (page) => page.locator('html.siap').waitFor({ state: 'attached' });
/** Opens a page and waits for the program. */
async function visit(page, path) {
  await page.goto(path);
  await ready(page);
}
/** Waits until what stands there was painted. */
const painted = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
/** The first heading in a file. */
const headingIn = (html) => html.match(/<h1[^>]*>(?:<label[^>]*>)?([^<]*)/)?.[1];

/** Notes every first heading that somebody could see, frame by frame, in `seen`. */
const noteHeadings = (page) => page.addInitScript(() => {
  const seen = [];
  window.seen = seen;
  const look = () => {
    const heading = document.querySelector('h1');
    const words = heading?.checkVisibility({ visibilityProperty: true }) ? heading.innerText.trim() : '';
    if (words && words !== seen.at(-1)) seen.push(words);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
const seen = (page) => page.evaluate(() => window.seen);

/** What stands in the box, with the caret as `|`, and whether it has the focus. */
const box = (page) => page.locator('#nik').evaluate((input) => ({
  text: [input.value.slice(0, input.selectionStart), input.value.slice(input.selectionEnd)].join('|'),
  focus: input === document.activeElement,
}));

// What stands there.

test('heading, NIK field and both doors are there before any script', { program: false }, async ({ page }) => {
  const scripts = await Gate.before(page, SCRIPTS);
  await page.goto('/', { waitUntil: 'domcontentloaded' });
  await painted(page);
  await at(page, HOME);
  assert.ok(await field(page, 'NIK').isEditable());
  assert.ok(await button(page, 'Cek penerima').isVisible());
  assert.equal(await link(page, 'Lapor').getAttribute('href'), '/lapor');
  assert.equal(await link(page, 'Lihat status laporan').getAttribute('href'), '/status');
  assert.equal(await page.title(), 'Tilik: cek bantuan sosial Banyuwangi');
  for (const tool of ['Dengarkan', 'Huruf lebih besar']) assert.equal(await button(page, tool).count(), 0, `${tool} needs the program`);
  scripts.open();
  await ready(page);
  await button(page, 'Huruf lebih besar').waitFor();
});

test('without JavaScript the links lead', { javaScriptEnabled: false }, async ({ page }) => {
  await page.goto('/');
  await link(page, 'Lapor').click();
  await at(page, HEADINGS.self[0]);
  await page.getByRole('navigation', { name: 'Layanan' }).getByRole('link', { name: 'Status laporan' }).click();
  await at(page, 'Status laporan');
  await link(page, 'English').click();
  await at(page, 'Report status');
});

// What was typed.

for (const path of ['/', '/cek', '/en/cek']) {
  test(`a NIK typed before the program came is kept and grouped, the caret at its end (${path})`, { program: false }, async ({ page }) => {
    const program = await Gate.before(page);
    await page.goto(path);
    await page.locator('#nik').focus();
    await page.keyboard.type(DEMO.noAid);
    assert.deepEqual(await box(page), { text: `${DEMO.noAid}|`, focus: true }, 'nothing regroups it yet');
    program.open();
    await ready(page);
    assert.deepEqual(await box(page), { text: '351009 301179 0092|', focus: true });
    await page.getByText('16/16').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: path.startsWith('/en') ? 'Your family is not on the list' : UNLISTED }).waitFor();
  });
}

test('a caret in the middle stays at its digit', { program: false }, async ({ page }) => {
  const program = await Gate.before(page);
  await page.goto('/');
  await field(page, 'NIK').focus();
  await page.keyboard.type(DEMO.noAid);
  await field(page, 'NIK').evaluate((input) => input.setSelectionRange(8, 8));
  program.open();
  await ready(page);
  assert.deepEqual(await box(page), { text: '351009 30|1179 0092', focus: true });
});

test('no key is lost while the program takes over', { program: false }, async ({ page }) => {
  const program = await Gate.before(page);
  // However fast the fingers are, the take-over falls between other keys.
  for (const delay of [0, 10, 25, 60]) {
    program.shut();
    await page.goto('/');
    await field(page, 'NIK').focus();
    await page.keyboard.type(DEMO.noAid.slice(0, 8));
    program.open();
    await page.keyboard.type(DEMO.noAid.slice(8), { delay });
    await ready(page);
    assert.deepEqual(await box(page), { text: '351009 301179 0092|', focus: true }, `a key every ${delay} ms`);
    await sees(page, '16/16');
  }
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
});

test('the status form typed before the program came is what is asked', { program: false }, async ({ page, server }) => {
  const nik = server.familyWithoutAid();
  const { ticket } = await server.report({ nik });
  const program = await Gate.before(page);
  await page.goto('/status');
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'NIK yang dilaporkan').fill(nik);
  program.open();
  await ready(page);
  assert.equal(await field(page, 'Nomor laporan').inputValue(), ticket);
  assert.equal((await field(page, 'NIK yang dilaporkan').inputValue()).replaceAll(' ', ''), nik);
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${ticket}`);
});

test('who asks for the status, chosen before the program came, is who is asked for a phone', { program: false }, async ({ page }) => {
  const program = await Gate.before(page);
  await page.goto('/status');
  const helper = page.getByRole('radio', { name: /^Saya melaporkan orang lain/ });
  await helper.check();
  program.open();
  await ready(page);
  assert.ok(await helper.isChecked(), 'the choice stands');
  await field(page, 'Nomor HP pelapor').waitFor();
});

test('for whom the report is, chosen before the program came, leads on', { program: false }, async ({ page }) => {
  const program = await Gate.before(page);
  await page.goto('/lapor');
  await page.getByRole('radio', { name: /^Orang lain/ }).check();
  program.open();
  await ready(page);
  assert.ok(await page.getByRole('radio', { name: /^Orang lain/ }).isChecked(), 'the choice stands');
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.other[1]);
});

test('a form sent before the program came is answered by the server’s page', { program: false }, async ({ page, server, watch }) => {
  watch.expect(answered(422));
  await Gate.before(page);
  const plain = async () => assert.equal(await page.evaluate(() => document.scripts.length), 0, 'an answer has no program');
  await page.goto('/');
  await field(page, 'NIK').fill(DEMO.noAid);
  await field(page, 'NIK').press('Enter');
  await at(page, UNLISTED);
  await plain();
  await button(page, 'Lapor sekarang').click();
  await at(page, HEADINGS.self[0]);
  await page.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[1]);
  assert.equal(await field(page, HEADINGS.self[1]).inputValue(), '351009 301179 0092');
  await plain();

  await page.goto('/');
  await field(page, 'NIK').fill('3510163203850001');
  await button(page, 'Cek penerima').click();
  await sees(page, 'bukan tanggal');
  await plain();

  await page.goto('/lapor');
  await page.getByRole('radio', { name: /^Orang lain/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.other[1]);
  await plain();

  const nik = server.familyWithoutAid();
  const { ticket } = await server.report({ nik });
  await page.goto('/status');
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'NIK yang dilaporkan').fill(nik);
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${ticket}`);
  await plain();
});

// What the program leaves as it is.

/** The document as it stands, a tag a line, without what only the server knows. */
const standing = (page) => page.evaluate(() => {
  const body = document.body.cloneNode(true);
  for (const date of body.querySelectorAll('.as-of')) date.textContent = '';
  return [document.documentElement.lang, document.title, ...body.innerHTML.split(/(?=<)/)];
});

for (const language of LANGUAGES) {
  test(`the program adds no node, takes none away and says the same (${language})`, { program: false }, async ({ page }) => {
    const program = await Gate.before(page);
    const changed = [];
    for (const place of ALL_PLACES) {
      const where = address(language, place);
      program.shut();
      await page.goto(where);
      const before = await standing(page);
      const count = await page.evaluate(() => {
        const all = [...document.querySelectorAll('body, body *')];
        all.forEach((element, place) => { element.marked = place; });
        return all.length;
      });
      const dated = page.waitForResponse('**/api/v1/data');
      program.open();
      await ready(page);
      await dated;
      await painted(page);
      const marks = await page.evaluate(() => [...document.querySelectorAll('body, body *')].map((element) => element.marked));
      assert.deepEqual(marks, Array.from({ length: count }, (_, place) => place), `${where}: the same nodes`);
      const after = await standing(page);
      if (after.length !== before.length) changed.push(`${where}: ${before.length} lines became ${after.length}`);
      after.forEach((line, place) => {
        if (line !== before[place]) changed.push(`${where}: ${before[place]} became ${line}`);
      });
    }
    assert.deepEqual(changed.slice(0, 8), []);
  });
}

test('the heading, the field and what has the focus survive the program', { program: false }, async ({ page }) => {
  const program = await Gate.before(page);
  await page.goto('/');
  await page.evaluate(() => {
    document.querySelector('h1').mine = 'heading';
    document.getElementById('nik').mine = 'field';
  });
  await link(page, 'Lihat status laporan').focus();
  program.open();
  await ready(page);
  await painted(page);
  const marks = await page.evaluate(() => [document.querySelector('h1').mine, document.getElementById('nik').mine]);
  assert.deepEqual(marks, ['heading', 'field']);
  assert.equal(await focused(page), 'Lihat status laporan');
});

for (const [size, device] of [['360×640', SMALL], ['1280×800', LARGE]]) {
  test(`nothing moves while a page loads and the program takes it over (${size})`, { program: false, ...device }, async ({ page }) => {
    const program = await Gate.before(page);
    await page.addInitScript(() => {
      const shifts = [];
      window.shifts = shifts;
      const told = ({ node, previousRect, currentRect }) =>
        `${(node?.outerHTML ?? node?.textContent ?? '?').slice(0, 80)} from ${JSON.stringify(previousRect)} to ${JSON.stringify(currentRect)}`;
      new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) shifts.push(`${shift.value.toFixed(4)}: ${shift.sources.map(told).join('; ')}`);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const moved = [];
    for (const language of LANGUAGES) {
      for (const place of PLACES) {
        const where = address(language, place);
        program.shut();
        await page.goto(where);
        await painted(page);
        const dated = page.waitForResponse('**/api/v1/data');
        program.open();
        await ready(page);
        await dated;
        if (!place) await page.locator('.as-of:not(:empty)').waitFor();
        await painted(page);
        for (const shift of await page.evaluate(() => window.shifts)) moved.push(`${where}: ${shift}`);
      }
    }
    assert.deepEqual(moved, []);
  });
}

// What is kept on the device.

/** Fills a report up to its second question, as a visit before. */
async function begun(page) {
  await visit(page, '/lapor');
  await answer(page, 0, ANSWERS);
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[1]);
  await field(page, HEADINGS.self[1]).fill(DEMO.noAid);
}

test('with answers kept on the device the first question does not flash up', { program: false }, async ({ page }) => {
  await begun(page);
  await noteHeadings(page);
  const program = await Gate.before(page);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.locator('html.menunggu').waitFor({ state: 'attached' });
  await painted(page);
  assert.equal(await heading(page, HEADINGS.self[0]).count(), 0, 'it stands there unseen');
  program.open();
  await at(page, HEADINGS.self[1]);
  await ready(page);
  await painted(page);
  assert.deepEqual(await seen(page), [HEADINGS.self[1]]);
  assert.equal(await field(page, HEADINGS.self[1]).inputValue(), '351009 301179 0092');
});

test('nor does it where the first script is slow to come', { program: false }, async ({ page }) => {
  await begun(page);
  await noteHeadings(page);
  const scripts = await Gate.before(page, SCRIPTS);
  // Nothing is painted before it, since only it knows of the answers.
  const reloaded = page.reload({ waitUntil: 'domcontentloaded' });
  scripts.open();
  await reloaded;
  await at(page, HEADINGS.self[1]);
  await painted(page);
  assert.deepEqual(await seen(page), [HEADINGS.self[1]]);
});

test('with a result kept “no result yet” does not flash up', { program: false }, async ({ page, server }) => {
  await visit(page, '/');
  await visit(page, '/lapor');
  await fill(page, { ...ANSWERS, nik: server.familyWithoutAid() });
  await page.getByRole('checkbox').check();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  await noteHeadings(page);
  const program = await Gate.before(page);
  await page.reload({ waitUntil: 'domcontentloaded' });
  await page.locator('html.menunggu').waitFor({ state: 'attached' });
  await painted(page);
  program.open();
  await at(page, VERIFYING);
  await ready(page);
  await painted(page);
  assert.deepEqual(await seen(page), [VERIFYING]);
});

test('answers kept do not hide the page for good where the program does not come', { program: false }, async ({ page, watch }) => {
  watch.expect(BROKEN);
  await begun(page);
  await page.route(PROGRAM, (route) => route.abort('connectionreset'));
  await page.reload();
  await at(page, HEADINGS.self[0]);
  await page.getByRole('radio', { name: /^Saya sendiri/ }).check();
  await button(page, 'Lanjut').click();
  await at(page, HEADINGS.self[1]);
});

// The language.

test('a language chosen is shown at the front page from the first byte, on the next visit too', { program: false }, async ({ page, context }) => {
  await visit(page, '/cek');
  await link(page, 'Jawa').click();
  await page.locator('html[lang=jv]').waitFor({ state: 'attached' });
  assert.deepEqual((await context.cookies()).map(({ name, value, path }) => ({ name, value, path })), [{ name: 'bahasa', value: 'jv', path: '/' }]);
  await page.close();
  const again = await context.newPage();
  await noteHeadings(again);
  for (const place of ['', 'lapor', 'status', 'bantuan', 'tidak/ada']) {
    const html = await (await again.request.get(`/${place}`)).text();
    assert.match(html, /<html lang="jv">/, `/${place}`);
    if (place === 'tidak/ada') continue;
    await visit(again, `/${place}`);
    await painted(again);
    assert.notEqual(headingIn(html), HOME);
    assert.deepEqual(await seen(again), [headingIn(html)], `/${place}`);
    assert.equal(await again.evaluate(() => document.documentElement.lang), 'jv');
  }
});

test('a language is remembered without JavaScript as well', { javaScriptEnabled: false }, async ({ page }) => {
  await page.goto('/');
  await link(page, 'Jawa').click();
  await page.locator('html[lang=jv]').waitFor({ state: 'attached' });
  await page.goto('/status');
  assert.equal(await page.locator('html').getAttribute('lang'), 'jv');
  await link(page, 'Indonesia').click();
  await page.locator('html[lang=id]').waitFor({ state: 'attached' });
  await page.goto('/');
  await at(page, HOME);
});

test('an address that names a language is in it from the first byte', { program: false }, async ({ page }) => {
  const headings = new Set();
  const langs = [];
  await noteHeadings(page);
  for (const language of LANGUAGES) {
    const html = await (await page.request.get(`/${language}/cek`)).text();
    langs.push(html.match(/<html lang="(\w+)"/)?.[1]);
    headings.add(headingIn(html));
    await visit(page, `/${language}/cek`);
    await painted(page);
    assert.deepEqual(await seen(page), [headingIn(html)], language);
  }
  assert.deepEqual(langs, LANGUAGES);
  assert.equal(headings.size, LANGUAGES.length, [...headings].join(' | '));
});

test('only the language shown is fetched, and once', async ({ page, context, watch }) => {
  const fetched = () => watch.requests.map((request) => new URL(request.url()).pathname).filter((path) => path.startsWith('/lang/'));
  const languages = () => fetched().map((path) => path.match(/\/lang\/(\w+)-/)?.[1]);
  await page.goto('/');
  await at(page, HOME);
  await page.goto('/lapor');
  await at(page, HEADINGS.self[0]);
  assert.deepEqual(languages(), ['id', 'id'], 'once a visit');
  for (const language of ['jv', 'mad', 'en']) {
    watch.requests.length = 0;
    await context.clearCookies();
    await page.goto(`/${language}/cek`);
    assert.deepEqual(languages(), [language], `/${language}/cek`);
  }
  watch.requests.length = 0;
  await link(page, 'Indonesia').click();
  await at(page, 'Cek penerima bantuan');
  await link(page, 'Madura').click();
  await page.locator('html[lang=mad]').waitFor({ state: 'attached' });
  assert.deepEqual(languages(), ['id', 'mad']);
});

// The size of the letters.

const enlarged = (page, so) => page.getByRole('button', { name: 'Huruf lebih besar', exact: true, pressed: so }).waitFor();
const size = (page) => page.evaluate(() => parseFloat(getComputedStyle(document.body).fontSize));

test('larger letters are larger, remembered, there before the program, and taken back', { program: false }, async ({ page }) => {
  await visit(page, '/');
  const usual = await size(page);
  await button(page, 'Huruf lebih besar').click();
  await enlarged(page, true);
  const larger = await size(page);
  assert.ok(larger >= usual * 1.2, `${usual} px became ${larger} px`);
  await until(() => focused(page), (text) => text === 'Huruf lebih besar', 'the focus stays on the button');

  const program = await Gate.before(page);
  for (const path of ['/', '/jv/status']) {
    program.shut();
    await page.goto(path);
    await until(() => size(page), (now) => now === larger, `${path}: larger before the program`);
    program.open();
    await ready(page);
    assert.equal(await size(page), larger, `${path}: and after it`);
  }

  await visit(page, '/id/');
  await button(page, 'Huruf lebih besar').click();
  await enlarged(page, false);
  assert.equal(await size(page), usual);
  await visit(page, '/');
  assert.equal(await size(page), usual);
});

test('what is typed survives larger letters', async ({ page }) => {
  await page.goto('/');
  await field(page, 'NIK').fill('351009301');
  await button(page, 'Huruf lebih besar').click();
  await enlarged(page, true);
  assert.equal(await field(page, 'NIK').inputValue(), '351009 301');
});

// Reading out.

/** A phone that speaks: `said` is what it was given, `cancelled` how often it was
 *  hushed. What is spoken ends at once, or with `patient` only when hushed;
 *  `ends` tells a hushed text's end as some browsers do, rather than a failure. */
const speaks = (page, { languages = ['id-ID'], patient = false, ends = false } = {}) => page.addInitScript((how) => {
  let current;
  window.said = [];
  window.cancelled = 0;
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  const voices = how.languages.map((lang) => ({ lang, name: lang, default: false, localService: true, voiceURI: lang }));
  const synthesis = {
    onvoiceschanged: null,
    getVoices: () => voices,
    speak(utterance) {
      window.said.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.lang });
      current = utterance;
      if (how.patient) return;
      setTimeout(() => {
        if (current !== utterance) return;
        current = undefined;
        utterance.onend?.({});
      });
    },
    cancel() {
      window.cancelled++;
      const hushed = current;
      current = undefined;
      if (hushed) setTimeout(() => { if (how.ends) hushed.onend?.({}); else hushed.onerror?.({ error: 'canceled' }); });
    },
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
}, { languages, patient, ends });

const said = (page) => page.evaluate(() => window.said.map(({ text }) => text));
/** Letters and digits alone. */
const bare = (text) => text.replace(/[^\p{L}\p{N}]+/gu, '');

test('without a voice of the language nothing offers to read', async ({ page }) => {
  await speaks(page, { languages: ['en-US'] });
  await page.goto('/');
  await button(page, 'Huruf lebih besar').waitFor();
  assert.equal(await button(page, 'Dengarkan').count(), 0, 'no Indonesian voice');
  await link(page, 'English').click();
  await page.getByRole('button', { name: 'Listen', exact: true }).waitFor();
  await link(page, 'Indonesia').click();
  await at(page, HOME);
  assert.equal(await button(page, 'Dengarkan').count(), 0);
});

test('a voice that comes late is offered', async ({ page }) => {
  await speaks(page, { languages: [] });
  await page.goto('/');
  assert.equal(await button(page, 'Dengarkan').count(), 0);
  await page.evaluate(() => {
    speechSynthesis.getVoices().push({ lang: 'id_ID', name: 'Late' });
    speechSynthesis.onvoiceschanged();
  });
  await button(page, 'Dengarkan').waitFor();
});

test('“Dengarkan” reads what the page says, sentence by sentence, with that voice', async ({ page }) => {
  await speaks(page, { languages: ['en-US', 'id-ID'] });
  await page.goto('/bantuan');
  await button(page, 'Dengarkan').click();
  const shown = bare(await words(page));
  await until(async () => bare((await said(page)).join(' ')), (heard) => heard === shown, 'all that the page says');
  await button(page, 'Dengarkan').waitFor();
  const told = await page.evaluate(() => window.said);
  assert.ok(told.length > 15, `${told.length} sentences`);
  for (const { text, lang, voice } of told) {
    assert.deepEqual([lang, voice], ['id-ID', 'id-ID']);
    assert.ok(text.length < 200, `a sentence: ${text}`);
  }
  await button(page, 'Dengarkan').click();
  await until(async () => (await said(page)).length, (count) => count === told.length * 2, 'a second reading');
});

test('a NIK is read digit by digit', async ({ page }) => {
  await speaks(page);
  await check(page, DEMO.noAid, UNLISTED);
  await button(page, 'Dengarkan').click();
  await until(() => said(page), (heard) => heard.some((text) => text.includes([...DEMO.noAid].join(' '))), 'the digits');
  assert.ok((await said(page)).every((text) => !/\d{6}/.test(text)), 'no number of six digits or more');
});

for (const [what, how] of [['', {}], [', also where a browser calls that an end', { ends: true }]]) {
  test(`a second press stops the reading${what}`, async ({ page }) => {
    await speaks(page, { patient: true, ...how });
    await page.goto('/');
    await button(page, 'Dengarkan').click();
    await button(page, 'Berhenti').waitFor();
    await until(() => said(page), (heard) => heard.length === 1, 'the first sentence');
    const before = await page.evaluate(() => window.cancelled);
    await button(page, 'Berhenti').click();
    await button(page, 'Dengarkan').waitFor();
    await painted(page);
    assert.equal(await page.evaluate(() => window.cancelled), before + 1, 'the voice is hushed');
    assert.deepEqual(await said(page), [HOME], 'and says nothing more');
    await button(page, 'Dengarkan').click();
    await until(() => said(page), (heard) => heard.length === 2, 'from the beginning');
    assert.deepEqual(await said(page), [HOME, HOME]);
  });

  test(`leaving the page stops the reading${what}`, async ({ page }) => {
    await speaks(page, { patient: true, ...how });
    await page.goto('/');
    await at(page, HOME);
    const leave = async (act, arrived, before) => {
      const heard = (await said(page)).length;
      await button(page, 'Dengarkan').click();
      await button(page, 'Berhenti').waitFor();
      await until(() => said(page), (now) => now.length === heard + 1, before);
      const hushed = await page.evaluate(() => window.cancelled);
      await act();
      await page.getByRole('heading', { level: 1, name: arrived, exact: true }).waitFor();
      await until(() => page.evaluate(() => window.cancelled), (now) => now === hushed + 1, `${before}: hushed`);
      await painted(page);
      assert.equal((await said(page)).length, heard + 1, `${before}: nothing more is said`);
      assert.equal(await button(page, 'Berhenti').count(), 0, before);
    };
    await leave(() => link(page, 'Lapor').click(), HEADINGS.self[0], 'by a link');
    await leave(() => page.goBack(), HOME, 'by the browser’s back');
    await leave(() => link(page, 'English').click(), 'Check your social aid', 'by another language');
  });
}
