-- +goose Up

-- One verb for many objects of one account.
create table bulk_job (
    account    text   not null references account (slug),
    id         text   not null,
    verb       text   not null,
    selection  text   not null, -- JSON
    days       bigint not null,
    actor      text   not null,
    state      text   not null,
    agreed     bigint not null,
    delay      bigint not null, -- microseconds
    place      text   not null, -- where the next page of the plan begins
    runner     text   not null, -- whose claim it is; '': nobody's
    next_at    bigint not null, -- when it is due; for a claimed one, when the claim lapses
    looked     bigint not null,
    chosen     bigint not null,
    left_out   bigint not null,
    done       bigint not null,
    skipped    bigint not null,
    failed     bigint not null,
    since_at   bigint not null,
    since_done bigint not null,
    created_at bigint not null,
    starts_at  bigint not null,
    ended_at   bigint not null,
    primary key (account, id)
);
create index bulk_job_made on bulk_job (created_at, id);
create index bulk_job_due on bulk_job (next_at) where state = 'planning' or state = 'running';

create table bulk_item (
    account   text   not null,
    job       text   not null,
    place     bigint not null, -- from 1
    kind      text   not null,
    object    text   not null,
    seen      bigint not null, -- attempt or generation
    reference text   not null,
    state     text   not null,
    reason    text   not null,
    at        bigint not null,
    primary key (account, job, place),
    unique (account, job, kind, object),
    foreign key (account, job) references bulk_job (account, id)
);
create index bulk_item_state on bulk_item (account, job, state, place);
