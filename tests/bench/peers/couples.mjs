// The one case that `tilik sample` lacks: two of a family on the same list, only one
// of them paid. It decides whether the own line wins, or the one paid out.

import { appendFile, open } from 'node:fs/promises';
import { parseNik } from './express/nik.js';

const COUPLES = 10;
// Far more than the first couples take.
const BYTES = 64 * 1024;
// The newest list of a scheme that is a person's and not a family's.
const LIST = 'prakerja,2020-05';

/** Adds couples to the list; returns their NIKs. */
export async function addCouples(folder) {
  const people = await firstLines(`${folder}/residents.csv`);
  const couples = people
    .map((person, place) => [person, people[place + 1] ?? []])
    .filter(([[nik, card], [other, sameCard]]) => card === sameCard && parseNik(nik).nik && parseNik(other).nik)
    .slice(0, COUPLES);
  const lines = couples.flatMap(([[nik, card], [other]]) => [`${LIST},${nik},${card},,listed`, `${LIST},${other},${card},,paid`]);
  await appendFile(`${folder}/recipients.csv`, `${lines.join('\n')}\n`);
  return couples.flatMap(([[nik], [other]]) => [nik, other]);
}

/** The NIK and the card of the first people of the registry. */
async function firstLines(path) {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(BYTES), 0, BYTES, 0);
    const lines = buffer.toString('utf8', 0, bytesRead).split('\n').slice(1, -1);
    return lines.map((line) => line.split(',', 2));
  } finally {
    await file.close();
  }
}
