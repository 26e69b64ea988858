-- What the pages about links and objects look up: notes, the events about one
-- thing, the mails to one address, and links by how they stand. Conventions as
-- in 00001.

-- +goose Up
create table note (
    id         text   not null primary key,
    account    text   not null references account (slug),
    kind       text   not null, -- as in link_state; of an approval the request
    object     text   not null,
    author     text   not null, -- an actor
    body       text   not null,
    created_at bigint not null
);
create index note_object on note (account, kind, object, created_at);

create index event_object on event (account, object_type, object_id, occurred_at);
create index message_recipient on message (account, recipient, arrival);

alter table link_state add column issued_by text not null default ''; -- an actor; of the link issued last
-- Whether a link works is a matter of the clock, so its end alone is kept in order.
create index link_state_account on link_state (account, touched_at);
create index link_state_end on link_state (end_at) where start_at > 0 and not revoked;
create index link_state_revoked on link_state (ended_at) where revoked;
create index link_state_issuer on link_state (issued_by);
