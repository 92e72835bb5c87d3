// A kiosk as its residents and its staff use it.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { button, field, until } from './screens.mjs';

export const PIN = '204060';
export const PLACE = 'Balai Desa Contoh';
/** Upright as most kiosks stand, lying, and the smallest there is. */
export const UPRIGHT = { viewport: { width: 1080, height: 1920 }, hasTouch: true };
export const LYING = { viewport: { width: 1920, height: 1080 }, hasTouch: true };
export const SMALL = { viewport: { width: 800, height: 480 }, hasTouch: true };

/** An officer's one-time code, and the kiosk's id. */
export function invite(server, village = '3510161001') {
  const made = server.command('kiosk', 'add', '--village', village, '--place', PLACE);
  return { kiosk: made.match(/kiosk (\S+)/)[1], code: made.match(/code ([^\s,]+)/)[1] };
}

/** The residents' pages in the kiosk. */
export const frame = (page) => page.frameLocator('iframe.frame');

/** Opens the kiosk and enrols it. */
export async function enrol(page, server, village) {
  const { kiosk, code } = invite(server, village);
  await page.goto('/kiosk');
  await field(page, 'Kode sekali pakai').fill(code);
  await field(page, 'PIN petugas, enam angka').fill(PIN);
  await field(page, 'PIN petugas sekali lagi').fill(PIN);
  await button(page, 'Daftarkan').click();
  await attract(page).waitFor();
  return kiosk;
}

export const attract = (page) => page.getByRole('button', { name: /Sentuh layar untuk mulai/ });

/** A resident comes. */
export async function wake(page) {
  await attract(page).click();
  const ready = frame(page).locator('html.siap');
  try {
    await ready.waitFor({ state: 'attached', timeout: 7_000 });
  } catch (late) {
    // What a kiosk learns at that moment, that it was revoked say, brings its first
    // screen back: anybody would touch it again.
    if (!(await attract(page).isVisible())) throw late;
    await attract(page).click();
    await ready.waitFor({ state: 'attached' });
  }
  await frame(page).getByRole('heading', { level: 1 }).waitFor();
}

/** The staff opens the corner. */
export async function corner(page, pin = PIN) {
  // As a screen reader presses it: without a finger's three seconds.
  await page.locator('#pojok').evaluate((button) => button.click());
  await field(page, 'PIN').fill(pin);
  await button(page, 'Buka').click();
  await page.getByRole('heading', { level: 1, name: 'Pojok petugas' }).waitFor();
  await page.locator('#staff-facts div').first().waitFor();
}

/** What the device keeps. */
export const kept = (page, place) => page.evaluate((place) => new Promise((resolve, reject) => {
  const opening = indexedDB.open('tilik-kiosk');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const all = opening.result.transaction(place).objectStore(place).getAll();
    all.onsuccess = () => { opening.result.close(); resolve(all.result.map((one) => ({ ...one, sealed: one.sealed && one.sealed.length, bytes: one.bytes && one.bytes.byteLength }))); };
  };
}), place);

/** Unlocks it, once it has its lists and its tickets. */
export async function supplied(page) {
  await until(async () => (await kept(page, 'snapshot')).length, (count) => count === 1, 'the lists', 120_000);
  await until(async () => (await kept(page, 'tickets')).length, (count) => count === 500, 'the tickets');
  await corner(page);
  await until(() => page.locator('#staff-facts').innerText(), (text) => /Terbuka/.test(text), 'unlocked');
  await button(page, 'Tutup pojok petugas').click();
  await attract(page).waitFor();
}

/** Everything that could name somebody: storage, page, frame, caches. */
export async function traces(page) {
  const digits = (text) => text.replace(/[\s.-]/g, '');
  const [stored, caches, cookies] = await Promise.all([
    page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href, document.title, history.state])),
    page.evaluate(async () => {
      const all = [];
      for (const name of await caches.keys()) for (const request of await (await caches.open(name)).keys()) all.push(request.url);
      return all.join();
    }),
    page.context().cookies(),
  ]);
  const seen = [];
  for (const one of page.frames()) seen.push(await one.evaluate(() => document.documentElement.outerHTML + [...document.querySelectorAll('input,textarea')].map((box) => box.value).join()));
  const outbox = JSON.stringify(await kept(page, 'outbox'));
  return digits([stored, caches, JSON.stringify(cookies), ...seen, outbox].join());
}

/** People of a village who are on one card, by whether a list has their family. */
export function people(server, village) {
  const rows = (name) => readFileSync(join(server.home, name), 'utf8').trim().split('\n').slice(1).map((line) => line.split(','));
  const residents = rows('residents.csv'), aided = new Set(rows('recipients.csv').flatMap(([, , nik, kk]) => [nik, kk]));
  const times = new Map();
  for (const [nik] of residents) times.set(nik, (times.get(nik) ?? 0) + 1);
  const cards = new Map();
  for (const [nik, kk, , , code] of residents) {
    if (code.replaceAll('.', '') !== village || !/^\d{16}$/.test(kk) || !/^\d{12}(?!0000)\d{4}$/.test(nik)) continue;
    cards.set(kk, [...(cards.get(kk) ?? []), nik]);
  }
  const certain = [...cards].filter(([, family]) => family.every((nik) => times.get(nik) === 1));
  const of = (wanted) => certain.filter(([kk, family]) => wanted === (aided.has(kk) || family.some((nik) => aided.has(nik)))).map(([kk, [nik]]) => ({ nik, kk }));
  return { listed: of(true), unlisted: of(false) };
}

/** Cuts the kiosk off from the server; what the browser has of the site goes on. */
export async function cut(page) {
  await page.context().route('**/api/**', (route) => route.abort('internetdisconnected'));
}

/** The server is there again. */
export async function restore(page) {
  await page.context().unroute('**/api/**');
  await page.evaluate(() => dispatchEvent(new Event('online')));
}

/** Types with the kiosk's own keys. */
export async function strike(page, text) {
  for (const key of text) await page.locator(`.keypad [data-key="${key}"]`).click();
}

/** Checks a NIK in the frame. */
export async function check(page, nik) {
  await frame(page).getByRole('textbox', { name: 'NIK', exact: true }).fill(nik);
  await frame(page).getByRole('button', { name: 'Cek penerima', exact: true }).click();
}

/** Gives the card's number on the kiosk's own screen. */
export async function card(page, kk) {
  await field(page, 'Nomor KK').fill(kk);
  await button(page, 'Lanjut').click();
}
