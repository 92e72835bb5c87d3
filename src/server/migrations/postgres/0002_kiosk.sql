-- Kiosks in village halls: who they are, and what their snapshots are made from.
-- `kiosk` is small and on every node; `stretched` is spread by its home.
CREATE TABLE kiosk (
    -- 16 random bytes. Tickets reserved for a kiosk live at this home until used.
    id BYTEA PRIMARY KEY,
    village BIGINT NOT NULL,
    place TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    -- The one-time code, hashed with a key; null once it was used.
    code_key BYTEA,
    code_until BIGINT NOT NULL,
    -- The device's public key; null until it enrolled.
    public_key BYTEA,
    -- The staff's six digits under Argon2id.
    pin TEXT,
    -- Wrong tries in a row, and until when no further one counts.
    pin_wrong BIGINT NOT NULL DEFAULT 0,
    pin_blocked_until BIGINT NOT NULL DEFAULT 0,
    enrolled_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX kiosk_by_code ON kiosk (code_key);

-- A person on a card under Argon2id, sealed: slow to compute and the same for every
-- snapshot. For the villages with a kiosk alone.
CREATE TABLE stretched (
    home BYTEA NOT NULL,
    nik_key BYTEA NOT NULL,
    stretched_sealed BYTEA NOT NULL,
    PRIMARY KEY (home, nik_key)
);

-- What a kiosk decided by itself before the report came here.
ALTER TABLE report ADD COLUMN provisional TEXT;
