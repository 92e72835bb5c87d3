// Draws the site's icons in public/icons/ from public/icon.svg, with Chromium:
//
//   TILIK_CHROMIUM=/usr/bin/chromium node tools/icons.mjs
//
// Only needed after the SVG has changed: what it makes is kept in the repository.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '../tests/browser/node_modules/playwright-core/index.mjs';

const folder = new URL('../public/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', folder), 'utf8');
// A phone cuts a maskable icon to its own shape: the ground fills it all, and the
// sign keeps within the middle. iOS rounds the corners itself.
const full = svg.replace(/ rx="\d+"/, '');
const [, ground] = svg.match(/<rect [^>]*fill="(#\w+)"/);
const ICONS = [
  ['192.png', 192, svg, '100%'],
  ['512.png', 512, svg, '100%'],
  ['maskable-512.png', 512, full, '80%'],
  ['apple-touch.png', 180, full, '100%'],
];

const browser = await chromium.launch({ executablePath: process.env.TILIK_CHROMIUM, args: ['--headless', '--no-sandbox'] });
try {
  for (const [name, size, drawing, part] of ICONS) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    const behind = drawing === svg ? 'transparent' : ground;
    await page.setContent(`<style>html{background:${behind}}body{margin:0;height:100vh;display:grid;place-items:center}svg{width:${part}}</style>${drawing}`);
    writeFileSync(new URL(`icons/${name}`, folder), await page.screenshot({ omitBackground: true }));
    await page.close();
  }
} finally {
  await browser.close();
}
