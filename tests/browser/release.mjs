// Releases of the site as a test deploys them: on a copy, whole, half, or spoilt.

import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';

export const built = process.env.TILIK_SITE_DIR;
/** A copy of the site, to put other releases into. */
export const site = mkdtempSync(join(tmpdir(), 'tilik-install-'));
cpSync(built, site, { recursive: true });
after(() => rmSync(site, { recursive: true, force: true }));

export const hex = (content) => createHash('sha256').update(content).digest('hex');
export const inSite = (path) => join(site, path);
export const read = (path) => readFileSync(inSite(path), 'utf8');

/** Writes a file of the site, without the siblings that were made of the former one. */
export function write(path, content) {
  writeFileSync(inSite(path), content);
  for (const end of ['.br', '.gz']) rmSync(inSite(path) + end, { force: true });
}

/** The site as it was built. */
export function restore() {
  rmSync(site, { recursive: true, force: true });
  cpSync(built, site, { recursive: true });
}

/** The list in a worker's script, and where it stands there. */
export function listOf(script) {
  const start = script.indexOf('{"files":');
  let depth = 0;
  for (let place = start; place < script.length; place++) {
    if (script[place] === '{') depth++;
    else if (script[place] === '}' && --depth === 0) return { list: JSON.parse(script.slice(start, place + 1)), start, end: place + 1 };
  }
  throw new Error('the worker has no list');
}

/**
 * Puts another release into the site: every page says so in its description. `spoil`
 * then changes what is served and not what is listed. Answers the release's name. The
 * kiosk's worker is another than the residents'.
 */
export function deploy(name, spoil = () => {}, worker = 'sw.js') {
  const script = read(worker);
  const { list, start, end } = listOf(script);
  for (const kept of Object.values(list.languages)) {
    const pages = JSON.parse(read(kept.pages));
    for (const [page, html] of Object.entries(pages)) pages[page] = html.replace(/(name="?description"? content=")[^"]*/, `$1${name}`);
    const content = JSON.stringify(pages);
    const moved = kept.pages.replace(/[0-9a-f]{16}/, hex(content).slice(0, 16));
    delete kept.files[kept.pages];
    kept.pages = moved;
    kept.files[moved] = hex(content);
    write(moved, content);
  }
  list.release = hex(JSON.stringify(list)).slice(0, 16);
  write(worker, script.slice(0, start) + JSON.stringify(list) + script.slice(end));
  spoil(list);
  return list.release;
}
