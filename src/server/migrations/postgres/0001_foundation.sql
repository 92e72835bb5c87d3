-- Families, lists, reports. Day columns are ISO dates of Banyuwangi's calendar,
-- `_at` columns Unix milliseconds. A `_key` is the first 16 bytes of a keyed hash
-- (look-up only), a `_sealed` the encrypted value (see sealing.rs).
--
-- Every row of the residents' path carries its home, first in its key: the key of the
-- family card, or the person's own key where no one card is certain. An engine that
-- shards does so by home; `membership`, `claim`, `ticket_home`, `proof` and `rate`
-- by their own first column; `installation`, `registry` and `edition` are small and
-- on every node (docs/operations.md, docs/adr/0013).

-- One row: proof that the secrets file belongs to this database, and a counter that
-- every landing raises, so that readers know when their index is old.
CREATE TABLE installation (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    key_check BYTEA NOT NULL,
    stamp BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE registry (
    id BIGINT PRIMARY KEY,
    landed_at BIGINT NOT NULL,
    landed_on TEXT NOT NULL,
    file_sha256 BYTEA NOT NULL,
    imported BIGINT NOT NULL,
    rejected BIGINT NOT NULL
);

-- One landed version of one scheme's list for one period. `active`: the newest
-- period of its scheme and not replaced. Replaced editions stay for replays.
CREATE TABLE edition (
    id BIGINT PRIMARY KEY,
    scheme TEXT NOT NULL,
    period TEXT NOT NULL,
    name TEXT NOT NULL,
    landed_at BIGINT NOT NULL,
    landed_on TEXT NOT NULL,
    file_sha256 BYTEA NOT NULL,
    recipients BIGINT NOT NULL DEFAULT 0,
    active BOOLEAN NOT NULL DEFAULT FALSE,
    replaced_at BIGINT
);
CREATE INDEX edition_by_scheme ON edition (scheme, period);

-- From a person to the cards that person is on now.
CREATE TABLE membership (
    nik_key BYTEA NOT NULL,
    home BYTEA NOT NULL,
    PRIMARY KEY (nik_key, home)
);

CREATE TABLE family (
    -- The card's key.
    home BYTEA PRIMARY KEY,
    kk_sealed BYTEA NOT NULL
);

-- One membership with its dates: this person on this card, from `since` to `until`
-- (open: null).
CREATE TABLE resident (
    home BYTEA NOT NULL,
    nik_key BYTEA NOT NULL,
    nik_sealed BYTEA NOT NULL,
    name TEXT NOT NULL,
    sex TEXT,
    village BIGINT NOT NULL,
    address TEXT NOT NULL,
    relation TEXT NOT NULL,
    registry_id BIGINT NOT NULL,
    since TEXT NOT NULL,
    until TEXT,
    PRIMARY KEY (home, nik_key, registry_id)
);

-- A line of a list as it landed.
CREATE TABLE recipient (
    id BIGINT PRIMARY KEY,
    edition_id BIGINT NOT NULL,
    nik_key BYTEA,
    nik_sealed BYTEA,
    kk_key BYTEA,
    kk_sealed BYTEA,
    name TEXT NOT NULL,
    paid BOOLEAN NOT NULL,
    CHECK (nik_key IS NOT NULL OR kk_key IS NOT NULL)
);
CREATE INDEX recipient_by_edition ON recipient (edition_id);

-- What a family gets under the active lists, one row per line and home it reaches:
-- every card the person named is on, the person's own key where that is not exactly
-- one, or the card named alone. Made anew by each landing.
CREATE TABLE aid (
    home BYTEA NOT NULL,
    recipient_id BIGINT NOT NULL,
    edition_id BIGINT NOT NULL,
    -- The person named; null where the card is named alone.
    nik_key BYTEA,
    paid BOOLEAN NOT NULL,
    PRIMARY KEY (home, recipient_id)
);

-- A sender's key is one report, for good. Written before the report, so that an
-- engine with shards needs no transaction over two of them.
CREATE TABLE claim (
    idempotency_key BYTEA PRIMARY KEY,
    -- Tells a repetition from another body under the same key.
    fingerprint BYTEA NOT NULL,
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL
);

-- Where the report of a ticket lives. A ticket without a report is one whose
-- writing was cut off.
CREATE TABLE ticket_home (
    ticket TEXT PRIMARY KEY,
    home BYTEA NOT NULL
);

CREATE TABLE report (
    -- The family as the registry had it that day; it does not move later.
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL,
    nik_key BYTEA NOT NULL,
    about_other BOOLEAN NOT NULL,
    -- The helper's phone, where somebody else was reported.
    reporter_phone_key BYTEA,
    village BIGINT NOT NULL,
    channel TEXT NOT NULL,
    household_size BIGINT NOT NULL,
    impact TEXT NOT NULL,
    -- NIK, name, address, phones, note: everything that names somebody.
    details_sealed BYTEA NOT NULL,
    made_at TEXT,
    received_at BIGINT NOT NULL,
    received_on TEXT NOT NULL,
    -- What was decided at once, and the first rule that excluded.
    decided TEXT NOT NULL,
    first_rule TEXT,
    -- Where it stands.
    status TEXT NOT NULL,
    -- The open report that this one only repeats.
    same_case_home BYTEA,
    same_case_ticket TEXT,
    rules_version TEXT NOT NULL,
    reasons TEXT NOT NULL,
    may_object_until TEXT,
    -- What the sender was told.
    answer TEXT NOT NULL,
    PRIMARY KEY (home, ticket)
);

-- The steps after the decision; receipt and decision stand in the report.
CREATE TABLE report_event (
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL,
    -- The first after the decision is 1.
    step BIGINT NOT NULL,
    status TEXT NOT NULL,
    at BIGINT NOT NULL,
    reason TEXT,
    PRIMARY KEY (home, ticket, step)
);

-- Sanggah: one per report.
CREATE TABLE objection (
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL,
    reason_sealed BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (home, ticket)
);

-- The open report that a family's next one would repeat. Its key makes a second case
-- impossible, whoever sends at the same moment.
CREATE TABLE open_case (
    home BYTEA PRIMARY KEY,
    case_home BYTEA NOT NULL,
    ticket TEXT NOT NULL
);

-- Proofs of work that were counted, until they expire.
CREATE TABLE proof (
    solution BYTEA PRIMARY KEY,
    expires BIGINT NOT NULL,
    -- The report it was for, which may be sent again.
    idempotency_key BYTEA
);
CREATE INDEX proof_by_expiry ON proof (expires);

-- Rate limits shared by all servers: when the next request is due, in Unix
-- milliseconds (the generic cell rate algorithm's theoretical arrival time).
CREATE TABLE rate (
    key BYTEA PRIMARY KEY,
    due_at BIGINT NOT NULL,
    -- How far ahead of now that may lie: what a burst amounts to.
    tolerance BIGINT NOT NULL
);
CREATE INDEX rate_by_due ON rate (due_at);

-- Work that one server of many does, when it is due.
CREATE TABLE job (
    kind TEXT PRIMARY KEY,
    due_at BIGINT NOT NULL
);
INSERT INTO job (kind, due_at) VALUES ('forget', 0);
