-- What connections were granted: refresh tokens, sealed by whoever brings them. A turn to renew one is held by one node at a time.
CREATE TABLE connection_grant (
    workspace  TEXT    NOT NULL,
    connection TEXT    NOT NULL,
    version    BIGINT  NOT NULL DEFAULT 0,
    sealed     $bytes$ NULL,
    held_by    TEXT    NULL,
    held_until BIGINT  NOT NULL DEFAULT 0,
    link       TEXT    NULL,
    PRIMARY KEY (workspace, connection)
);
