-- The officers' side: accounts, sessions, what was done with a case, and the trail.
CREATE TABLE officer (
    -- 16 random bytes.
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    -- A village's code, a district's, or null for the whole regency.
    area INTEGER,
    -- Under Argon2id.
    password TEXT NOT NULL,
    -- Somebody else knows it: nothing is answered until it is changed.
    must_change INTEGER NOT NULL,
    -- The second factor's secret; null where there is none.
    factor_sealed BLOB,
    -- The last half minute of which a code was taken: each counts once.
    factor_used INTEGER NOT NULL DEFAULT 0,
    made_at INTEGER NOT NULL,
    ended_at INTEGER
) WITHOUT ROWID;

CREATE TABLE officer_session (
    -- The cookie, hashed with a key.
    token_key BLOB PRIMARY KEY,
    officer_id BLOB NOT NULL REFERENCES officer (id),
    seen_at INTEGER NOT NULL,
    until INTEGER NOT NULL
) WITHOUT ROWID;

-- Tries at a password in a row: per account and browser, or per account for all
-- browsers that never signed in to it.
CREATE TABLE officer_try (
    key BLOB PRIMARY KEY,
    tries INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX officer_try_by_age ON officer_try (at);

-- What officers did with a report, beside the steps that it took.
CREATE TABLE case_act (
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
    number INTEGER NOT NULL,
    officer_id BLOB NOT NULL,
    act TEXT NOT NULL,
    finding TEXT,
    note_sealed BLOB,
    at INTEGER NOT NULL,
    PRIMARY KEY (home, ticket, number)
) WITHOUT ROWID;

-- The trail: every sign-in, every look at a person, every deed. Written, never changed;
-- each entry's hash covers the former's.
CREATE TABLE trail (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    officer_id BLOB,
    deed TEXT NOT NULL,
    ticket TEXT,
    hash BLOB NOT NULL
);

-- The desk that a case was passed up to; null for the village's.
ALTER TABLE report ADD COLUMN desk TEXT;
-- Since when it lies there, or waits at all; null for since it was received.
ALTER TABLE report ADD COLUMN waits_since INTEGER;
CREATE INDEX report_waiting ON report (village)
    WHERE status IN ('verifying', 'undetermined', 'objected') AND same_case_ticket IS NULL;
-- Which open report a family's next one repeats, once another of theirs is closed.
CREATE INDEX report_open_by_person ON report (nik_key)
    WHERE same_case_ticket IS NULL AND status NOT IN ('rejected', 'delivered');
