-- A batch that is sent again, its answer having been lost, is the same batch. Null in
-- those of before.
ALTER TABLE batch ADD COLUMN idempotency_key BLOB;
-- Tells a repetition from another batch under the same key.
ALTER TABLE batch ADD COLUMN fingerprint BLOB;
CREATE UNIQUE INDEX batch_by_key ON batch (idempotency_key);
