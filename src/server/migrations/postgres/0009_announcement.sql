-- The lists on the wall: every announcement with the sheet of each village, as it was.
CREATE TABLE announcement (
    -- From 1 without a gap.
    number BIGINT PRIMARY KEY,
    made_at BIGINT NOT NULL,
    masking TEXT NOT NULL,
    -- Lines on all sheets, and lines of the lists that no village is known for.
    people BIGINT NOT NULL,
    unplaced BIGINT NOT NULL,
    -- Null where it was made by a command.
    officer_id BYTEA
);

CREATE TABLE announced_sheet (
    announcement BIGINT NOT NULL REFERENCES announcement (number),
    village BIGINT NOT NULL,
    people BIGINT NOT NULL,
    -- Of the content's bytes.
    sha256 BYTEA NOT NULL,
    -- The sheet's text (tilik_core::announcement); names as they are shown, no number of
    -- anybody's.
    content TEXT NOT NULL,
    PRIMARY KEY (village, announcement)
);
CREATE INDEX announced_sheet_by_checksum ON announced_sheet (sha256);
