-- +goose Up

-- What is left of master keys that were taken away, sealed under the one that
-- came after: what checks the audit trail as far as it had come, and what
-- recognises erased addresses. id names the master key, 16 hex digits.
create table kept_key (
    id     text  not null primary key,
    sealed bytea not null
);

-- Work on the database itself that was asked for, by its name. It is due where
-- it was asked for after done_at; who does it keeps others off until free_at.
create table upkeep (
    name     text   not null primary key,
    asked_at bigint not null,
    free_at  bigint not null,
    done_at  bigint not null
);

-- The key of a partner before the one in force, which works on until its end.
alter table partner add column old_key_hash bytea not null default '';
alter table partner add column old_key_until bigint not null default 0;
create index admin_session_created on admin_session (created_at);
create index challenge_expires on challenge (expires_at);

insert into schema_compat (version, oldest) values (24, 19);
