// The floor: what is shipped can be read by engines of the class of Chrome 61, of
// 2017, and runs without what browsers learnt since. What is older gets the forms.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as nodeTest } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'acorn';
import { DEMO, suite } from './harness.mjs';
import { LISTED, UNLISTED, check } from './screens.mjs';

const { test } = suite();

const site = process.env.TILIK_SITE_DIR;
const scripts = (folder) => readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js'));

/** Whether binaryen finds a program within the first WebAssembly: no feature more. */
const isFirstWebAssembly = (program) =>
  promisify(execFile)('wasm-opt', ['--mvp-features', program, '-o', '/dev/null']).then(() => true, () => false);

nodeTest('the program is WebAssembly as of its first version', async () => {
  const [program] = readdirSync(site).filter((name) => name.endsWith('.wasm'));
  assert.ok(await isFirstWebAssembly(join(site, program)));
});

nodeTest('a program of a later version would be told', async () => {
  // (func (param i32) (result i32) local.get 0 i32.extend8_s), which came in 2020.
  const later = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f, 3, 2, 1, 0, 10, 7, 1, 5, 0, 0x20, 0, 0xc0, 0x0b];
  const folder = mkdtempSync(join(tmpdir(), 'tilik-old-'));
  writeFileSync(join(folder, 'later.wasm'), Buffer.from(later));
  assert.ok(WebAssembly.validate(Buffer.from(later)), 'it is a program');
  assert.equal(await isFirstWebAssembly(join(folder, 'later.wasm')), false);
  rmSync(folder, { recursive: true });
});

nodeTest('every script is JavaScript as of 2017', () => {
  const names = scripts(site);
  assert.ok(names.length >= 4, names.join());
  for (const name of names) {
    assert.doesNotThrow(() => parse(readFileSync(join(site, name), 'utf8'), { ecmaVersion: 2017, sourceType: 'script' }), name);
  }
  assert.throws(() => parse('a?.b', { ecmaVersion: 2017 }), 'a later one would be told');
});

test('the program runs without what browsers learnt since 2017', { program: false }, async ({ page, context, server }) => {
  await context.addInitScript(() => {
    for (const name of ['AbortController', 'AbortSignal', 'FinalizationRegistry', 'WeakRef', 'structuredClone', 'queueMicrotask', 'BigInt', 'ResizeObserver']) {
      delete window[name];
    }
    delete TextEncoder.prototype.encodeInto;
    delete WebAssembly.instantiateStreaming;
    for (const name of ['flat', 'flatMap', 'at', 'findLast']) delete Array.prototype[name];
    for (const name of ['fromEntries', 'hasOwn']) delete Object[name];
    for (const name of ['replaceAll', 'at', 'matchAll', 'trimStart', 'trimEnd']) delete String.prototype[name];
    for (const name of ['replaceChildren', 'toggleAttribute']) delete Element.prototype[name];
    delete Promise.prototype.finally;
    delete Promise.allSettled;
  });
  await page.goto('/');
  await page.locator('html.siap').waitFor({ state: 'attached' });
  const typed = page.getByRole('textbox', { name: 'NIK', exact: true });
  await typed.pressSequentially('35101612');
  assert.equal(await typed.inputValue(), '351016 12');
  await check(page, DEMO.paid, LISTED);
  await check(page, server.familyWithoutAid(), UNLISTED);
});
