-- The lists on the wall: every announcement with the sheet of each village, as it was.
CREATE TABLE announcement (
    -- From 1 without a gap.
    number INTEGER PRIMARY KEY,
    made_at INTEGER NOT NULL,
    masking TEXT NOT NULL,
    -- Lines on all sheets, and lines of the lists that no village is known for.
    people INTEGER NOT NULL,
    unplaced INTEGER NOT NULL,
    -- Null where it was made by a command.
    officer_id BLOB
);

CREATE TABLE announced_sheet (
    announcement INTEGER NOT NULL REFERENCES announcement (number),
    village INTEGER NOT NULL,
    people INTEGER NOT NULL,
    -- Of the content's bytes.
    sha256 BLOB NOT NULL,
    -- The sheet's text (tilik_core::announcement); names as they are shown, no number of
    -- anybody's.
    content TEXT NOT NULL,
    PRIMARY KEY (village, announcement)
);
CREATE INDEX announced_sheet_by_checksum ON announced_sheet (sha256);
