-- +goose Up

-- Which installation this database is of, in one row, made with the schema.
-- probe counts the writes that tried whether the database takes any.
create table installation (
    one      bigint not null primary key check (one = 1),
    instance text   not null,
    probe    bigint not null
);

-- How far the database has been verified, in one row: the audit entry up to
-- which the walk under way has come, and how the last one ended.
create table verification (
    one       bigint not null primary key check (one = 1),
    began_at  bigint not null, -- 0: none is under way
    trail     text   not null,
    seq       bigint not null,
    hash      bytea  not null, -- of that entry
    entries   bigint not null, -- verified by the walk under way
    faults    text   not null, -- found by it, JSON
    ended_at  bigint not null, -- 0: none has ended yet
    ended     text   not null  -- what the last one found, JSON
);
insert into verification (one, began_at, trail, seq, hash, entries, faults, ended_at, ended) values (1, 0, '', 0, '', 0, '[]', 0, '{}');
