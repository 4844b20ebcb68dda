-- Decisions bear the number of the batch that wrote them, so that nodes learn which messages are known without asking for each.
ALTER TABLE decision ADD COLUMN batch BIGINT NOT NULL DEFAULT 0;
CREATE INDEX decision_batch ON decision (batch);
INSERT INTO counter (name, value) VALUES ('decisions', 0);
