-- Mails sent through an ESP under the caller's Idempotency-Key: a row before the first byte leaves, so that no retry sends twice. Key and unit are
-- hashes; the answer is sealed. state 0: meant to be sent, and nobody knows more; 1: taken by the ESP. What was refused has no row.
CREATE TABLE delivery (
    workspace  TEXT     NOT NULL,
    connection TEXT     NOT NULL,
    claim      TEXT     NOT NULL,
    unit       TEXT     NOT NULL,
    state      INTEGER  NOT NULL,
    answer     $bytes$  NULL,
    at         BIGINT   NOT NULL,
    PRIMARY KEY (workspace, connection, claim, unit)
);
CREATE INDEX delivery_at ON delivery (at);
