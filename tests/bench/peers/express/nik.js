// Whether a text is a NIK, and what is wrong with it. ASCII digits alone: Tilik
// knows those of every script, which is to the twin's advantage.

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The sixteen digits, or the word for the first fault. */
export function parseNik(text) {
  const nik = text.replace(/[\s.-]/g, '');
  if (/\D/.test(nik)) return { fault: 'not_digits' };
  if (nik.length !== 16) return { fault: 'length' };
  if (!isBirthDate(Number(nik.slice(6, 8)), Number(nik.slice(8, 10)), Number(nik.slice(10, 12)))) return { fault: 'birth_date' };
  return nik.endsWith('0000') ? { fault: 'serial' } : { nik };
}

/** A woman's day has 40 added. 29 February needs a leap year: of 1900 and 2000 the latter is one. */
function isBirthDate(digits, month, year) {
  const day = digits > 40 ? digits - 40 : digits;
  return day >= 1 && month >= 1 && month <= 12 && day <= DAYS[month - 1] && !(month === 2 && day === 29 && year % 4);
}
