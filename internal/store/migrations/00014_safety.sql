-- Keys in use, changes that two people make, and the audit trail by its
-- filters; conventions as in 00001.

-- +goose Up
alter table api_key add column created_by text not null default '';  -- an actor
alter table api_key add column replaced_by text not null default ''; -- the key that took its place

-- How often a key was used, by day (UTC). holder is the id of an API key, or
-- 'partner:' and a partner's id.
create table key_use (
    account text   not null references account (slug),
    holder  text   not null,
    day     text   not null,
    calls   bigint not null,
    last_at bigint not null,
    primary key (account, holder, day)
);

-- What an account asks of the people who change it; no row: the defaults. ''
-- is the installation, so account is not a reference; below neither.
create table account_safety (
    account    text    not null primary key,
    four_eyes  boolean not null,
    bulk_limit bigint  not null
);

create table proposal (
    account     text   not null,
    id          text   not null,
    kind        text   not null,
    effects     text   not null, -- JSON, sentences
    sealed      bytea  not null, -- what is to be done; empty when it is over
    proposed_by text   not null, -- an actor
    proposed_at bigint not null,
    expires_at  bigint not null,
    state       text   not null,
    decided_by  text   not null,
    decided_at  bigint not null,
    primary key (account, id)
);
create index proposal_account on proposal (account, proposed_at, id);
create index proposal_open on proposal (expires_at) where state = 'open';

create index link_state_key on link_state (account, key_id, end_at);

-- Filtered pages run by time within an account, whatever else they ask.
create index audit_entry_at on audit_entry (account, at, seq);
create index audit_entry_actor on audit_entry (account, actor, at, seq);
create index audit_entry_act on audit_entry (account, act, at, seq);
create index audit_entry_about on audit_entry (account, object, at, seq);
