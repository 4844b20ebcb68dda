-- What ESPs told, by an opaque name of the id they gave it: told again, it is known. The mark says which pack, or which body, it came with. Nobody stands here.
CREATE TABLE told (
    workspace TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    mark      TEXT   NOT NULL,
    told_at   BIGINT NOT NULL,
    PRIMARY KEY (workspace, name)
);
CREATE INDEX told_at ON told (told_at);

-- When the person said it themselves: what an ESP tells of before that is over. 0: nobody knows.
ALTER TABLE consent ADD COLUMN stated_at BIGINT NOT NULL DEFAULT 0;
