// That all answer the same: without it, whoever does less would win.

import { isDeepStrictEqual } from 'node:util';

// Asked at a time.
const AT_ONCE = 8;
// What the answers to the NIKs asked about must hold, or the comparison shows little.
const KINDS = ['self', 'family', 'not_listed', 'length', 'not_digits', 'birth_date', 'serial'];

/** Compares every contender's answers with the first one's; says how many there were of each kind. */
export async function compare([first, ...others], niks) {
  const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]));
  let next = 0;
  const asking = async () => {
    while (next < niks.length) {
      const nik = niks[next++];
      const expected = await ask(first, nik);
      for (const kind of kinds(expected)) counts[kind] += 1;
      for (const other of others) {
        const found = await ask(other, nik);
        if (!isDeepStrictEqual(found, expected)) throw new Error(difference(nik, first, expected, other, found));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, asking));
  const missing = KINDS.filter((kind) => !counts[kind]);
  if (missing.length) throw new Error(`no NIK was answered with ${missing.join(', ')}: the comparison shows too little`);
  return counts;
}

/** A check's answer, the order of its lines aside, with the headers that each must have. */
async function ask({ origin }, nik) {
  const response = await fetch(`${origin}/api/v1/checks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ nik }),
  });
  const { headers, status } = response;
  const text = await response.text();
  return {
    status,
    type: headers.get('content-type')?.split(';')[0],
    cache: headers.get('cache-control'),
    numbered: headers.has('x-request-id'),
    body: headers.get('content-type')?.includes('json') ? ordered(JSON.parse(text)) : text,
  };
}

const ordered = (body) => (body.aid ? { ...body, aid: body.aid.toSorted((a, b) => (a.scheme < b.scheme ? -1 : 1)) } : body);

function kinds({ status, body }) {
  if (status === 422) return [body.errors[0].code];
  if (status !== 200) throw new Error(`status ${status} for a check`);
  return body.aid.length ? new Set(body.aid.map(({ through }) => through)) : [body.status];
}

const difference = (nik, first, expected, other, found) =>
  [`${other.name} answers ${JSON.stringify(nik)} otherwise than ${first.name}; nothing was measured.`, first.name, JSON.stringify(expected), other.name, JSON.stringify(found)].join('\n');
