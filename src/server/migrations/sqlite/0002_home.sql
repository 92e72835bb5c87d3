-- Every row of the residents' path carries its home: the key of the family card, or
-- the person's own key where no one card is certain. The same layout as PostgreSQL's
-- (migrations/postgres), which shards by it; see docs/adr/0013.

-- From a person to the cards that person is on now.
CREATE TABLE membership (
    nik_key BLOB NOT NULL,
    home BLOB NOT NULL,
    PRIMARY KEY (nik_key, home)
) WITHOUT ROWID;
INSERT INTO membership
    SELECT DISTINCT r.nik_key, f.kk_key FROM resident r JOIN family f ON f.id = r.family_id
    WHERE r.until IS NULL ORDER BY 1, 2;

-- One membership with its dates: this person on this card, from `since` to `until`
-- (open: null).
CREATE TABLE resident_at_home (
    home BLOB NOT NULL,
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
INSERT INTO resident_at_home
    SELECT f.kk_key, r.nik_key, r.nik_sealed, r.name, r.sex, r.village, r.address, r.relation, r.registry_id,
           r.since, r.until
    FROM resident r JOIN family f ON f.id = r.family_id ORDER BY r.id;

-- What a family gets under the active lists, one row per line and home it reaches:
-- every card the person named is on, the person's own key where that is not exactly
-- one, or the card named alone. Made anew by each landing.
CREATE TABLE aid (
    home BLOB NOT NULL,
    recipient_id INTEGER NOT NULL,
    edition_id INTEGER NOT NULL REFERENCES edition (id),
    -- The person named; null where the card is named alone.
    nik_key BLOB,
    paid INTEGER NOT NULL,
    PRIMARY KEY (home, recipient_id)
) WITHOUT ROWID;
INSERT INTO aid
    SELECT m.home, r.id, r.edition_id, r.nik_key, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active JOIN membership m ON m.nik_key = r.nik_key
    UNION ALL
    SELECT r.nik_key, r.id, r.edition_id, r.nik_key, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active
    WHERE r.nik_key IS NOT NULL AND (SELECT COUNT(*) FROM membership m WHERE m.nik_key = r.nik_key) <> 1
    UNION ALL
    SELECT r.kk_key, r.id, r.edition_id, NULL, r.paid
    FROM recipient r JOIN edition e ON e.id = r.edition_id AND e.active
    WHERE r.nik_key IS NULL;
DROP INDEX recipient_by_nik;
DROP INDEX recipient_by_kk;
CREATE INDEX recipient_by_edition ON recipient (edition_id);

-- A sender's key is one report, for good. Written before the report, so that an
-- engine with shards needs no transaction over two of them.
CREATE TABLE claim (
    idempotency_key BLOB PRIMARY KEY,
    -- Tells a repetition from another body under the same key.
    fingerprint BLOB NOT NULL,
    home BLOB NOT NULL,
    ticket TEXT NOT NULL
) WITHOUT ROWID;

-- Where the report of a ticket lives. A ticket without a report is one whose
-- writing was cut off.
CREATE TABLE ticket_home (
    ticket TEXT PRIMARY KEY,
    home BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE report_at_home (
    -- The family as the registry had it that day; it does not move later.
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
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
    -- The open report that this one only repeats.
    same_case_home BLOB,
    same_case_ticket TEXT,
    rules_version TEXT NOT NULL,
    reasons TEXT NOT NULL,
    may_object_until TEXT,
    -- What the sender was told.
    answer TEXT NOT NULL,
    PRIMARY KEY (home, ticket)
);
INSERT INTO report_at_home
    SELECT COALESCE(f.kk_key, r.nik_key), r.ticket, r.nik_key, r.about_other, r.reporter_phone_key, r.village, r.channel,
           r.household_size, r.impact, r.details_sealed, r.made_at, r.received_at, r.received_on, r.decided,
           r.first_rule, r.status, CASE WHEN o.id IS NULL THEN NULL ELSE COALESCE(of.kk_key, o.nik_key) END, o.ticket,
           r.rules_version, r.reasons, r.may_object_until, r.answer
    FROM report r LEFT JOIN family f ON f.id = r.family_id
    LEFT JOIN report o ON o.id = r.same_case_as LEFT JOIN family of ON of.id = o.family_id
    ORDER BY r.id;
INSERT INTO claim
    SELECT r.idempotency_key, r.fingerprint, COALESCE(f.kk_key, r.nik_key), r.ticket
    FROM report r LEFT JOIN family f ON f.id = r.family_id;
INSERT INTO ticket_home SELECT ticket, home FROM report_at_home;

-- The steps after the decision; receipt and decision stand in the report.
CREATE TABLE report_event_at_home (
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
    -- The first after the decision is 1.
    step INTEGER NOT NULL,
    status TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (home, ticket, step)
) WITHOUT ROWID;
INSERT INTO report_event_at_home
    SELECT r.home, r.ticket, ROW_NUMBER() OVER (PARTITION BY e.report_id ORDER BY e.at, e.id), e.status, e.at, e.reason
    FROM report_event e JOIN report o ON o.id = e.report_id JOIN report_at_home r ON r.ticket = o.ticket;

-- Sanggah: one per report.
CREATE TABLE objection_at_home (
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
    reason_sealed BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (home, ticket)
) WITHOUT ROWID;
INSERT INTO objection_at_home
    SELECT r.home, r.ticket, j.reason_sealed, j.made_at
    FROM objection j JOIN report o ON o.id = j.report_id JOIN report_at_home r ON r.ticket = o.ticket;

-- The open report that a family's next one would repeat.
CREATE TABLE open_case (
    home BLOB PRIMARY KEY,
    case_home BLOB NOT NULL,
    ticket TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO open_case
    SELECT m.home, r.home, r.ticket FROM report_at_home r JOIN membership m ON m.nik_key = r.nik_key
    WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
    UNION ALL
    SELECT r.nik_key, r.home, r.ticket FROM report_at_home r
    WHERE r.same_case_ticket IS NULL AND r.status NOT IN ('rejected', 'delivered')
      AND (SELECT COUNT(*) FROM membership m WHERE m.nik_key = r.nik_key) <> 1
    ON CONFLICT (home) DO NOTHING;

DROP TABLE objection;
DROP TABLE report_event;
-- A report may name another. Dropping the table looks for those that name each row,
-- which without an index is every row for every row.
CREATE INDEX report_by_same_case ON report (same_case_as);
DROP TABLE report;
DROP TABLE resident;
CREATE TABLE family_at_home (
    -- The card's key.
    home BLOB PRIMARY KEY,
    kk_sealed BLOB NOT NULL
) WITHOUT ROWID;
INSERT INTO family_at_home SELECT kk_key, kk_sealed FROM family ORDER BY kk_key;
DROP TABLE family;
ALTER TABLE family_at_home RENAME TO family;
ALTER TABLE resident_at_home RENAME TO resident;
ALTER TABLE report_at_home RENAME TO report;
ALTER TABLE report_event_at_home RENAME TO report_event;
ALTER TABLE objection_at_home RENAME TO objection;
-- Present members alone: a crossing reads no other page.
CREATE INDEX resident_by_home ON resident (home, nik_key) WHERE until IS NULL;
