-- What an administrator of the database runs once, in a database of the firm's own, for example
--   createdb codes && psql codes -f setup.sql
-- Members may read and add; nobody but the keepers may remove, and nobody may change a row.

CREATE SCHEMA sixboard;

CREATE TABLE sixboard.object (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name  text COLLATE "C" NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 90),
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 8388608),
    added timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX object_by_name ON sixboard.object (name, id);
ALTER TABLE sixboard.object ALTER COLUMN bytes SET STORAGE EXTERNAL; -- sealed: it does not compress

-- Roles belong to the whole server, so they may be there already.
DO $$ BEGIN CREATE ROLE sixboard_member NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE sixboard_keeper NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;

GRANT USAGE ON SCHEMA sixboard TO sixboard_member, sixboard_keeper;
GRANT SELECT, INSERT ON sixboard.object TO sixboard_member, sixboard_keeper;
GRANT DELETE ON sixboard.object TO sixboard_keeper;

-- One sign-in for each person, or one for the firm:
--   CREATE ROLE priya LOGIN PASSWORD '...' IN ROLE sixboard_member;
--
-- Now and then, as a keeper, remove what was overwritten more than 90 days ago:
--   DELETE FROM sixboard.object AS old
--   WHERE (name LIKE 'ts1/ack/%' OR name LIKE 'ts1/use/%' OR name = 'ts1/hint')
--     AND added < now() - interval '90 days'
--     AND EXISTS (SELECT FROM sixboard.object AS new WHERE new.name = old.name AND new.id > old.id);
