-- Kiosks in village halls: who they are, and what their snapshots are made from.
CREATE TABLE kiosk (
    -- 16 random bytes. Tickets reserved for a kiosk live at this home until used.
    id BLOB PRIMARY KEY,
    village INTEGER NOT NULL,
    place TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    -- The one-time code, hashed with a key; null once it was used.
    code_key BLOB UNIQUE,
    code_until INTEGER NOT NULL,
    -- The device's public key; null until it enrolled.
    public_key BLOB,
    -- The staff's six digits under Argon2id.
    pin TEXT,
    -- Wrong tries in a row, and until when no further one counts.
    pin_wrong INTEGER NOT NULL DEFAULT 0,
    pin_blocked_until INTEGER NOT NULL DEFAULT 0,
    enrolled_at INTEGER,
    revoked_at INTEGER
) WITHOUT ROWID;

-- A person on a card under Argon2id, sealed: slow to compute and the same for every
-- snapshot. For the villages with a kiosk alone.
CREATE TABLE stretched (
    home BLOB NOT NULL,
    nik_key BLOB NOT NULL,
    stretched_sealed BLOB NOT NULL,
    PRIMARY KEY (home, nik_key)
) WITHOUT ROWID;

-- What a kiosk decided by itself before the report came here.
ALTER TABLE report ADD COLUMN provisional TEXT;
