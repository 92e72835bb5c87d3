// That each page does what it is measured for: without it, a page that merely
// starts fast would win.

import { strict as assert } from 'node:assert';
import { DEMO, PATIENCE, PHONE } from '../../browser/harness.mjs';

const LISTED = '.verdict:not(.verdict--note, .verdict--wait)';

/** Types a NIK, and where there is a program, asks whether it is listed. */
export async function works(browser, entrant) {
  const context = await browser.newContext(PHONE);
  try {
    context.setDefaultTimeout(PATIENCE);
    const errors = [];
    context.on('weberror', (error) => errors.push(String(error.error())));
    const page = await context.newPage();
    await page.goto(entrant.origin, { waitUntil: 'networkidle' });
    const field = page.locator('#nik');
    const nik = DEMO.listedNotPaid;
    await field.pressSequentially(nik);
    const shown = entrant.program ? nik.replace(/^(.{6})(.{6})/, '$1 $2 ') : nik;
    assert.equal(await field.inputValue(), shown, `${entrant.name}: what stands in the field`);
    if (entrant.program) {
      assert.equal(await page.locator('.count').innerText(), '16/16', `${entrant.name}: the count`);
      assert.match(await page.locator('.readback').innerText(), /Lahir 12 Maret 1985/, `${entrant.name}: the birth date`);
      await page.locator('form button[type=submit]').first().click();
      await page.locator(LISTED).waitFor();
    }
    assert.deepEqual(errors, [], `${entrant.name}: errors on the page`);
  } finally {
    await context.close();
  }
}
