// What every screen of a resident is looked at for.

import assert from 'node:assert/strict';
import { AxeBuilder } from '@axe-core/playwright';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with what axe finds, shortly. */
export async function accessible(page, where, rules) {
  // One frame alone, so axe needs no page of its own to gather results.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });
  const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(RULES)).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${where}: ${id}: ${node.html.slice(0, 160)}: ${node.any[0]?.message ?? node.failureSummary}`));
  assert.deepEqual(found, []);
}

/** Fails with every target lower than 48 px, and everything that is cut off or wider than the screen. */
export async function fits(page, where) {
  const low = await page.evaluate(() =>
    [...document.querySelectorAll('button, a[href], input, select, textarea')].flatMap((target) => {
      // The skip link is out of sight until it has the focus.
      const box = (target.matches('[type=radio], [type=checkbox]') ? target.closest('label') ?? target : target).getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || box.right <= 0) return [];
      const name = target.labels?.[0]?.innerText || target.innerText || target.ariaLabel;
      return box.height >= 47.5 && box.width >= 47.5 ? [] : [`${name?.trim()}: ${Math.round(box.width)}×${Math.round(box.height)}`];
    }));
  assert.deepEqual(low, [], `${where}: targets under 48 px`);
  const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  assert.ok(wide <= room, `${where}: ${wide} px wide on a screen of ${room}`);
}
