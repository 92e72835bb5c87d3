<?php
// Whether a text is a NIK, and what is wrong with it. ASCII digits alone: Tilik
// knows those of every script, which is to the twin's advantage.

declare(strict_types=1);

/** The sixteen digits, or null and the word for the first fault. */
function parse_nik(string $text): array
{
    $nik = preg_replace('/[\s.-]/', '', $text);
    if ($nik !== '' && !ctype_digit($nik)) {
        return [null, 'not_digits'];
    }
    if (strlen($nik) !== 16) {
        return [null, 'length'];
    }
    if (!is_birth_date((int) substr($nik, 6, 2), (int) substr($nik, 8, 2), (int) substr($nik, 10, 2))) {
        return [null, 'birth_date'];
    }
    return str_ends_with($nik, '0000') ? [null, 'serial'] : [$nik, null];
}

/** A woman's day has 40 added. The year is of 1900 or 2000; a leap year of the latter suffices. */
function is_birth_date(int $digits, int $month, int $year): bool
{
    $day = $digits > 40 ? $digits - 40 : $digits;
    return checkdate($month, $day, 2000 + $year) || checkdate($month, $day, 1900 + $year);
}
