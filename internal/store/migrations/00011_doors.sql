-- The other ways in for admins, conventions as in 00001: passkeys, the identity
-- that a single sign-on provider knows a person by, and what was begun and waits
-- for its answer.

-- +goose Up
create table admin_passkey (
    id              text    not null primary key,
    admin_id        text    not null references admin (id),
    name            text    not null,
    credential      bytea   not null unique, -- the id that the authenticator gave it
    public_key      bytea   not null,        -- COSE
    sign_count      bigint  not null,        -- 0 where the authenticator does not count
    backup_eligible boolean not null,        -- may be copied to other devices; never changes
    created_at      bigint  not null,
    used_at         bigint  not null         -- 0: not since it was added
);
create index admin_passkey_admin on admin_passkey (admin_id);

-- A person is known at a provider by issuer and subject, never by address.
create table admin_identity (
    issuer   text   not null,
    subject  text   not null,
    admin_id text   not null references admin (id),
    bound_at bigint not null,
    primary key (issuer, subject),
    unique (admin_id, issuer)
);

-- One row per attempt, taken away by whoever answers it: an answer counts once.
create table admin_ceremony (
    id_hash  bytea  not null primary key,
    kind     text   not null, -- passkey-add, passkey-sign-in, passkey-prove, sso
    admin_id text   not null, -- empty: whose it is comes with the answer
    data     text   not null, -- JSON: what the answer is checked against
    ends_at  bigint not null
);
create index admin_ceremony_ends on admin_ceremony (ends_at);

-- A session that was opened with a second factor, ours or a provider's.
alter table admin_session add column two_factor boolean not null default false;
