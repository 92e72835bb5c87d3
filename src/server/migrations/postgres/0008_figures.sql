-- The dashboard: what reports are counted by, and the signs that somebody guesses NIKs.

-- The language of the page it was made in; null where none was told.
ALTER TABLE report ADD COLUMN language TEXT;
CREATE INDEX report_by_receipt ON report (received_at, village);

-- How often the limits noticed something in an hour. No address and no NIK.
CREATE TABLE fishing (
    -- Whole hours since 1970-01-01 UTC.
    hour BIGINT NOT NULL,
    sign TEXT NOT NULL,
    times BIGINT NOT NULL,
    PRIMARY KEY (hour, sign)
);
