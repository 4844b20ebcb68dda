-- What people agreed to, by each of their opaque names: two bits a purpose (0 unknown, 1 granted, 2 withdrawn; tracking lowest, then
-- personalization, then profiling), as the person stated it and as attributes of the CRM say.
CREATE TABLE consent (
    workspace  TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    stated     INTEGER NOT NULL,
    mapped     INTEGER NOT NULL,
    seq        BIGINT  NOT NULL,
    changed_at BIGINT  NOT NULL,
    PRIMARY KEY (workspace, person)
);
CREATE INDEX consent_seq ON consent (seq);
INSERT INTO counter (name, value) VALUES ('consents', 0), ('days', 0);

-- Records of messages and events stand in a table for each day (message_20261130), so that a day that is over is dropped and not deleted row by row.
-- keep_until is raised by whoever writes, since no node knows how long the workspaces of another keep theirs.
CREATE TABLE day_table (
    kind       TEXT    NOT NULL,
    day        INTEGER NOT NULL,
    keep_until BIGINT  NOT NULL,
    PRIMARY KEY (kind, day)
);

-- Packs of records that are in: one that is sent again, since its answer was lost, is known by its id.
CREATE TABLE record_pack (
    id         TEXT   NOT NULL PRIMARY KEY,
    written_at BIGINT NOT NULL
);
CREATE INDEX record_pack_written_at ON record_pack (written_at);

-- Nobody's: how often something was asked for, whatever its person agreed to.
CREATE TABLE event_count (
    workspace TEXT    NOT NULL,
    template  TEXT    NOT NULL,
    day       INTEGER NOT NULL,
    version   TEXT    NOT NULL,
    slot      TEXT    NOT NULL,
    variant   TEXT    NOT NULL,
    segment   TEXT    NOT NULL,
    kind      INTEGER NOT NULL,
    class     INTEGER NOT NULL,
    count     BIGINT  NOT NULL,
    PRIMARY KEY (workspace, template, day, version, slot, variant, segment, kind, class)
);
CREATE INDEX event_count_day ON event_count (day);
