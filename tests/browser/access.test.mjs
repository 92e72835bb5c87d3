// Everybody can use it: WCAG 2.2 AA on every screen and state, a keyboard alone,
// a narrow phone, large targets, another language.

import assert from 'node:assert/strict';
import { accessible, fits } from './accessible.mjs';
import { DEMO, answered, suite } from './harness.mjs';
import {
  ANSWERS, HEADINGS, LISTED, RECEIVED, REJECTED, UNDETERMINED, UNLISTED, VERIFYING, answer, at, button, check, field,
  focused, report, link, sees, startReport, toReview, until,
} from './screens.mjs';

const { test } = suite();

/** Every screen and state, one after the other. */
async function tour(page, server, watch, look) {
  watch.expect(answered(404), answered(500));
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await look('Beranda');
  await field(page, 'NIK').fill('3510163203850001');
  await button(page, 'Cek penerima').click();
  await sees(page, 'bukan tanggal');
  await look('Beranda with a fault');
  await field(page, 'NIK').fill('9999991203850001');
  await sees(page, 'tidak kami kenal');
  await look('Beranda with an unknown region');
  for (const [nik, outcome] of [[DEMO.listedNotPaid, LISTED], [DEMO.paid, LISTED], [DEMO.nutritionOnly, LISTED], [DEMO.noAid, UNLISTED]]) {
    await check(page, nik, outcome);
    await look(`Cek, ${outcome}, ${nik}`);
  }
  await page.goto('/cek');
  await at(page, 'Cek penerima bantuan');
  await look('Cek');
  await page.route('**/api/v1/checks', (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await page.getByRole('group', { name: 'Belum berhasil' }).waitFor();
  await look('Cek in trouble');

  const answers = { ...ANSWERS, about: 'other', nik: DEMO.notRegistered };
  await startReport(page);
  for (let place = 0; place < HEADINGS.other.length - 1; place++) {
    if (place > 0) await at(page, HEADINGS.other[place]);
    await look(`Lapor ${place + 1}`);
    if ([0, 3, 6].includes(place)) {
      await button(page, 'Lanjut').click();
      await page.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
      await look(`Lapor ${place + 1} with faults`);
    }
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await look('Review');
  await button(page, 'Kirim laporan').click();
  await page.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
  await look('Review without consent');
  await button(page, 'Hapus isian').click();
  await button(page, 'Ya, hapus').waitFor();
  await look('Erase?');
  await button(page, 'Ya, hapus').click();
  await sees(page, 'Isian sudah dihapus dari HP ini.');
  await look('Erased');

  await report(page, answers, RECEIVED);
  await look('Hasil, received');
  await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await look('Hasil, verifying');
  await report(page, { nik: DEMO.onTwoCards }, UNDETERMINED).catch(() => at(page, 'Keluarga Anda sudah pernah dilaporkan'));
  await look('Hasil, undetermined');
  const ticket = await report(page, { nik: DEMO.paid }, REJECTED);
  await look('Hasil, rejected');
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').waitFor();
  await look('Sanggah');
  await button(page, 'Kirim sanggah').click();
  await sees(page, 'Tulis apa yang tidak sesuai.');
  await look('Sanggah with a fault');

  await page.goto('/status');
  await at(page, 'Status laporan');
  await button(page, 'Lihat status').click();
  await page.getByRole('group', { name: 'Ada yang perlu diperbaiki' }).waitFor();
  await look('Status with faults');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor HP pelapor').waitFor();
  await look('Status of a helper');
  await page.getByRole('radio', { name: /^Untuk saya/ }).check();
  await field(page, 'Nomor laporan').fill(ticket);
  await field(page, 'NIK yang dilaporkan').fill(DEMO.noAid);
  await button(page, 'Lihat status').click();
  await page.getByRole('group', { name: 'Belum berhasil' }).waitFor();
  await look('Status, no such');
  await field(page, 'NIK yang dilaporkan').fill(DEMO.paid);
  await button(page, 'Lihat status').click();
  await at(page, `Laporan ${ticket}`);
  await look('Status, rejected');
  await page.goto('/tidak-ada');
  await at(page, 'Halaman tidak ada');
  await look('Missing');
  await page.goto('/hasil');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await look('Hasil after all');
}

test('every screen on 320 px: axe finds nothing, light or dark; targets are 48 px high; nothing scrolls sideways', {
  viewport: { width: 320, height: 568 }, reducedMotion: 'reduce', timeout: 180_000,
}, async ({ page, server, watch }) => {
  await tour(page, server, watch, async (where) => {
    await accessible(page, where);
    await fits(page, where);
    await page.emulateMedia({ colorScheme: 'dark' });
    await accessible(page, `${where}, dark`, ['color-contrast']);
    await page.emulateMedia({ colorScheme: 'light' });
  });
});

test('with text at 200 % no screen scrolls sideways', { viewport: { width: 360, height: 640 }, timeout: 120_000 }, async ({ page }) => {
  await page.addInitScript(() => addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; }));
  const wide = async (where) => {
    // Which element sticks out, so that the failure says where.
    const out = await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5 && element.getBoundingClientRect().height > 1)
      .map((element) => element.outerHTML.slice(0, 100)));
    assert.deepEqual(out.slice(-2), [], where);
  };
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await wide('Beranda');
  await check(page, DEMO.paid, LISTED);
  await wide('Cek');
  await startReport(page);
  const answers = { ...ANSWERS, nik: DEMO.listedNotPaid };
  for (let place = 0; place < HEADINGS.self.length - 1; place++) {
    await at(page, HEADINGS.self[place]);
    await wide(HEADINGS.self[place]);
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await wide('Review');
  await page.getByRole('checkbox').check();
  await button(page, 'Kirim laporan').click();
  await at(page, REJECTED);
  await wide('Hasil');
});

test('a keyboard alone leads from the front page to a verdict, the focus always seen', { hasTouch: false }, async ({ page }) => {
  const keys = page.keyboard;
  /** Tabs on to what has this role and name. */
  const tabTo = async (locator, what) => {
    for (let times = 0; times < 40; times++) {
      await keys.press('Tab');
      if (await locator.evaluate((element) => element === document.activeElement).catch(() => false)) {
        const seen = await locator.evaluate((element) => {
          const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
          const around = element.closest('label') ? getComputedStyle(element.closest('label')) : { outlineStyle: 'none', boxShadow: 'none' };
          const { top, bottom } = element.getBoundingClientRect();
          const ring = (style, width) => style !== 'none' && parseFloat(width) >= 2;
          return {
            ring: ring(outlineStyle, outlineWidth) || boxShadow !== 'none' || ring(around.outlineStyle, around.outlineWidth) || around.boxShadow !== 'none',
            inside: bottom > 0 && top < innerHeight,
          };
        });
        assert.deepEqual(seen, { ring: true, inside: true }, `${what}: the focus is seen`);
        return;
      }
    }
    assert.fail(`Tab never comes to ${what}`);
  };
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  await keys.press('Tab');
  assert.equal(await focused(page), 'Langsung ke isi', 'the skip link is first');
  const { x, height } = await page.getByRole('link', { name: 'Langsung ke isi' }).boundingBox();
  assert.ok(x >= 0 && height >= 48, `the skip link is seen: at ${x}, ${height} px high`);
  await keys.press('Enter');
  await tabTo(field(page, 'NIK'), 'NIK');
  await keys.type(DEMO.noAid);
  await keys.press('Enter');
  await at(page, UNLISTED);
  await until(() => focused(page), (text) => text === UNLISTED, 'the focus on the answer');
  await tabTo(button(page, 'Lapor sekarang'), 'Lapor sekarang');
  await keys.press('Enter');
  await at(page, HEADINGS.self[0]);
  await tabTo(page.getByRole('radio', { name: /^Saya sendiri/ }), 'Saya sendiri');
  await keys.press('Space');
  await keys.press('Enter');
  const type = async (place, text) => {
    await at(page, HEADINGS.self[place]);
    const box = page.getByRole('textbox', { name: HEADINGS.self[place] });
    if (!(await box.evaluate((element) => element === document.activeElement))) await tabTo(box, HEADINGS.self[place]);
    if (text) await keys.type(text);
    // Enter is a new line in a box of several.
    if (await box.evaluate((element) => element.matches('textarea'))) {
      await tabTo(button(page, 'Lanjut'), 'Lanjut');
    }
    await keys.press('Enter');
  };
  await type(1, '');
  await type(2, 'Budi Contoh');
  await at(page, HEADINGS.self[3]);
  const district = page.getByRole('combobox', { name: 'Kecamatan' });
  await tabTo(district, 'Kecamatan');
  await keys.type('Gent');
  await until(() => district.evaluate((box) => box.selectedOptions[0].label), (label) => label === 'Genteng', 'Genteng');
  const village = page.getByRole('combobox', { name: 'Desa atau kelurahan' });
  await tabTo(village, 'Desa atau kelurahan');
  await keys.type('Kali');
  await until(() => village.evaluate((box) => box.selectedOptions[0].label), (label) => label === 'Kaligondo', 'Kaligondo');
  await tabTo(button(page, 'Lanjut'), 'Lanjut');
  await keys.press('Enter');
  await type(4, 'Dusun Krajan RT 02 RW 01');
  await type(5, '');
  await at(page, HEADINGS.self[6]);
  await tabTo(page.getByRole('checkbox', { name: 'Sakit menahun' }), 'Sakit menahun');
  await keys.press('Space');
  await tabTo(button(page, 'Lanjut'), 'Lanjut');
  await keys.press('Enter');
  await type(7, '4');
  await type(8, 'Rumah hijau');
  await at(page, 'Periksa jawaban Anda');
  await tabTo(page.getByRole('checkbox'), 'consent');
  await keys.press('Space');
  await tabTo(button(page, 'Kirim laporan'), 'Kirim laporan');
  await keys.press('Enter');
  await at(page, VERIFYING);
  await until(() => focused(page), (text) => text === VERIFYING, 'the focus on the verdict');
});

test('each step’s heading takes the focus, and the title is the step', async ({ page }) => {
  const answers = { ...ANSWERS, about: 'other', nik: DEMO.noAid };
  await startReport(page);
  const titles = new Set();
  for (let place = 0; place < HEADINGS.other.length; place++) {
    await at(page, HEADINGS.other[place]);
    await until(() => page.title(), (title) => title === `${HEADINGS.other[place]} · Tilik`, HEADINGS.other[place]);
    await until(
      () => page.evaluate(() => document.activeElement.closest('h1')?.innerText.trim() ?? document.activeElement.outerHTML.slice(0, 120)),
      (text) => text === HEADINGS.other[place],
      `the focus on ${HEADINGS.other[place]}`,
    );
    await until(() => page.evaluate(() => scrollY), (top) => top === 0, 'the top of the page');
    titles.add(await page.title());
    if (place === HEADINGS.other.length - 1) break;
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  assert.equal(titles.size, HEADINGS.other.length);
  await page.goBack();
  await until(() => focused(page), (text) => text === HEADINGS.other.at(-2), 'the focus on the way back');
});

test('landmarks, and headings that skip no level', async ({ page, server }) => {
  const look = async (where) => {
    for (const role of ['banner', 'main', 'contentinfo']) assert.equal(await page.getByRole(role).count(), 1, `${where}: ${role}`);
    const levels = await page.getByRole('heading').evaluateAll((all) => all.filter((heading) => heading.checkVisibility()).map((heading) => +heading.tagName[1]));
    assert.equal(levels.filter((level) => level === 1).length, 1, `${where}: ${levels}`);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, `${where}: ${levels}`);
      return level;
    }, 1);
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'id', where);
  };
  for (const path of ['/', '/cek', '/lapor', '/hasil', '/status']) {
    await page.goto(path);
    await page.getByRole('navigation', { name: 'Layanan' }).waitFor();
    await look(path);
  }
  await check(page, DEMO.paid, LISTED);
  await look('Cek');
  await toReview(page, { nik: server.familyWithoutAid() });
  await look('Review');
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  await look('Hasil, verifying');
  await report(page, { nik: DEMO.paid }, REJECTED);
  await look('Hasil');
});

test('English is chosen, keeps what was typed, is remembered, and goes back', async ({ page }) => {
  await startReport(page);
  await answer(page, 0, ANSWERS);
  await button(page, 'Lanjut').click();
  await answer(page, 1, { ...ANSWERS, nik: DEMO.noAid });
  await link(page, 'English').click();
  await page.getByRole('heading', { level: 1, name: 'What is your NIK?' }).waitFor();
  await until(() => page.evaluate(() => document.documentElement.lang), (lang) => lang === 'en', 'lang=en');
  assert.equal(await page.getByRole('main').getByRole('textbox').inputValue(), '351009 301179 0092');
  await until(() => page.title(), (title) => title === 'What is your NIK? · Tilik', 'the title');
  await until(() => focused(page), (text) => text === 'English', 'the focus stays on the switch');
  await page.reload();
  await page.getByRole('heading', { level: 1, name: 'What is your NIK?' }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
  await page.goto('/');
  await page.getByRole('heading', { level: 1, name: 'Check your social aid' }).waitFor();
  await field(page, 'NIK').fill(DEMO.paid);
  await button(page, 'Check').click();
  await page.getByRole('heading', { level: 1, name: 'Your family is on the list' }).waitFor();
  await sees(page, /May 2020/);
  assert.doesNotMatch(await page.locator('body').innerText(), /\{\w+\}|Terdaftar|dicairkan|Kabupaten Banyuwangi/);
  await link(page, 'Indonesia').click();
  await at(page, LISTED);
  await page.reload();
  await at(page, 'Cek penerima bantuan');
});

test('English has every sentence of the journey', async ({ page }) => {
  const indonesian = /\b(Anda|Berapa|Lanjut|Kembali|laporan|nomor|untuk|dengan|yang|keluarga)\b/i;
  await page.goto('/');
  await link(page, 'English').click();
  await link(page, 'Report').click();
  const names = [];
  const look = async () => {
    const shown = (await page.locator('body').innerText()).replace(/Kaligondo|Genteng|Indonesia\s+Jawa\s+Madura|Bahasa Indonesia|Indonesia|Program Keluarga Harapan|Bantuan \S+( \S+)*|Dusun Krajan.*|.*Permen.*|.*Perbup.*|.*Peraturan.*/g, '');
    assert.doesNotMatch(shown, indonesian);
    assert.doesNotMatch(shown, /\{\w+\}/);
    names.push(await page.title());
  };
  const next = async () => {
    await look();
    const before = await page.title();
    await button(page, 'Next').or(button(page, 'Continue')).click();
    await until(() => page.title(), (title) => title !== before, `on from ${before}`);
  };
  await page.getByRole('radio').first().check();
  await next();
  await page.getByRole('main').getByRole('textbox').fill(DEMO.paid);
  await next();
  await page.getByRole('main').getByRole('textbox').fill('Contoh');
  await next();
  await page.getByRole('combobox').first().selectOption('Genteng');
  await page.getByRole('combobox').nth(1).selectOption('Kaligondo');
  await next();
  await page.getByRole('main').getByRole('textbox').fill('Dusun Krajan RT 02');
  await next();
  await next();
  await page.getByRole('checkbox').first().check();
  await next();
  await page.getByRole('main').getByRole('textbox').fill('4');
  await next();
  await next();
  await look();
  await page.getByRole('checkbox').check();
  const before = await page.title();
  await page.getByRole('main').getByRole('button', { name: /^Send/ }).click();
  await until(() => page.title(), (title) => title !== before, 'the verdict');
  await look();
  assert.equal(new Set(names).size, names.length);
});

test('with reduced motion nothing moves', { reducedMotion: 'reduce' }, async ({ page }) => {
  await page.goto('/');
  await at(page, 'Cek bantuan sosial Anda');
  const moving = await page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const { animationName, animationDuration, transitionDuration } = getComputedStyle(element);
    return (animationName !== 'none' && parseFloat(animationDuration) > 0.01) || parseFloat(transitionDuration) > 0.01;
  }).map((element) => element.outerHTML.slice(0, 80)));
  assert.deepEqual(moving, []);
});

test('the result prints with its number, without the site’s frame', async ({ page, server }) => {
  const ticket = await report(page, { nik: server.familyWithoutAid() }, VERIFYING);
  await page.emulateMedia({ media: 'print' });
  assert.ok((await page.locator('body').innerText()).includes(ticket));
  assert.ok(!(await button(page, 'Cetak').isVisible()), 'no buttons on paper');
  assert.ok(!(await link(page, 'English').isVisible()));
});
