-- Packages on their way: batches of a district, and what became of each package.
CREATE TABLE batch (
    -- From 1 without a gap: what stands on the manifest.
    number BIGINT PRIMARY KEY,
    -- The district's code, six digits.
    district BIGINT NOT NULL,
    -- The day it is to leave, then the day it left.
    leaves_on TEXT NOT NULL,
    officer_id BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    left_at BIGINT,
    cancelled_at BIGINT
);

CREATE TABLE batch_line (
    batch BIGINT NOT NULL REFERENCES batch (number),
    -- The order on the manifest, from 1.
    place BIGINT NOT NULL,
    home BYTEA NOT NULL,
    ticket TEXT NOT NULL,
    -- What became of it at the door; null until then.
    result TEXT,
    note_sealed BYTEA,
    officer_id BYTEA,
    at BIGINT,
    PRIMARY KEY (batch, place)
);
CREATE UNIQUE INDEX batch_line_by_ticket ON batch_line (batch, ticket);

-- The batch that a report is in, or was in last.
ALTER TABLE report ADD COLUMN batch BIGINT;
CREATE INDEX report_to_deliver ON report (village)
    WHERE status IN ('approved', 'batched', 'on_the_way') AND same_case_ticket IS NULL;
