-- Families, lists, reports. Day columns are ISO dates of Banyuwangi's calendar,
-- `_at` columns Unix milliseconds. A `_key` is the first 16 bytes of a keyed hash
-- (look-up only), a `_sealed` the encrypted value (see sealing.rs).

-- One row: proof that the secrets file belongs to this database, and a counter
-- that every landing raises, so that readers know when their index is old.
CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL,
    stamp INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE registry (
    id INTEGER PRIMARY KEY,
    landed_at INTEGER NOT NULL,
    landed_on TEXT NOT NULL,
    file_sha256 BLOB NOT NULL,
    imported INTEGER NOT NULL,
    rejected INTEGER NOT NULL
);

-- A family card. The family itself is the dated membership in `resident`.
CREATE TABLE family (
    id INTEGER PRIMARY KEY,
    kk_key BLOB NOT NULL UNIQUE,
    kk_sealed BLOB NOT NULL
);

-- One membership: this person on this card, from `since` to `until` (open: null).
CREATE TABLE resident (
    id INTEGER PRIMARY KEY,
    family_id INTEGER NOT NULL REFERENCES family (id),
    nik_key BLOB NOT NULL,
    nik_sealed BLOB NOT NULL,
    name TEXT NOT NULL,
    sex TEXT,
    village INTEGER NOT NULL,
    address TEXT NOT NULL,
    relation TEXT NOT NULL,
    registry_id INTEGER NOT NULL REFERENCES registry (id),
    since TEXT NOT NULL,
    until TEXT
);
-- Present members alone, and both keys in each: a crossing reads no other page.
CREATE INDEX resident_by_nik ON resident (nik_key, family_id) WHERE until IS NULL;
CREATE INDEX resident_by_family ON resident (family_id, nik_key) WHERE until IS NULL;

-- One landed version of one scheme's list for one period. `active`: the newest
-- period of its scheme and not replaced. Replaced editions stay for replays.
CREATE TABLE edition (
    id INTEGER PRIMARY KEY,
    scheme TEXT NOT NULL,
    period TEXT NOT NULL,
    name TEXT NOT NULL,
    landed_at INTEGER NOT NULL,
    landed_on TEXT NOT NULL,
    file_sha256 BLOB NOT NULL,
    recipients INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 0,
    replaced_at INTEGER
);
CREATE INDEX edition_by_scheme ON edition (scheme, period);

CREATE TABLE recipient (
    id INTEGER PRIMARY KEY,
    edition_id INTEGER NOT NULL REFERENCES edition (id),
    nik_key BLOB,
    nik_sealed BLOB,
    kk_key BLOB,
    kk_sealed BLOB,
    name TEXT NOT NULL,
    paid INTEGER NOT NULL,
    CHECK (nik_key IS NOT NULL OR kk_key IS NOT NULL)
);
CREATE INDEX recipient_by_nik ON recipient (nik_key) WHERE nik_key IS NOT NULL;
CREATE INDEX recipient_by_kk ON recipient (kk_key) WHERE nik_key IS NULL;

CREATE TABLE report (
    id INTEGER PRIMARY KEY,
    ticket TEXT NOT NULL UNIQUE,
    idempotency_key BLOB NOT NULL UNIQUE,
    fingerprint BLOB NOT NULL,
    -- The family as the registry had it that day; null where it could not tell.
    family_id INTEGER REFERENCES family (id),
    nik_key BLOB NOT NULL,
    about_other INTEGER NOT NULL,
    -- The helper's phone, where somebody else was reported.
    reporter_phone_key BLOB,
    village INTEGER NOT NULL,
    channel TEXT NOT NULL,
    household_size INTEGER NOT NULL,
    impact TEXT NOT NULL,
    -- NIK, name, address, phones, note: everything that names somebody.
    details_sealed BLOB NOT NULL,
    made_at TEXT,
    received_at INTEGER NOT NULL,
    received_on TEXT NOT NULL,
    -- What was decided at once, and the first rule that excluded.
    decided TEXT NOT NULL,
    first_rule TEXT,
    -- Where it stands.
    status TEXT NOT NULL,
    -- The open report this one only repeats.
    same_case_as INTEGER REFERENCES report (id),
    rules_version TEXT NOT NULL,
    reasons TEXT NOT NULL,
    may_object_until TEXT,
    answer TEXT NOT NULL
);
CREATE INDEX report_by_nik ON report (nik_key);
CREATE INDEX report_by_family ON report (family_id);

-- The steps after the decision; receipt and decision stand in the report.
CREATE TABLE report_event (
    id INTEGER PRIMARY KEY,
    report_id INTEGER NOT NULL REFERENCES report (id),
    status TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT
);
CREATE INDEX report_event_by_report ON report_event (report_id);

-- Sanggah: one per report.
CREATE TABLE objection (
    report_id INTEGER PRIMARY KEY REFERENCES report (id),
    reason_sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL
);
