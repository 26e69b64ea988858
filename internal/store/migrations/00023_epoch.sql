-- What came back from a backup, and the backups that were made by themselves.
-- Conventions as in 00001.

-- +goose Up

-- Each restore begins an epoch; the first, which has no row, is 1. Rows are never
-- changed.
create table epoch (
    number      bigint not null primary key, -- 2, 3, …
    id          text   not null unique,      -- random: two restores of one backup are told apart
    taken_at    bigint not null,             -- of the backup; what was done after it is lost
    restored_at bigint not null
);
alter table event add column epoch bigint not null default 1; -- in which it happened

-- Backups of the nightly schedule, those that failed included.
create table backup_run (
    id       text   not null primary key,
    began_at bigint not null,
    ended_at bigint not null,
    file     text   not null, -- its name without the folder; '': it failed
    bytes    bigint not null,
    sha256   text   not null,
    problem  text   not null
);
create index backup_run_began on backup_run (began_at);

insert into schema_compat (version, oldest) values (23, 19);
