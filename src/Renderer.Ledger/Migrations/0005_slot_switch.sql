-- Slots that are switched off: mails already delivered show their fallbacks. A slot that is on has no row. No person stands here.
CREATE TABLE slot_switch (
    workspace  TEXT   NOT NULL,
    template   TEXT   NOT NULL,
    slot       TEXT   NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT   NOT NULL,
    PRIMARY KEY (workspace, template, slot)
);
INSERT INTO counter (name, value) VALUES ('slots', 0);
