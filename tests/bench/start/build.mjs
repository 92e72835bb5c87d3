// Builds the three pages that ours is held against, each into a folder of its own
// as it would be put on a server.

import { build } from 'esbuild';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PAGES = fileURLToPath(new URL('./pages/', import.meta.url));

// Syntax of the browsers that can run our program at all, minified.
const COMMON = { bundle: true, minify: true, target: 'es2022', logLevel: 'warning', legalComments: 'none' };

/** Builds into `into`; the folders are named like the pages. */
export async function buildPages(into) {
  const bare = await shell('bare/index.html');
  await put(into, 'bare', bare);
  await put(into, 'vanilla', bare.replace('</head>', '  <script src="/form.js" defer></script>\n</head>'));
  await put(into, 'preact', await shell('preact/index.html'));
  const look = join(PAGES, 'look.css');
  await build({ ...COMMON, entryPoints: [look], outdir: join(into, 'bare') });
  await build({ ...COMMON, entryPoints: [look, join(PAGES, 'vanilla/form.js')], outdir: join(into, 'vanilla'), entryNames: '[name]' });
  await build({
    ...COMMON, entryPoints: [join(PAGES, 'preact/main.jsx')], outdir: join(into, 'preact'), format: 'esm',
    jsx: 'automatic', jsxImportSource: 'preact', define: { 'process.env.NODE_ENV': '"production"' },
  });
}

/** A page's HTML without the comment that says what it is. */
const shell = async (path) => (await readFile(join(PAGES, path), 'utf8')).replace(/<!--.*?-->\n/s, '');

async function put(into, name, html) {
  await mkdir(join(into, name), { recursive: true });
  await writeFile(join(into, name, 'index.html'), html);
  await copyFile(join(PAGES, 'icon.svg'), join(into, name, 'icon.svg'));
}
