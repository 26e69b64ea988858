-- What nodes agree on: the tries of whoever guesses, and how late it is.
-- Conventions as in 00001.

-- +goose Up

-- Tries that slow each other down, whichever node they come to. The key is a
-- hash: of a person and a network, of a network, of a person's codes.
create table try_count (
    key     bytea  not null primary key, -- SHA-256
    tries   bigint not null,
    next_at bigint not null,             -- internal/auth says what it means
    last_at bigint not null
);
create index try_count_last on try_count (last_at);

-- How late it has been: one row.
create table time_mark (
    one       bigint not null primary key, -- 1
    at        bigint not null, -- no clock that was trusted has shown less since
    confirmed bigint not null, -- counts how often a person said that the clock is right
    shown     bigint not null  -- what it showed then
);
insert into schema_compat (version, oldest) values (22, 21);
