-- Packages on their way: batches of a district, and what became of each package.
CREATE TABLE batch (
    -- From 1 without a gap: what stands on the manifest.
    number INTEGER PRIMARY KEY,
    -- The district's code, six digits.
    district INTEGER NOT NULL,
    -- The day it is to leave, then the day it left.
    leaves_on TEXT NOT NULL,
    officer_id BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    left_at INTEGER,
    cancelled_at INTEGER
);

CREATE TABLE batch_line (
    batch INTEGER NOT NULL REFERENCES batch (number),
    -- The order on the manifest, from 1.
    place INTEGER NOT NULL,
    home BLOB NOT NULL,
    ticket TEXT NOT NULL,
    -- What became of it at the door; null until then.
    result TEXT,
    note_sealed BLOB,
    officer_id BLOB,
    at INTEGER,
    PRIMARY KEY (batch, place)
) WITHOUT ROWID;
CREATE UNIQUE INDEX batch_line_by_ticket ON batch_line (batch, ticket);

-- The batch that a report is in, or was in last.
ALTER TABLE report ADD COLUMN batch INTEGER;
CREATE INDEX report_to_deliver ON report (village)
    WHERE status IN ('approved', 'batched', 'on_the_way') AND same_case_ticket IS NULL;
