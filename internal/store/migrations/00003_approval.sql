-- Connections and what is told of them; conventions as in 00001. Windows of
-- links (start_at, end_at) are unix seconds, as in the link.

-- +goose Up
alter table account add column approval text not null default '{}';

alter table customer add column registration_number text not null default '';
alter table customer add column onboarding_done boolean not null default false;
alter table customer add column users text not null default 'null';

-- The addresses of a customer and its users, trimmed and in lower case.
create table customer_address (
    account  text not null,
    customer text not null,
    email    text not null,
    primary key (account, email, customer),
    foreign key (account, customer) references customer (account, id)
);
create index customer_address_customer on customer_address (account, customer);

-- The addresses kept so far stand among the search terms as Go lowers them; the
-- engines' own lower() would treat é each in its way. No customer id has an @.
insert into customer_address (account, customer, email)
    select s.account, s.id, s.term from search_term s
        join customer c on c.account = s.account and c.id = s.id
    where s.kind = 'customer' and s.field = 'key' and s.term like '%@%';

alter table message add column seq bigint not null default 0;
alter table message add column fate text not null default '';
alter table message add column fate_at bigint not null default 0;
-- Mails that are numbered go out once for each number; 0 is a mail that is not.
create unique index message_seq on message
    (object_account, object_kind, object_id, template, start_at, seq) where seq > 0;

create table partner (
    account        text   not null references account (slug),
    id             text   not null,
    name           text   not null,
    about          text   not null,
    key_hash       bytea  not null,
    ttl_days       bigint not null,
    delivery       text   not null,
    return_origins text   not null,
    disabled_at    bigint not null,
    created_at     bigint not null,
    primary key (account, id)
);
create unique index partner_key on partner (key_hash) where length(key_hash) > 0;

create table api_key (
    account    text   not null references account (slug),
    id         text   not null,
    name       text   not null,
    key_hash   bytea  not null unique,
    scopes     text   not null,
    created_at bigint not null,
    expires_at bigint not null,
    revoked_at bigint not null,
    last_used  bigint not null,
    primary key (account, id)
);

create table link_request (
    account      text   not null,
    id           text   not null,
    reference    text   not null,
    partner      text   not null,
    tenant       text   not null,
    status       text   not null,
    attempt      bigint not null,
    start_at     bigint not null,
    end_at       bigint not null,
    ttl_days     bigint not null,
    clients      text   not null, -- JSON, in the order they matched
    client       text   not null,
    email        text   not null,
    person       text   not null,
    company      text   not null, -- name of the client in submitted
    submitted    text   not null,
    return_url   text   not null,
    requested_at bigint not null,
    decided_at   bigint not null,
    ended_at     bigint not null,
    expired_at   bigint not null,
    reason       text   not null,
    form_value   text   not null,
    reminders    bigint not null,
    reminded_at  bigint not null,
    sequence     bigint not null,
    created_at   bigint not null,
    updated_at   bigint not null,
    primary key (account, id),
    unique (account, partner, tenant),
    foreign key (account, partner) references partner (account, id)
);
create index link_request_updated on link_request (updated_at, id);
create index link_request_account on link_request (account, updated_at, id);
create index link_request_status on link_request (account, status, end_at);
create index link_request_pending on link_request (end_at) where status = 'pending';

-- The clients of a request once more, to find the requests of a client. Written
-- only while the row of the request is locked, so that who locks it first reads
-- them as they are.
create table link_request_client (
    account text not null,
    request text not null,
    client  text not null,
    primary key (account, request, client),
    foreign key (account, request) references link_request (account, id)
);
create index link_request_client_client on link_request_client (account, client, request);

create table link_attempt (
    account    text   not null,
    request    text   not null,
    number     bigint not null,
    start_at   bigint not null,
    end_at     bigint not null,
    issued_by  text   not null,
    issued_at  bigint not null,
    ended_at   bigint not null,
    end_reason text   not null,
    primary key (account, request, number),
    foreign key (account, request) references link_request (account, id)
);

-- Never changed or deleted: see 00004.
create table decision (
    account    text    not null,
    id         text    not null,
    request    text    not null,
    attempt    bigint  not null,
    choice     text    not null,
    client     text    not null,
    reason     text    not null,
    form_value text    not null,
    network    text    not null,
    user_agent text    not null,
    hurried    boolean not null,
    at         bigint  not null,
    primary key (account, id),
    unique (account, request, attempt),
    foreign key (account, request) references link_request (account, id)
);

create table connection (
    account     text   not null,
    id          text   not null,
    partner     text   not null,
    client      text   not null,
    tenant      text   not null,
    request     text   not null,
    linked_at   bigint not null,
    archived_at bigint not null,
    primary key (account, id),
    foreign key (account, partner) references partner (account, id)
);
create unique index connection_client on connection (account, client) where archived_at = 0;
create unique index connection_tenant on connection (account, partner, tenant) where archived_at = 0;

create table held_case (
    account    text   not null,
    request    text   not null,
    position   bigint not null,
    reference  text   not null,
    payload    text   not null,
    state      text   not null,
    case_id    text   not null,
    error_type text   not null,
    error      text   not null,
    updated_at bigint not null,
    primary key (account, request, position),
    foreign key (account, request) references link_request (account, id)
);
create index held_case_landing on held_case (updated_at) where state = 'landing';

-- Which case has taken a reference of a client. A table of its own because an
-- insert can give way to another one, where an update could only fail.
create table landed_reference (
    account   text   not null,
    client    text   not null,
    reference text   not null,
    request   text   not null,
    position  bigint not null,
    primary key (account, client, reference),
    foreign key (account, request, position) references held_case (account, request, position)
);

create table event_head (
    account text   not null primary key references account (slug),
    seq     bigint not null
);

-- Never changed or deleted: see 00004.
create table event (
    account     text   not null references account (slug),
    seq         bigint not null,
    id          text   not null unique,
    type        text   not null,
    partner     text   not null,
    object_type text   not null,
    object_id   text   not null,
    data        text   not null,
    occurred_at bigint not null,
    primary key (account, seq)
);
create index event_partner on event (account, partner, seq);

create table endpoint (
    id            text   not null primary key,
    account       text   not null references account (slug),
    partner       text   not null,
    url           text   not null,
    events        text   not null,
    style         text   not null,
    header_prefix text   not null,
    sealed        bytea  not null,
    sealed_old    bytea  not null,
    old_until     bigint not null,
    disabled_at   bigint not null,
    reason        text   not null,
    exhausted     bigint not null,
    created_at    bigint not null,
    updated_at    bigint not null
);
create index endpoint_account on endpoint (account, created_at);

-- Outlives its endpoint, as the log of what was sent.
create table hook_delivery (
    id          text    not null primary key,
    account     text    not null references account (slug),
    endpoint    text    not null,
    event       text    not null,
    event_seq   bigint  not null,
    type        text    not null,
    state       text    not null,
    attempts    bigint  not null,
    next_at     bigint  not null,
    last_status bigint  not null,
    last_error  text    not null,
    replay      boolean not null,
    created_at  bigint  not null,
    done_at     bigint  not null,
    unique (endpoint, event) -- an event is fanned out once, however often it is tried
);
create index hook_delivery_due on hook_delivery (endpoint, next_at) where state = 'queued';
create index hook_delivery_lane on hook_delivery (endpoint, event_seq, id, next_at) where state = 'queued';
create index hook_delivery_account on hook_delivery (account, created_at, id);
create index hook_delivery_endpoint on hook_delivery (endpoint, created_at, id);
create index hook_delivery_event on hook_delivery (account, event);

create table hook_try (
    delivery text   not null references hook_delivery (id),
    place    bigint not null, -- 1, 2, …; number starts anew with a replay
    number   bigint not null,
    at       bigint not null,
    status   bigint not null,
    took     bigint not null, -- nanoseconds
    error    text   not null,
    primary key (delivery, place)
);

create table suppression (
    account text   not null references account (slug),
    email   text   not null,
    reason  text   not null,
    at      bigint not null,
    primary key (account, email)
);
create index suppression_at on suppression (account, at);

create table challenge (
    id         text   not null primary key,
    account    text   not null references account (slug),
    link       text   not null,
    code_hash  bytea  not null,
    tries      bigint not null,
    created_at bigint not null,
    expires_at bigint not null,
    passed_at  bigint not null
);

create table replay (
    account text   not null references account (slug),
    caller  text   not null,
    key     text   not null,
    request bytea  not null,
    status  bigint not null,
    type    text   not null,
    body    bytea  not null,
    at      bigint not null,
    primary key (account, caller, key)
);
create index replay_at on replay (at);

-- Cases that a partner sent for a client that was connected already: they never
-- were part of a request.
create table direct_case (
    account    text   not null,
    case_id    text   not null,
    connection text   not null,
    client     text   not null,
    reference  text   not null, -- empty: none
    payload    text   not null,
    created_at bigint not null,
    primary key (account, case_id)
);
create unique index direct_case_reference on direct_case (account, client, reference) where reference <> '';
