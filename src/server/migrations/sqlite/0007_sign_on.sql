-- Officers' single sign-on, and whose account a deed was about.

-- Who the account's owner is at the regency's provider: issuer and subject, hashed with a
-- key; null where it is bound to nobody there.
ALTER TABLE officer ADD COLUMN subject_key BLOB;
CREATE UNIQUE INDEX officer_by_subject ON officer (subject_key);

-- Sign-ons that came to their end, until they are past their time: each counts once.
CREATE TABLE officer_sign_on (
    state_key BLOB PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

-- About which account, where a deed was about one. The entry's hash covers it.
ALTER TABLE trail ADD COLUMN account_id BLOB;
