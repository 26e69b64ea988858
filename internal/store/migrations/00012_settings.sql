-- Settings that people change in the admin pages; conventions as in 00001.

-- +goose Up
alter table account add column texts text not null default 'null';
alter table account add column languages text not null default 'null';
alter table account add column links text not null default '{}';
alter table account add column version bigint not null default 0;

-- Pictures of accounts, found by what they are: they stand on public pages.
create table logo (
    account    text   not null references account (slug),
    hash       text   not null,
    body       bytea  not null,
    created_at bigint not null,
    primary key (account, hash)
);
create index logo_hash on logo (hash);
