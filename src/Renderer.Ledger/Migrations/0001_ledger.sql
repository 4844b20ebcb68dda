-- One set of SQL for SQLite and PostgreSQL: $bytes$ and $sequence$ are the two words in which they differ.
-- Instants are microseconds since 1970 UTC. People stand here as opaque names, never as identifiers.

-- Changes are numbered under a lock on their row here, so that numbers are committed in their order: a reader that has seen n misses nothing below.
CREATE TABLE counter (
    name  TEXT   NOT NULL PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO counter (name, value) VALUES ('erasures', 0), ('keys', 0), ('pointers', 0);

CREATE TABLE access_key (
    id         TEXT    NOT NULL PRIMARY KEY,
    workspace  TEXT    NOT NULL,
    hash       TEXT    NOT NULL UNIQUE,
    label      TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    templates  TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    ends_at    BIGINT  NULL,
    revoked_at BIGINT  NULL
);
CREATE INDEX access_key_workspace ON access_key (workspace, created_at);

-- Append-only, for ever: what stays of an erased person.
CREATE TABLE erasure (
    seq       BIGINT NOT NULL,
    workspace TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (workspace, person, seq)
);
CREATE INDEX erasure_seq ON erasure (seq);

-- A person's own key, sealed. Erasing destroys the row, and with it the meaning of everything under that key.
CREATE TABLE person_key (
    workspace  TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    sealed_key $bytes$ NOT NULL,
    keep_until BIGINT  NOT NULL,
    PRIMARY KEY (workspace, person)
);
CREATE INDEX person_key_keep_until ON person_key (keep_until);

CREATE TABLE decision (
    workspace  TEXT    NOT NULL,
    claim      TEXT    NOT NULL,
    person     TEXT    NOT NULL,
    sealed     $bytes$ NOT NULL,
    expires_at BIGINT  NOT NULL,
    PRIMARY KEY (workspace, claim)
);
CREATE INDEX decision_person ON decision (workspace, person);
CREATE INDEX decision_expires_at ON decision (expires_at);

-- Append-only.
CREATE TABLE audit (
    seq       $sequence$,
    workspace TEXT   NOT NULL,
    who       TEXT   NOT NULL,
    action    TEXT   NOT NULL,
    object    TEXT   NOT NULL,
    at        BIGINT NOT NULL
);
CREATE INDEX audit_workspace ON audit (workspace, seq);

-- Immutable; seq says in which order they were published, the last time each.
CREATE TABLE template_version (
    workspace    TEXT    NOT NULL,
    template     TEXT    NOT NULL,
    version      TEXT    NOT NULL,
    seq          BIGINT  NOT NULL,
    sha256       TEXT    NOT NULL,
    bundle       $bytes$ NOT NULL,
    published_at BIGINT  NOT NULL,
    published_by TEXT    NOT NULL,
    PRIMARY KEY (workspace, template, version)
);

CREATE TABLE pointer (
    workspace TEXT   NOT NULL,
    template  TEXT   NOT NULL,
    version   TEXT   NOT NULL,
    moved_at  BIGINT NOT NULL,
    moved_by  TEXT   NOT NULL,
    PRIMARY KEY (workspace, template)
);
