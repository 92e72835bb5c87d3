// Bad cases that must end well: a phone that keeps nothing, whose clock is wrong,
// that is turned round or in a tunnel; names of any length and script; a program that
// stops.
//
// Elsewhere: double clicks, a server that dies or fails and lost signal before
// sending in trouble.test.mjs; a reload at every question in draft.test.mjs; letters
// as large as they go in aria.test.mjs, which goes everywhere.

import assert from 'node:assert/strict';
import { BROKEN, DEMO, answered, suite } from './harness.mjs';
import {
  ANSWERS, HEADINGS, LISTED, REJECTED, UNLISTED, VERIFYING, answer, at, button, check, consent, field, fill, focused,
  holds, link, report, sees, startReport, ticket, toReview, until, words,
} from './screens.mjs';

const { test } = suite();

const REPORTS = '**/api/v1/reports';
const SENT = 'POST /api/v1/reports';
const keyOf = (request) => request.headers()['idempotency-key'];
const trouble = (page) => page.getByRole('group', { name: 'Belum berhasil', exact: true });
const waiting = (page) => page.getByRole('group', { name: 'Menunggu sinyal', exact: true });

/** That all requests were one report with one ticket, the one shown. */
async function oneReport(server, watch, shown) {
  const requests = watch.asked(SENT);
  assert.equal(new Set(requests.map(keyOf)).size, 1, 'one key');
  const { proof: _, ...body } = requests[0].postDataJSON();
  for (const request of requests) assert.deepEqual({ ...request.postDataJSON(), proof: 0 }, { ...body, proof: 0 }, 'one body');
  assert.equal((await server.send('reports', body, keyOf(requests[0]))).ticket, shown, 'one ticket');
  // Who reports somebody else is never told that the family was reported before.
  const again = body.about === 'self' ? 'already_reported' : 'received';
  assert.equal((await server.send('reports', body, crypto.randomUUID())).outcome, again);
}

// A phone that keeps nothing.

const FORBIDDEN = () => {
  const forbidden = { configurable: true, get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } };
  Object.defineProperty(window, 'localStorage', forbidden);
  Object.defineProperty(window, 'sessionStorage', forbidden);
  Object.defineProperty(Document.prototype, 'cookie', { ...forbidden, set: forbidden.get });
};
const FULL = () => {
  Storage.prototype.setItem = () => { throw new DOMException('The quota has been exceeded.', 'QuotaExceededError'); };
};

for (const [what, spoil] of [['forbidden', FORBIDDEN], ['full', FULL]]) {
  test(`with storage ${what} a report goes through, with every tool and in another language`, async ({ page, server, watch }) => {
    await page.addInitScript(spoil);
    await check(page, DEMO.paid, LISTED);
    await button(page, 'Huruf lebih besar').click();
    await page.getByRole('button', { name: 'Huruf lebih besar', pressed: true }).waitFor();
    const answers = { ...ANSWERS, about: 'other', nik: server.familyWithoutAid() };
    await startReport(page);
    for (let place = 0; place < 3; place++) {
      await answer(page, place, answers);
      await button(page, 'Lanjut').click();
    }
    await at(page, HEADINGS.other[3]);
    await button(page, 'Kembali').click();
    await holds(page, 2, answers);
    await page.goBack();
    await holds(page, 1, answers);
    await page.goForward();
    await holds(page, 2, answers);
    await link(page, 'English').click();
    await page.getByRole('heading', { level: 1, name: /name/ }).waitFor();
    await link(page, 'Indonesia').click();
    await holds(page, 2, answers);
    await button(page, 'Lanjut').click();
    await fill(page, answers, 3);
    await consent(page).check();
    await button(page, 'Kirim laporan').click();
    await at(page, 'Laporan Anda kami terima');
    await oneReport(server, watch, await ticket(page));
  });

  test(`with storage ${what} the page does not say that answers are kept`, async ({ page }) => {
    await page.addInitScript(spoil);
    await startReport(page);
    await answer(page, 0, ANSWERS);
    await button(page, 'Lanjut').click();
    await at(page, HEADINGS.self[1]);
    await field(page, HEADINGS.self[1]).fill(DEMO.noAid);
    await button(page, 'Lanjut').click();
    await at(page, HEADINGS.self[2]);
    assert.doesNotMatch(await words(page), /tersimpan di HP ini/);
  });
}

// A wrong clock.

for (const year of [1990, 2049]) {
  const wrong = (page) => page.addInitScript((shift) => {
    const Real = Date;
    window.Date = class extends Real {
      constructor(...given) {
        if (given.length) super(...given);
        else super(Real.now() + shift);
      }

      static now() {
        return Real.now() + shift;
      }
    };
  }, Date.UTC(year, 2, 15) - Date.now());
  /** That no word comes from a clock that cannot be right. */
  const sound = async (page) => assert.doesNotMatch(await words(page), /NaN|undefined|null|Invalid|\{\w+\}|-\d+ hari/);

  test(`with a clock in ${year} a check is answered`, async ({ page }) => {
    await wrong(page);
    await page.goto('/');
    await field(page, 'NIK').fill(DEMO.noAid);
    await sees(page, /Lahir\s+30 November 1979/);
    await sound(page);
    await button(page, 'Cek penerima').click();
    await at(page, UNLISTED);
    await sound(page);
  });

  test(`with a clock in ${year} a family with aid is told the same as with a right one`, async ({ page }) => {
    await wrong(page);
    await check(page, DEMO.listedNotPaid, LISTED);
    await sees(page, 'Terdaftar, belum dicairkan: tidak perlu lapor');
    assert.equal(await button(page, 'Lapor sekarang').count(), 0);
    await sound(page);
  });

  test(`with a clock in ${year} a report goes through, over a reload as well, and its status is found`, async ({ page, server, watch }) => {
    await wrong(page);
    const answers = { ...ANSWERS, nik: server.familyWithoutAid() };
    await startReport(page);
    await fill(page, answers);
    await page.reload();
    await at(page, 'Periksa jawaban Anda');
    await consent(page).check();
    await button(page, 'Kirim laporan').click();
    await at(page, VERIFYING);
    await sound(page);
    assert.doesNotMatch(await words(page), new RegExp(`${year}`), 'no promise by a wrong clock');
    const shown = await ticket(page);
    await oneReport(server, watch, shown);
    await page.goto('/status');
    await field(page, 'Nomor laporan').fill(shown);
    await field(page, 'NIK yang dilaporkan').fill(answers.nik);
    await button(page, 'Lihat status').click();
    await at(page, `Laporan ${shown}`);
    await sound(page);
    assert.doesNotMatch(await words(page), new RegExp(`${year}`));
  });
}

// On the way.

test('the browser’s back and forward lead through every question with its answer', async ({ page }) => {
  const answers = { ...ANSWERS, about: 'other', nik: DEMO.noAid, phone: '081234500000' };
  const last = HEADINGS.other.length - 1;
  await startReport(page);
  await fill(page, answers);
  for (let place = last - 1; place >= 0; place--) {
    await page.goBack();
    await holds(page, place, answers);
  }
  for (let place = 1; place < last; place++) {
    await page.goForward();
    await holds(page, place, answers);
  }
  await page.goForward();
  await at(page, 'Periksa jawaban Anda');
});

/** What is typed and chosen on the page. */
const filledIn = (page) => page.getByRole('main').evaluate((main) =>
  [...main.querySelectorAll('input, select, textarea')].map((control) => [control.name, /radio|checkbox/.test(control.type) ? control.checked : control.value]));

const LANGUAGES = [['Jawa', 'jv'], ['Madura', 'mad'], ['English', 'en']];

/** Chooses a language. */
async function speak(page, [name, tag]) {
  await link(page, name).click();
  await page.locator(`html[lang=${tag}] .langs [lang=${tag}][aria-current=true]`).waitFor();
}

/** Goes through languages and back; what stands in the boxes in each. */
async function throughLanguages(page, languages = LANGUAGES) {
  const found = [];
  for (const language of [...languages, ['Indonesia', 'id']]) {
    await speak(page, language);
    found.push(await filledIn(page));
  }
  return found;
}

test('another language in the middle keeps every answer', async ({ page }) => {
  const answers = { ...ANSWERS, about: 'other', nik: DEMO.noAid, phone: '081234500000' };
  await startReport(page);
  for (let place = 0; place < HEADINGS.other.length - 1; place++) {
    await answer(page, place, answers);
    const before = await filledIn(page);
    for (const after of await throughLanguages(page, [LANGUAGES[place % 3]])) assert.deepEqual(after, before, HEADINGS.other[place]);
    await holds(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, 'Periksa jawaban Anda');
  await consent(page).check();
  const before = await words(page);
  await throughLanguages(page);
  assert.equal(await words(page), before);
  assert.ok(await consent(page).isChecked());
});

test('another language keeps what is typed outside of a report as well', async ({ page }) => {
  await page.goto('/');
  await field(page, 'NIK').fill('35100930117');
  for (const after of await throughLanguages(page)) assert.deepEqual(after, [['nik', '351009 30117']]);
  await page.goto('/status');
  await field(page, 'Nomor laporan').fill('K7Q2-M4');
  await page.getByRole('radio', { name: /^Saya melaporkan orang lain/ }).check();
  await field(page, 'Nomor HP pelapor').fill('0812');
  const before = await filledIn(page);
  for (const after of await throughLanguages(page)) assert.deepEqual(after, before);
  await report(page, { nik: DEMO.paid }, REJECTED);
  await button(page, 'Ajukan sanggah').click();
  await field(page, 'Apa yang tidak sesuai?').fill('Belum pernah menerima.');
  for (const after of await throughLanguages(page)) assert.ok(after.some(([, value]) => value === 'Belum pernah menerima.'), JSON.stringify(after));
});

// A tunnel. The report is on its way when the signal goes.

for (const [what, arrives] of [['before the server has the report', false], ['after the server has it', true]]) {
  test(`a tunnel ${what}: it waits, goes by itself after three minutes, and is one report`, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN);
    await page.clock.install();
    const answers = await toReview(page, { nik: server.familyWithoutAid() });
    let snap;
    const snapped = new Promise((resolve) => { snap = resolve; });
    let landed;
    await page.route(REPORTS, async (route) => {
      if (arrives) landed = (await (await route.fetch()).json()).ticket;
      await snapped;
      await route.abort('internetdisconnected');
    }, { times: 1 });
    await button(page, 'Kirim laporan').click();
    await until(() => watch.asked(SENT).length, (count) => count === 1, 'the request');
    await context.setOffline(true);
    await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
    snap();
    await waiting(page).waitFor();
    assert.equal(await trouble(page).count(), 0);
    assert.ok((await words(page)).includes(answers.address), 'the answers stand');
    await page.clock.fastForward('03:00');
    await waiting(page).waitFor();
    await context.setOffline(false);
    await at(page, VERIFYING);
    const shown = await ticket(page);
    if (arrives) assert.equal(shown, landed, 'the ticket of the report that was made');
    assert.equal(watch.asked(SENT).length, 2);
    await oneReport(server, watch, shown);
  });
}

test('a tunnel in which the request hangs: it is given up, and goes by itself once there is signal', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN);
  await page.clock.install();
  await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, () => new Promise(() => {}), { times: 1 });
  await button(page, 'Kirim laporan').click();
  await until(() => watch.asked(SENT).length, (count) => count === 1, 'the request');
  await context.setOffline(true);
  await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
  await page.clock.fastForward('03:00');
  await button(page, 'Sedang mengirim…').waitFor({ state: 'detached' });
  await context.setOffline(false);
  await at(page, VERIFYING);
  await oneReport(server, watch, await ticket(page));
});

for (const [what, first] of [['the report', REPORTS], ['the proof of work', '**/api/v1/challenge']]) {
  test(`a phone says “online” before it is, and ${what} fails once more: the report still goes by itself`, async ({ page, context, server, watch }) => {
    watch.expect(BROKEN);
    await toReview(page, { nik: server.familyWithoutAid() });
    // A proof made before is used up, so that sending has to ask for one.
    await page.reload();
    await at(page, 'Periksa jawaban Anda');
    await context.setOffline(true);
    await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
    await button(page, 'Kirim laporan').click();
    await waiting(page).waitFor();
    await sees(page, 'Laporan dikirim otomatis saat HP tersambung. Biarkan halaman ini terbuka.');
    await context.route(first, (route) => route.abort('connectionreset'), { times: 1 });
    await context.setOffline(false);
    await at(page, VERIFYING);
    await oneReport(server, watch, await ticket(page));
  });
}

test('a request that hangs for three minutes with signal: one button sends the same report', async ({ page, server, watch }) => {
  watch.expect(BROKEN);
  await page.clock.install();
  await toReview(page, { nik: server.familyWithoutAid() });
  let landed;
  await page.route(REPORTS, async (route) => {
    landed = (await (await route.fetch()).json()).ticket;
    await new Promise(() => {});
  }, { times: 1 });
  await button(page, 'Kirim laporan').click();
  await until(() => landed, Boolean, 'the report at the server');
  await page.clock.fastForward('03:00');
  await sees(page, 'Server belum menjawab. Tidak ada jawaban yang hilang. Coba lagi.');
  await button(page, 'Coba lagi').click();
  await at(page, VERIFYING);
  assert.equal(await ticket(page), landed);
  await oneReport(server, watch, landed);
});

test('a report that failed and then waits for signal says only that it waits', async ({ page, context, server, watch }) => {
  watch.expect(BROKEN, answered(500));
  await toReview(page, { nik: server.familyWithoutAid() });
  await page.route(REPORTS, (route) => route.fulfill({ status: 500, body: '' }), { times: 1 });
  await button(page, 'Kirim laporan').click();
  await trouble(page).waitFor();
  await context.setOffline(true);
  await sees(page, 'Tanpa sinyal. Jawaban tersimpan di HP ini.');
  await button(page, 'Kirim laporan').click();
  await sees(page, 'Laporan dikirim otomatis saat HP tersambung.');
  assert.equal(await page.getByText('Ada gangguan di server kami.').count(), 0, 'what went wrong before is past');
  const twice = await page.evaluate(() => [...document.querySelectorAll('[id]')].map(({ id }) => id).filter((id, place, ids) => ids.indexOf(id) !== place));
  assert.deepEqual(twice, [], 'no id twice');
  await waiting(page).waitFor();
  await context.setOffline(false);
  await at(page, VERIFYING);
  await oneReport(server, watch, await ticket(page));
});

// Names.

const toName = async (page, answers) => {
  await startReport(page);
  for (let place = 0; place < 2; place++) {
    await answer(page, place, answers);
    await button(page, 'Lanjut').click();
  }
  await at(page, HEADINGS.self[2]);
};

test('a name of 200 letters passes, one of 201 is told, in any script', async ({ page }) => {
  await toName(page, { ...ANSWERS, nik: DEMO.noAid });
  const name = field(page, HEADINGS.self[2]);
  // Latin, Javanese, and one beyond the first plane.
  for (const letter of ['x', 'ꦱ', '𞤀']) {
    await name.fill(letter.repeat(201));
    await button(page, 'Lanjut').click();
    await sees(page, 'Nama paling panjang 200 huruf. Tulis lebih singkat.');
    assert.equal(await name.inputValue(), letter.repeat(201), 'what was typed stays');
    await name.fill(`  ${letter.repeat(200)} `);
    await button(page, 'Lanjut').click();
    await at(page, HEADINGS.self[3]);
    await page.goBack();
    await at(page, HEADINGS.self[2]);
    assert.equal((await name.inputValue()).trim(), letter.repeat(200));
  }
});

test('a name of 200 letters without a gap goes through, and nothing scrolls sideways', { viewport: { width: 320, height: 568 } }, async ({ page, server, watch }) => {
  const name = 'Wx'.repeat(100);
  await toReview(page, { nik: server.familyWithoutAid(), name });
  assert.ok((await words(page)).includes(name));
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the review is no wider than the phone');
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT)[0].postDataJSON().subject.name, name);
});

test('a name in any script goes through and stands in the review', async ({ page, server, watch }) => {
  const names = ['ꦱꦶꦠꦶ ꦫꦲꦪꦸ', 'سيتي رحايو', '佘詩曼', 'Siti ‘Aisyah Ḥasanah-Nuḥ'];
  const answers = await toReview(page, { nik: server.familyWithoutAid(), name: names[0] });
  for (const name of names) {
    await button(page, 'Ubah Nama').click();
    await field(page, HEADINGS.self[2]).fill(name);
    await button(page, 'Lanjut').click();
    await at(page, 'Periksa jawaban Anda');
    assert.ok((await words(page)).includes(name), name);
  }
  await page.reload();
  await at(page, 'Periksa jawaban Anda');
  assert.ok((await words(page)).includes(names.at(-1)), 'also over a reload');
  await button(page, 'Ubah Nama').click();
  await answer(page, 2, answers);
  await button(page, 'Lanjut').click();
  await button(page, 'Kirim laporan').click();
  await at(page, VERIFYING);
  assert.equal(watch.asked(SENT)[0].postDataJSON().subject.name, names[0]);
});

// The phone itself.

test('a phone turned round keeps what is typed, the caret and the focus', async ({ page }) => {
  const turn = async (box) => {
    const state = () => box.evaluate((input) => [input.value, input.selectionStart, input === document.activeElement]);
    const before = await state();
    assert.ok(before[2], 'the focus is in the box');
    for (const [width, height] of [[640, 360], [360, 640], [640, 360]]) {
      await page.setViewportSize({ width, height });
      await until(() => page.evaluate(() => innerWidth), (now) => now === width, 'the new width');
      assert.deepEqual(await state(), before, `${width}×${height}`);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}×${height}: no wider than the phone`);
    }
  };
  await page.goto('/');
  await field(page, 'NIK').focus();
  await page.keyboard.type('35100930117');
  await page.keyboard.press('ArrowLeft');
  await turn(field(page, 'NIK'));
  await page.goto('/status');
  await field(page, 'Nomor laporan').focus();
  await page.keyboard.type('K7Q2-M4');
  await turn(field(page, 'Nomor laporan'));
  await toName(page, { ...ANSWERS, nik: DEMO.noAid });
  await field(page, HEADINGS.self[2]).focus();
  await page.keyboard.type('Warga Con');
  await turn(field(page, HEADINGS.self[2]));
  await page.keyboard.type('toh');
  assert.equal(await field(page, HEADINGS.self[2]).inputValue(), 'Warga Contoh');
});

// A program that stops.

const stopped = (page) => page.getByRole('alert').getByRole('heading', { name: 'Halaman berhenti', exact: true });

/** A real panic: what the program keeps on the device calls it back in the middle
 *  of a change. */
async function panic(page, box) {
  await page.evaluate(() => {
    const keep = Storage.prototype.setItem;
    Storage.prototype.setItem = function (...words) {
      Storage.prototype.setItem = keep;
      keep.apply(this, words);
      document.querySelector('.masthead__home').click();
    };
  });
  await box.press('h');
}
const trap = (page) => page.evaluate(() => { dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })); });
const trapInTask = (page) => page.evaluate(() => { Promise.reject(new WebAssembly.RuntimeError('unreachable')); });

for (const [what, stop] of [['a panic', panic], ['a trap that the window hears of', trap], ['a trap in a task', trapInTask]]) {
  test(`${what}: the page says that the answers are kept, and one button goes on with them`, async ({ page, watch }) => {
    watch.expect(/unreachable|RuntimeError/);
    const answers = { ...ANSWERS, nik: DEMO.noAid };
    await toName(page, answers);
    const box = field(page, HEADINGS.self[2]);
    await box.pressSequentially('Warga Conto');
    if (stop !== panic) await box.press('h');
    await stop(page, box);
    await stopped(page).waitFor();
    await sees(page, 'Jawaban Anda tersimpan di HP ini. Muat ulang untuk melanjutkan.');
    await until(() => focused(page), (text) => text === 'Muat ulang', 'the focus on the button');
    await button(page, 'Muat ulang').click();
    await stopped(page).waitFor({ state: 'hidden' });
    await page.locator('html.siap').waitFor({ state: 'attached' });
    for (let place = 2; place >= 0; place--) {
      await holds(page, place, answers);
      if (place) await page.goBack();
    }
  });
}

test('what stands behind the page that stopped is out of reach', async ({ page, watch }) => {
  watch.expect(/unreachable|RuntimeError/);
  await page.goto('/');
  await trap(page);
  await stopped(page).waitFor();
  for (let times = 0; times < 3; times++) {
    await page.keyboard.press('Tab');
    const reached = await page.evaluate(() => (document.activeElement.matches('body, #galat *') ? '' : document.activeElement.outerHTML.slice(0, 100)));
    assert.equal(reached, '', 'the focus is on nothing that is covered');
  }
});

test('an error that is none of the program’s stops nothing', async ({ page, watch }) => {
  watch.expect(/of an extension/);
  await page.goto('/');
  await page.evaluate(() => {
    dispatchEvent(new ErrorEvent('error', { error: new Error('of an extension') }));
    Promise.reject(new Error('of an extension'));
  });
  await field(page, 'NIK').fill(DEMO.noAid);
  await button(page, 'Cek penerima').click();
  await at(page, UNLISTED);
  assert.equal(await stopped(page).count(), 0);
});
