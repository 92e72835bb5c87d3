<?php
// The PHP twin: what nginx hands to FPM. No framework; the headers that every
// answer carries are nginx's.

declare(strict_types=1);

require __DIR__ . '/nik.php';
require __DIR__ . '/lists.php';

if ($_SERVER['REQUEST_URI'] === '/healthz') {
    header('Content-Type: text/plain; charset=utf-8');
    echo "ok\n";
} else {
    answer();
}

function answer(): void
{
    $request = json_decode(file_get_contents('php://input'), true);
    if (!is_string($request['nik'] ?? null)) {
        problem(400, 'malformed', 'The body is not the JSON expected');
        return;
    }
    [$nik, $fault] = parse_nik($request['nik']);
    if ($fault !== null) {
        problem(422, 'invalid', 'Fields are at fault', ['errors' => [['field' => 'nik', 'code' => $fault]]]);
        return;
    }
    header('Content-Type: application/json');
    echo json_encode(check($nik));
}

function problem(int $status, string $word, string $title, array $more = []): void
{
    http_response_code($status);
    header('Content-Type: application/problem+json');
    echo json_encode(['type' => "urn:tilik:problem:$word", 'title' => $title, 'status' => $status] + $more);
}
