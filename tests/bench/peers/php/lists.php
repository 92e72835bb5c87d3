<?php
// What the lists say of a NIK: one statement on a connection that outlives the
// request. PHP keeps connections between requests, but no statements. Mapping the
// file into memory, as the other twins do, would have to be asked for in each
// request and saves no more than that costs.

declare(strict_types=1);

// The day of the data, then the person's own lines, those of the others on the
// card, and those of the card alone. Who is on two cards has own lines only.
const AID = '
    SELECT data_as_of, NULL, NULL, NULL, NULL FROM landing
    UNION ALL
    SELECT scheme, level, period, paid, 1 FROM recipient WHERE nik = ?1 AND active
    UNION ALL
    SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, resident m, recipient r
    WHERE p.nik = ?1 AND p.sole AND m.no_kk = p.no_kk AND m.nik <> ?1 AND r.nik = m.nik AND r.active
    UNION ALL
    SELECT r.scheme, r.level, r.period, r.paid, 0 FROM resident p, recipient r
    WHERE p.nik = ?1 AND p.sole AND r.no_kk = p.no_kk AND r.nik IS NULL AND r.active';

/** What a check says of a NIK. */
function check(string $nik): array
{
    $database = new PDO('sqlite:' . getenv('PEERS_DATABASE'), options: [
        PDO::ATTR_PERSISTENT => true,
        PDO::SQLITE_ATTR_OPEN_FLAGS => PDO::SQLITE_OPEN_READONLY,
    ]);
    $statement = $database->prepare(AID);
    $statement->execute([$nik]);
    $lines = $statement->fetchAll(PDO::FETCH_NUM);
    $day = array_shift($lines)[0];
    $aid = fold($lines);
    return ['status' => $aid ? 'listed' : 'not_listed', 'aid' => $aid, 'data_as_of' => $day];
}

/** One line for each scheme: the person's own before the family's, then a paid one. */
function fold(array $lines): array
{
    $best = [];
    foreach ($lines as [$scheme, $level, $period, $paid, $own]) {
        $weight = 2 * $own + $paid;
        if ($weight > ($best[$scheme]['weight'] ?? -1)) {
            $best[$scheme] = ['weight' => $weight, 'line' => [
                'scheme' => $scheme,
                'level' => $level,
                'period' => $period,
                'paid' => (bool) $paid,
                'through' => $own ? 'self' : 'family',
            ]];
        }
    }
    return array_column($best, 'line');
}
