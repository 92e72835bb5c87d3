// What a screen reader is given on every screen and state, compared with what stands
// in snapshots/: a change there is looked at before it is taken over, with
//
//   UPDATE_SNAPSHOTS=1 node --test tests/browser/aria.test.mjs
//
// And the look that some people need: high contrast, the system's own colours, very
// large letters, paper.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { suite } from './harness.mjs';
import { at, button } from './screens.mjs';
import { tour } from './tour.mjs';

const { test } = suite();

const FOLDER = join(import.meta.dirname, 'snapshots');
const UPDATE = Boolean(process.env.UPDATE_SNAPSHOTS);

const MONTH = '(?:Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember)';
/** What is another one on every run: tickets and the days from the demo's year on. */
const MASKS = [
  [/\b(?!K7Q2-M4XD-9)[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z*~$=]/g, 'NOMOR'],
  [new RegExp(`\\b\\d{1,2}(?:–\\d{1,2}| ${MONTH} \\d{4} sampai \\d{1,2}) ${MONTH} 20(?:2[1-9]|[3-9]\\d)\\b`, 'g'), 'HARI'],
  [new RegExp(`\\b\\d{1,2} ${MONTH} 20(?:2[1-9]|[3-9]\\d)\\b`, 'g'), 'TANGGAL'],
  [/TANGGAL, \d\d\.\d\d\b/g, 'TANGGAL, JAM'],
];

/** A phone that can do all that a page offers a button for; without what comes beside it
    some seconds later. */
const able = (page) => page.context().route('**/stay.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' })).then(() => page.addInitScript(() => {
  Object.defineProperty(Navigator.prototype, 'share', { value: () => Promise.resolve(), configurable: true });
  const getVoices = () => [{ lang: 'id-ID', name: 'Indonesia' }];
  Object.defineProperty(window, 'speechSynthesis', { value: { getVoices, speak() {}, cancel() {} }, configurable: true });
}));

async function spoken(page) {
  const shown = await page.locator('body').ariaSnapshot();
  return `${MASKS.reduce((text, [what, mask]) => text.replace(what, mask), shown)}\n`;
}

const read = (name) => {
  try {
    return readFileSync(join(FOLDER, `${name}.yml`), 'utf8');
  } catch {
    return undefined;
  }
};

/** The words that cannot be told from what they stand on, by the colours in use:
 *  what an axe run finds too, ten times as fast. */
const faint = (page) => page.evaluate(() => {
  const parse = (colour) => {
    const [red, green, blue, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
    return { rgb: [red, green, blue], alpha };
  };
  const light = (rgb) => {
    const [red, green, blue] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (element) => {
    for (let here = element; here; here = here.parentElement) {
      const { rgb, alpha } = parse(getComputedStyle(here).backgroundColor);
      if (alpha > 0.99) return rgb;
    }
    const dark = matchMedia('(prefers-color-scheme: dark)').matches;
    return dark ? [0, 0, 0] : [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement;
    if (!text.data.trim() || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) || element.closest('option')) continue;
    const [one, other] = [light(parse(getComputedStyle(element).color).rgb), light(ground(element))];
    const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (contrast < 4.5) found.push(`“${text.data.trim().slice(0, 40)}”: ${contrast.toFixed(1)}`);
  }
  return found;
});

/** The boxes and buttons that nothing sets off from the page. */
const borderless = (page) => page.evaluate(() =>
  [...document.querySelectorAll('.btn, .box, .choice')].filter((control) => control.checkVisibility({ visibilityProperty: true })).flatMap((control) => {
    const { borderTopStyle, borderTopWidth, borderTopColor } = getComputedStyle(control);
    const seen = borderTopStyle !== 'none' && parseFloat(borderTopWidth) >= 1 && !/^rgba\(.*, 0\)$/.test(borderTopColor);
    return seen ? [] : [control.outerHTML.slice(0, 100)];
  }));

/** The looks that some people need, light and dark. */
const LOOKS = ['light', 'dark'].flatMap((colorScheme) => [
  { how: `high contrast, ${colorScheme}`, colorScheme, contrast: 'more', forcedColors: 'none' },
  { how: `the system's colours, ${colorScheme}`, colorScheme, contrast: 'no-preference', forcedColors: 'active' },
]);
const USUAL = { colorScheme: 'light', contrast: 'no-preference', forcedColors: 'none' };

/** 1280×1024 at 400 %, with letters at 200 % on top: what sticks out of the page. */
async function sticking(page) {
  const devtools = await page.context().newCDPSession(page);
  const usual = page.viewportSize();
  await devtools.send('Emulation.setDeviceMetricsOverride', { width: 320, height: 256, deviceScaleFactor: 4, mobile: false });
  const found = await page.evaluate(() => {
    const root = document.documentElement;
    root.style.fontSize = '200%';
    const sticks = ({ right, width, height }) => right > innerWidth + 0.5 && width > 1 && height > 1;
    const text = (node) => {
      const range = document.createRange();
      range.selectNode(node);
      return node.nodeType === Node.TEXT_NODE ? [...range.getClientRects()] : [];
    };
    const out = root.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
      // What only a screen reader sees is cut to nothing.
      .filter((element) => element.checkVisibility() && !element.closest('.said'))
      .filter((element) => [...element.childNodes].flatMap(text).some(sticks) || (!element.childElementCount && sticks(element.getBoundingClientRect())))
      .map((element) => element.outerHTML.slice(0, 90));
    if (root.scrollWidth > innerWidth && !out.length) out.push(`the page is ${root.scrollWidth} px wide`);
    root.style.fontSize = '';
    return out;
  });
  await devtools.send('Emulation.clearDeviceMetricsOverride');
  await devtools.detach();
  await page.setViewportSize(usual);
  return found;
}

/** What one tour finds: it takes long and reports on the way, so there is one. */
let walk;
const walked = (all) => (walk ??= walkAround(all));

async function walkAround(all) {
  const { page } = all;
  await able(page);
  const told = new Map();
  const unseen = [];
  const wide = [];
  await tour(all, async (name) => {
    assert.ok(!told.has(name), `two screens are called ${name}`);
    told.set(name, await spoken(page));
    for (const { how, ...device } of LOOKS) {
      await page.emulateMedia(device);
      unseen.push(...(await faint(page)).map((what) => `${name}, ${how}: ${what}`));
      if (device.forcedColors === 'active') unseen.push(...(await borderless(page)).map((what) => `${name}, ${how}: no border: ${what}`));
    }
    await page.emulateMedia(USUAL);
    for (const sticks of await sticking(page)) {
      // The same on every page is told once.
      const what = sticks.replace(...MASKS[0]);
      if (!wide.some((known) => known.endsWith(what))) wide.push(`${name}: ${what}`);
    }
  });
  return { told, unseen, wide };
}

// Without motion a colour is what it is at once.
const STILL = { reducedMotion: 'reduce', timeout: 120_000 };

test('every screen and state is told as it was', STILL, async (all) => {
  const { told } = await walked(all);
  mkdirSync(FOLDER, { recursive: true });
  const changed = [];
  for (const [name, now] of told) {
    const before = UPDATE ? undefined : read(name);
    if (before === undefined) {
      if (process.env.CI && !UPDATE) changed.push(`${name}: there is no snapshots/${name}.yml`);
      else writeFileSync(join(FOLDER, `${name}.yml`), now);
    } else if (now !== before) {
      const [was, is] = [before.split('\n'), now.split('\n')];
      const gone = was.filter((line) => !is.includes(line)).map((line) => `  - ${line}`);
      const come = is.filter((line) => !was.includes(line)).map((line) => `  + ${line}`);
      changed.push([`${name}:`, ...gone, ...come, ...(gone.length + come.length ? [] : ['  the same lines in another order'])].join('\n'));
    }
  }
  const left = readdirSync(FOLDER).filter((file) => !told.has(file.replace(/\.yml$/, '')));
  if (UPDATE) left.forEach((file) => rmSync(join(FOLDER, file)));
  else changed.push(...left.map((file) => `snapshots/${file} is of no screen any more`));
  assert.equal(changed.join('\n'), '', 'UPDATE_SNAPSHOTS=1 takes over what is meant');
});

test('with high contrast, and with the system’s colours, every word and every control is seen', STILL, async (all) => {
  const { unseen } = await walked(all);
  assert.deepEqual([...new Set(unseen)].slice(0, 20), []);
});

test('at 400 %, with letters at 200 % on top, nothing scrolls sideways', STILL, async (all) => {
  const { wide } = await walked(all);
  assert.deepEqual(wide, []);
});

test('axe finds the contrast of the main pages enough with high contrast', { contrast: 'more', reducedMotion: 'reduce' }, async ({ page }) => {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    for (const path of ['/', '/lapor', '/bantuan']) {
      await page.goto(path);
      const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
      const { violations } = await axe.withRules(['color-contrast']).analyze();
      assert.deepEqual(violations.flatMap(({ nodes }) => nodes.map(({ html, any }) => `${path}: ${html.slice(0, 120)}: ${any[0]?.message}`)), [], colorScheme);
    }
  }
});

test('help prints without anything to press', async ({ page }) => {
  await able(page);
  await page.goto('/bantuan');
  await at(page, 'Bantuan');
  await button(page, 'Dengarkan').waitFor();
  await page.emulateMedia({ media: 'print' });
  const pressed = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input, select, textarea')]
    // The owner's name is a letterhead on paper.
    .filter((control) => control.checkVisibility({ visibilityProperty: true }) && !control.matches('.masthead__home'))
    .map((control) => control.outerHTML.slice(0, 100)));
  assert.deepEqual(pressed, []);
});

test('help prints with the answers to its questions', async ({ page }) => {
  await page.goto('/bantuan');
  await at(page, 'Bantuan');
  await page.emulateMedia({ media: 'print' });
  const printed = await page.getByRole('main').innerText();
  for (const answer of await page.locator('details p').allTextContents()) assert.ok(printed.includes(answer), `on paper: ${answer}`);
});
