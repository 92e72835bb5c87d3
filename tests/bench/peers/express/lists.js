// What the lists say of a NIK: one prepared statement on a read-only connection.

import Database from 'better-sqlite3';

// The day of the data, then the person's own lines, those of the others on the
// card, and those of the card alone. Who is on two cards has own lines only.
const AID = `
  SELECT data_as_of, NULL, NULL, NULL, NULL FROM landing
  UNION ALL
  SELECT scheme, level, period, paid, 1 FROM recipient WHERE nik = :nik AND active
  UNION ALL
  SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, resident m, recipient r
  WHERE p.nik = :nik AND p.sole AND m.no_kk = p.no_kk AND m.nik <> :nik AND r.nik = m.nik AND r.active
  UNION ALL
  SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, recipient r
  WHERE p.nik = :nik AND p.sole AND r.no_kk = p.no_kk AND r.nik IS NULL AND r.active`;

/** Opens the lists; the answer is a function from a NIK to what a check says. */
export function openLists(path) {
  const database = new Database(path, { readonly: true, fileMustExist: true });
  database.pragma('mmap_size = 1073741824');
  const statement = database.prepare(AID).raw();
  return (nik) => {
    const [[dataAsOf], ...lines] = statement.all({ nik });
    const aid = fold(lines);
    return { status: aid.length ? 'listed' : 'not_listed', aid, data_as_of: dataAsOf };
  };
}

/** One line for each scheme: the person's own before the family's, then a paid one. */
function fold(lines) {
  const best = new Map();
  for (const line of lines) {
    const known = best.get(line[0]);
    if (!known || weight(line) > weight(known)) best.set(line[0], line);
  }
  return Array.from(best.values(), ([scheme, level, period, paid, own]) => ({
    scheme, level, period, paid: paid === 1, through: own ? 'self' : 'family',
  }));
}

const weight = ([, , , paid, own]) => 2 * own + paid;
