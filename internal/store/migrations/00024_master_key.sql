-- +goose Up

-- What is left of master keys that were taken away, sealed under the one that
-- came after: what checks the audit trail as far as it had come, and what
-- recognises erased addresses. id names the master key, 16 hex digits.
create table kept_key (
    id     text  not null primary key,
    sealed bytea not null
);
