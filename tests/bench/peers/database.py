"""Makes the twins' database: `database.py FOLDER DAY FILE`.

FOLDER holds residents.csv and recipients.csv as `tilik sample` wrote them, each
with the rejects file that `tilik import` left beside it: the twins get exactly the
rows that Tilik took. DAY is the day of the data, FILE the database to make.

What can be settled once is settled here and not for each request: whether a person
is on one card alone, which lines are of the newest period, and an index for each
of the query's three parts.
"""

import csv
import sqlite3
import sys
from pathlib import Path

LEVELS = {
    "pkh": "central", "bpnt": "central", "bst": "central", "prakerja": "central", "bpum": "central",
    "jps_prov": "province", "jps_kab": "regency", "nutrisi": "regency", "blt_dd": "village",
}

TABLES = """
PRAGMA journal_mode = WAL;
CREATE TABLE resident (
    nik TEXT NOT NULL, no_kk TEXT NOT NULL, sole INTEGER NOT NULL,
    PRIMARY KEY (nik, no_kk)
) WITHOUT ROWID;
CREATE TABLE recipient (
    id INTEGER PRIMARY KEY, scheme TEXT NOT NULL, level TEXT NOT NULL, period TEXT NOT NULL,
    nik TEXT, no_kk TEXT, paid INTEGER NOT NULL, active INTEGER NOT NULL
);
CREATE TABLE landing (data_as_of TEXT NOT NULL);
"""

INDEXES = """
CREATE INDEX resident_by_card ON resident (no_kk, nik);
CREATE INDEX recipient_by_nik ON recipient (nik, scheme, level, period, paid) WHERE active;
CREATE INDEX recipient_by_card ON recipient (no_kk, scheme, level, period, paid) WHERE active AND nik IS NULL;
ANALYZE;
"""


def rows(file):
    """The rows that Tilik took."""
    rejects = file.with_suffix(".rejects.csv")
    rejected = set()
    if rejects.exists():
        with open(rejects, encoding="utf-8", newline="") as lines:
            rejected = {int(row["line"]) for row in csv.DictReader(lines)}
    with open(file, encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            if reader.line_num not in rejected:
                yield row


def residents(file):
    cards = {}
    for row in rows(file):
        cards.setdefault(row["nik"], []).append(row["no_kk"])
    # In the key's order: the table is filled from its start to its end.
    for nik in sorted(cards):
        for card in sorted(cards[nik]):
            yield nik, card, len(cards[nik]) == 1


def recipients(file):
    newest = {}
    for row in rows(file):
        newest[row["program"]] = max(row["periode"], newest.get(row["program"], ""))
    for row in rows(file):
        scheme, period = row["program"], row["periode"]
        yield (
            scheme, LEVELS[scheme], period, row["nik"] or None, row["no_kk"] or None,
            row["status"] == "paid", period == newest[scheme],
        )


def main(folder, day, path):
    database = sqlite3.connect(path)
    database.executescript(TABLES)
    database.executemany("INSERT INTO resident VALUES (?, ?, ?)", residents(folder / "residents.csv"))
    database.executemany(
        "INSERT INTO recipient (scheme, level, period, nik, no_kk, paid, active) VALUES (?, ?, ?, ?, ?, ?, ?)",
        recipients(folder / "recipients.csv"),
    )
    database.execute("INSERT INTO landing VALUES (?)", (day,))
    database.commit()
    database.executescript(INDEXES)
    database.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
