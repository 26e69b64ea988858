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

-- What happened to an account's links on a day that is over, in the account's
-- zone. A day that is not over is counted from the indexes below, each of which
-- is a range of one account and some time.
create table day_figure (
    account text not null references account (slug),
    day     text not null,
    figures text not null,
    primary key (account, day)
);
create index link_attempt_issued on link_attempt (account, issued_at);
create index link_attempt_ended on link_attempt (account, ended_at) where ended_at > 0;
create index link_state_issued on link_state (account, issued_at) where start_at > 0;
create index link_state_over on link_state (account, end_at) where start_at > 0 and not revoked;
create index link_state_ended on link_state (account, ended_at) where ended_at > 0;
create index billing_decision_created on billing_decision (account, created_at);

-- What needs a person. Each holds only the rows that do.
create index link_state_mailed on link_state (account, day_start) where day_count >= 3;
create index message_failed on message (account, created_at) where state = 'failed' or fate in ('bounced', 'complained');
create index held_case_failed on held_case (account) where state = 'failed';
create index billing_decision_waiting on billing_decision (account, due_at) where open and due_at > 0;
create index billing_decision_lapsed on billing_decision (account, done_at) where state = 'lapsed';
