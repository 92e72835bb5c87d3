// The NIKs asked about: many for the load, and for the comparison of answers some
// of every kind, most of them out of the files that were imported.

import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseNik } from './express/nik.js';

// For the load: as many as the service's own benchmark asks about.
const LOAD = 10_000;
// For the comparison: from all over each file, and its first lines, where `tilik
// sample` puts each hard case once.
const SPREAD = 600;
const FIRST = 150;
const UNKNOWN = 300;

const ON_TWO_CARDS = 100;

// What the column of the NIK is, in the files that `tilik sample` writes.
const COLUMNS = { 'residents.csv': 0, 'recipients.csv': 2 };

// Each makes something else of a NIK: the first four still the same person.
const SPELLINGS = [
  (nik) => nik.replace(/^(.{6})(.{6})/, '$1 $2 '),
  (nik) => nik.replace(/^(..)(..)(..)/, '$1.$2.$3.'),
  (nik) => nik.replace(/^(.{6})(.{6})/, '$1-$2-'),
  (nik) => ` ${nik}\t`,
  (nik) => nik.slice(0, 15),
  (nik) => `${nik}0`,
  () => '',
  (nik) => nik.replace(/^(.{9})./, '$1O'),
  (nik) => nik.replace(/^(.{4})/, '$1/'),
  ...['00', '32', '40', '72', '81'].map((day) => (nik) => nik.slice(0, 6) + day + nik.slice(8)),
  ...['00', '13'].map((month) => (nik) => nik.slice(0, 8) + month + nik.slice(10)),
  ...['300285', '700285', '290201', '690201', '310485', '310685'].map((birth) => (nik) => nik.slice(0, 6) + birth + nik.slice(12)),
  ...['290200', '690204', '310185'].map((birth) => (nik) => nik.slice(0, 6) + birth + nik.slice(12)),
  (nik) => `${nik.slice(0, 12)}0000`,
];
const SPELT = 10;

/** What to ask under load, from all over the registry, listed and not as they come. */
export async function forLoad(folder) {
  const niks = await column(folder, 'residents.csv');
  return spread(niks.filter((nik) => parseNik(nik).nik), LOAD);
}

/** What to ask when answers are compared. */
export async function forComparison(folder) {
  const [residents, recipients] = await Promise.all(Object.keys(COLUMNS).map((file) => column(folder, file)));
  const asked = [residents, recipients].flatMap((niks) => [...niks.slice(0, FIRST), ...spread(niks, SPREAD)]);
  const seen = new Set();
  const onTwoCards = spread(residents.filter((nik) => seen.has(nik) || !seen.add(nik)), ON_TWO_CARDS);
  const known = new Set(recipients.concat(residents));
  const good = spread(residents.filter((nik) => parseNik(nik).nik), UNKNOWN);
  const unknown = good.map((nik) => stranger(nik, known));
  const spelt = good.slice(0, SPELT).flatMap((nik) => SPELLINGS.map((spell) => spell(nik)));
  return [...asked, ...onTwoCards, ...unknown, ...spelt];
}

/** The same birth date with the next serial that nobody has. */
function stranger(nik, known) {
  let made = nik;
  for (let serial = Number(nik.slice(12)); known.has(made); ) {
    serial = (serial % 9999) + 1;
    made = nik.slice(0, 12) + String(serial).padStart(4, '0');
  }
  return made;
}

/** The NIKs of a file, the broken ones too; some lines have none. */
async function column(folder, file) {
  const niks = [];
  for await (const line of createInterface({ input: createReadStream(`${folder}/${file}`) })) {
    const nik = line.split(',', COLUMNS[file] + 1)[COLUMNS[file]];
    if (nik) niks.push(nik);
  }
  return niks.slice(1);
}

function spread(all, most) {
  const count = Math.min(most, all.length);
  return Array.from({ length: count }, (_, place) => all[Math.floor((place * all.length) / count)]);
}
