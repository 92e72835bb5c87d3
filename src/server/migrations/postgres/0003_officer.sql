-- The officers' side: accounts, sessions, what was done with a case, and the trail.
CREATE TABLE officer (
    -- 16 random bytes.
    id BYTEA PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    -- A village's code, a district's, or null for the whole regency.
    area BIGINT,
    -- Under Argon2id.
    password TEXT NOT NULL,
    -- Somebody else knows it: nothing is answered until it is changed.
    must_change BOOLEAN NOT NULL,
    -- The second factor's secret; null where there is none.
    factor_sealed BYTEA,
    -- The last half minute of which a code was taken: each counts once.
    factor_used BIGINT NOT NULL DEFAULT 0,
    made_at BIGINT NOT NULL,
    ended_at BIGINT
);

CREATE TABLE officer_session (
    -- The cookie, hashed with a key.
    token_key BYTEA PRIMARY KEY,
    officer_id BYTEA NOT NULL REFERENCES officer (id),
    seen_at BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- Tries at a password in a row: per account and browser, or per account for all
-- browsers that never signed in to it.
CREATE TABLE officer_try (
    key BYTEA PRIMARY KEY,
    tries BIGINT NOT NULL,
    blocked_until BIGINT NOT NULL,
    at BIGINT NOT NULL
);

CREATE INDEX officer_try_by_age ON officer_try (at);

-- What officers did with a report, beside the steps that it took.
CREATE TABLE case_act (
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL,
    number BIGINT NOT NULL,
    officer_id BYTEA NOT NULL,
    act TEXT NOT NULL,
    finding TEXT,
    note_sealed BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (home, ticket, number)
);

-- The trail: every sign-in, every look at a person, every deed. Written, never changed;
-- each entry's hash covers the former's.
CREATE TABLE trail (
    number BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    officer_id BYTEA,
    deed TEXT NOT NULL,
    ticket TEXT,
    hash BYTEA NOT NULL
);

-- The desk that a case was passed up to; null for the village's.
ALTER TABLE report ADD COLUMN desk TEXT;
-- Since when it lies there, or waits at all; null for since it was received.
ALTER TABLE report ADD COLUMN waits_since BIGINT;
CREATE INDEX report_waiting ON report (village)
    WHERE status IN ('verifying', 'undetermined', 'objected') AND same_case_ticket IS NULL;
-- Which open report a family's next one repeats, once another of theirs is closed.
CREATE INDEX report_open_by_person ON report (nik_key)
    WHERE same_case_ticket IS NULL AND status NOT IN ('rejected', 'delivered');
