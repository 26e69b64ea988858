-- How far people have proven who they are, and the codes that stand in for a
-- password or a phone. Conventions as in 00001.

-- +goose Up
alter table admin_session add column proven_at bigint not null default 0; -- last time, in this session
alter table admin_session add column half boolean not null default false; -- the second factor is still to come
update admin_session set proven_at = created_at;

create table admin_totp (
    admin_id     text   not null primary key references admin (id),
    sealed       bytea  not null,
    step         bigint not null, -- the last one accepted; codes of it and before are refused
    created_at   bigint not null,
    confirmed_at bigint not null  -- 0: not switched on yet
);

create table admin_code (
    hash       bytea  not null primary key, -- SHA-256
    admin_id   text   not null references admin (id),
    kind       text   not null, -- invite, reset, recovery
    created_at bigint not null,
    ends_at    bigint not null, -- 0: never
    used_at    bigint not null  -- 0: not yet
);
create index admin_code_admin on admin_code (admin_id, kind);
