-- What one process of many does at a time, and which programs a schema serves.
-- Conventions as in 00001.

-- +goose Up
create table duty (
    name       text   not null primary key,
    holder     text   not null, -- whose claim it is; '': nobody's
    fence      bigint not null, -- counts the claims: who holds an earlier one has lost it
    claimed_at bigint not null,
    due_at     bigint not null, -- of a claimed one: when the claim lapses
    done_at    bigint not null  -- when it was last done to its end; 0: never
);

-- A program of schema p may use a newer one if every migration behind p is here
-- and names a program no newer than p. Every migration from this one on adds its
-- row, in its own transaction.
create table schema_compat (
    version bigint not null primary key, -- of the migration
    oldest  bigint not null              -- schema of the oldest program that works on after it
);
insert into schema_compat (version, oldest) values (21, 19);
