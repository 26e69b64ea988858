-- Who looked at a link's page, and wrong links in numbers. Notes, like lines of a
-- log: nothing that is decided reads them. Conventions as in 00001.

-- +goose Up
create table visit (
    account  text   not null references account (slug),
    kind     text   not null,
    object   text   not null, -- as in link_state; of an approval the request
    start_at bigint not null, -- s of the link that was opened, unix seconds
    attempt  bigint not null, -- of an approval, else 0
    who      text   not null, -- person, scanner, unknown
    page     text   not null, -- name of the page that was shown
    client   text   not null, -- the last one's, such as "Safari on iPhone"; empty: not known
    first_at bigint not null,
    last_at  bigint not null,
    count    bigint not null,
    primary key (account, kind, object, start_at, attempt, who, page)
);
-- Links that were opened too late, by when that was first tried.
create index visit_late on visit (account, first_at) where page = 'expired';

-- Wrong links per hour and network, kept for two days. Networks that sent few
-- are not named; '' has the sum of all.
create table wrong_link (
    hour    bigint not null, -- its begin
    network text   not null, -- 192.0.2.0/24, 2001:db8::/48
    count   bigint not null,
    primary key (hour, network)
);
