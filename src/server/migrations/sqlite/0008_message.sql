-- The outbox: what is to be told of a report, written with the step that it tells of.
-- Whom it goes to is sealed in the report and is opened when it is sent.
CREATE TABLE message (
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
    -- Its place among the messages of the report, from 1.
    number INTEGER NOT NULL,
    recipient TEXT NOT NULL,
    event TEXT NOT NULL,
    -- When that happened.
    at INTEGER NOT NULL,
    -- waiting, sent, no_address, dead.
    state TEXT NOT NULL DEFAULT 'waiting',
    -- When it is tried next. Whoever tries it moves this to when the others may.
    due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    -- Why the last try failed, a word.
    failure TEXT,
    PRIMARY KEY (home, ticket, number)
) WITHOUT ROWID;
CREATE INDEX message_due ON message (due_at) WHERE state = 'waiting';
CREATE INDEX message_dead ON message (at) WHERE state = 'dead';

-- Reports that only repeat another hear what becomes of it.
CREATE INDEX report_repeats ON report (same_case_ticket) WHERE same_case_ticket IS NOT NULL;
