// What both twins know of a NIK, by hand: grouping while it is typed, what is
// wrong with it, and the birth date in words. No region names and no foreign
// digits, which ours has; that is to the twins' advantage.

const MONTHS = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ');
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export const plain = (text) => text.replace(/[\s.-]/g, '').slice(0, 40);

export const group = (digits) => [digits.slice(0, 6), digits.slice(6, 12), digits.slice(12)].filter(Boolean).join(' ');

/** The field after an edit: a deletion that took only a gap takes the digit beyond. */
export function retype(before, raw, caret, inputType) {
  let digits = plain(raw);
  let place = plain(raw.slice(0, caret)).length;
  const backward = inputType === 'deleteContentBackward';
  if (digits === before && (backward || inputType === 'deleteContentForward')) {
    if (backward) place -= 1;
    if (place >= 0) digits = digits.slice(0, place) + digits.slice(place + 1);
  }
  return { digits, shown: group(digits), caret: group(digits.slice(0, Math.max(place, 0))).length };
}

const birth = (nik) => {
  const [day, month, year] = [6, 8, 10].map((at) => (nik.length >= at + 2 ? Number(nik.slice(at, at + 2)) : undefined));
  return { day: day > 40 ? day - 40 : day, month, year };
};

/** What is wrong as soon as it is certain; all of it once the person is done. */
export function fault(nik, done) {
  const strange = nik.search(/\D/);
  if (strange >= 0) {
    return `${/\p{L}/u.test(nik[strange]) ? 'Huruf' : 'Tanda'} “${nik[strange]}” pada angka ke-${strange + 1}. NIK hanya berisi angka.`;
  }
  if (nik.length > 16) return `NIK kelebihan ${nik.length - 16} angka (${nik.length}, seharusnya 16).`;
  const { day, month, year } = birth(nik);
  if (day < 1 || day > 31) return `Angka ke-7 dan ke-8 (“${nik.slice(6, 8)}”) bukan tanggal. Periksa lagi.`;
  if (month < 1 || month > 12) return `Angka ke-9 dan ke-10 (“${nik.slice(8, 10)}”) bukan bulan. Periksa lagi.`;
  if (day > DAYS[month - 1]) return `Tidak ada tanggal ${day} ${MONTHS[month - 1]}. Periksa angka ke-7 sampai ke-10.`;
  if (day === 29 && month === 2 && year % 4) return `Tidak ada 29 Februari di tahun “${nik.slice(10, 12)}”. Periksa angka ke-7 sampai ke-12.`;
  if (nik.endsWith('0000') && nik.length === 16) return 'Empat angka terakhir tidak mungkin 0000. Periksa lagi.';
  if (!done || nik.length === 16) return '';
  return nik ? `NIK kurang ${16 - nik.length} angka (baru ${nik.length} dari 16).` : 'Isi NIK, 16 angka di KTP.';
}

/** The birth dates that a NIK without fault leaves possible, the likelier first. */
export function births(nik, today = new Date()) {
  if (nik.length !== 16 || fault(nik, true)) return [];
  const { day, month, year } = birth(nik);
  return [2000 + year, 1900 + year]
    .filter((year) => new Date(year, month - 1, day) <= today && today.getFullYear() - year <= 110)
    .map((year) => `${day} ${MONTHS[month - 1]} ${year}`);
}
