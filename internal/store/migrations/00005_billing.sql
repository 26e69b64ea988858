-- What is billed and what customers do about it; conventions as in 00001. Where
-- an object has source_version and modified_at, they say which word of the
-- billing system it is: 0 where none was given.

-- +goose Up
alter table account add column billing text not null default '{}';

alter table customer add column source_version bigint not null default 0;
alter table customer add column modified_at bigint not null default 0;

alter table purchase add column details text not null default '{}';
alter table purchase add column source_version bigint not null default 0;
alter table purchase add column modified_at bigint not null default 0;

alter table invoice add column details text not null default '{}';
alter table invoice add column source_version bigint not null default 0;
alter table invoice add column modified_at bigint not null default 0;

alter table part add column revision bigint not null default 1;

-- The parts that a later revision has replaced, as they were.
create table part_past (
    account     text   not null,
    document    text   not null,
    role        text   not null,
    revision    bigint not null,
    sha256      text   not null references blob (sha256),
    size        bigint not null,
    mime        text   not null,
    filename    text   not null,
    replaced_at bigint not null,
    primary key (account, document, role, revision),
    foreign key (account, document, role) references part (account, document, role)
);
create index part_past_sha256 on part_past (sha256, account);

create table subscription (
    account        text   not null references account (slug),
    id             text   not null, -- without the S of its path
    reference      text   not null,
    customer       text   not null, -- may name one that has not come in yet, as may purchase
    purchase       text   not null,
    status         text   not null,
    currency       text   not null,
    items          text   not null,
    details        text   not null,
    source_version bigint not null,
    modified_at    bigint not null,
    as_of          bigint not null,
    primary key (account, id)
);
create index subscription_customer on subscription (account, customer);
create index subscription_purchase on subscription (account, purchase);

create table offer (
    account        text   not null references account (slug),
    subscription   text   not null, -- empty: for none in particular
    id             text   not null,
    item           bigint not null,
    sources        text   not null,
    product        text   not null,
    name           text   not null,
    about          text   not null,
    gained         text   not null,
    lost           text   not null,
    unit_net       text   not null,
    currency       text   not null,
    period         text   not null,
    effective      text   not null,
    valid_from     bigint not null,
    valid_until    bigint not null,
    source_version bigint not null,
    modified_at    bigint not null,
    as_of          bigint not null,
    primary key (account, subscription, id)
);

create table quote (
    account        text    not null references account (slug),
    id             text    not null, -- the purchase's
    reference      text    not null,
    number         text    not null,
    state          text    not null,
    version        bigint  not null,
    valid_until    text    not null,
    replaced_by    text    not null,
    terms          text    not null,
    terms_version  text    not null,
    po_required    boolean not null,
    deposit        text    not null,
    decided_at     bigint  not null,
    source_version bigint  not null,
    modified_at    bigint  not null,
    as_of          bigint  not null,
    primary key (account, id)
);

create table payment_method (
    account        text    not null references account (slug),
    id             text    not null,
    customer       text    not null,
    label          text    not null,
    state          text    not null,
    preferred      boolean not null, -- the customer's default
    provider       text    not null,
    provider_ref   text    not null,
    source_version bigint  not null,
    modified_at    bigint  not null,
    as_of          bigint  not null,
    primary key (account, id)
);
create index payment_method_customer on payment_method (account, customer);

-- Never deleted; what was decided and shown is never changed: see 00006.
create table billing_decision (
    account        text    not null references account (slug),
    id             text    not null,
    reference      text    not null,
    class          text    not null,
    action         text    not null,
    object_account text    not null,
    object_kind    text    not null,
    object_id      text    not null,
    subject_type   text    not null,
    subject_id     text    not null,
    subject_item   bigint  not null,
    slot           text    not null,
    change         text    not null,
    shown          text    not null,
    locale         text    not null,
    preview        text    not null,
    version        bigint  not null,
    state          text    not null,
    open           boolean not null,
    outcome        text    not null,
    email          text    not null,
    form_value     text    not null,
    link           text    not null,
    network        text    not null,
    user_agent     text    not null,
    due_at         bigint  not null,
    created_at     bigint  not null,
    done_at        bigint  not null,
    updated_at     bigint  not null,
    primary key (account, id)
);
create unique index billing_decision_slot on billing_decision (account, slot) where open and slot <> '';
create unique index billing_decision_preview on billing_decision (account, preview) where preview <> '';
create unique index billing_decision_form on billing_decision (account, form_value) where form_value <> '';
create index billing_decision_updated on billing_decision (account, updated_at, id);
create index billing_decision_subject on billing_decision (account, subject_type, subject_id, created_at);
create index billing_decision_due on billing_decision (due_at) where open and due_at > 0;

create table payment (
    account    text   not null references account (slug),
    id         text   not null,
    decision   text   not null,
    customer   text   not null,
    purpose    text   not null,
    provider   text   not null,
    session    text   not null, -- empty until it is started
    amount     bigint not null, -- minor units
    currency   text   not null,
    state      text   not null,
    link       text   not null,
    expires_at bigint not null,
    created_at bigint not null,
    done_at    bigint not null,
    primary key (account, id)
);
create unique index payment_session on payment (provider, session) where session <> '';
create index payment_decision on payment (account, decision, created_at);
create index payment_pending on payment (expires_at) where state = 'pending';

create table inbound (
    account     text   not null references account (slug),
    id          text   not null,
    type        text   not null,
    sealed      bytea  not null,
    hash        text   not null,
    state       text   not null,
    kind        text   not null,
    reason      text   not null,
    attempts    bigint not null,
    next_at     bigint not null,
    received_at bigint not null,
    done_at     bigint not null,
    primary key (account, id),
    unique (account, hash)
);
create index inbound_received on inbound (account, received_at, id);
create index inbound_due on inbound (received_at, id, next_at) where state = 'queued';

create table document_fetch (
    account  text   not null references account (slug),
    document text   not null,
    role     text   not null,
    sealed   bytea  not null,
    state    text   not null,
    attempts bigint not null,
    next_at  bigint not null,
    until_at bigint not null,
    reason   text   not null,
    primary key (account, document, role)
);
create index document_fetch_due on document_fetch (next_at) where state = 'queued';

create table import_job (
    account    text    not null references account (slug),
    id         text    not null,
    name       text    not null,
    format     text    not null,
    actor      text    not null,
    dry_run    boolean not null,
    sha256     text    not null,
    state      text    not null,
    row_count  bigint  not null, -- read so far
    counts     text    not null,
    reason     text    not null,
    attempts   bigint  not null, -- claims since a row was taken
    next_at    bigint  not null,
    created_at bigint  not null,
    done_at    bigint  not null,
    primary key (account, id)
);
create index import_job_account on import_job (account, created_at, id);
create index import_job_due on import_job (created_at, id) where state = 'queued' or state = 'running';

create table import_row (
    account text   not null,
    job     text   not null,
    place   bigint not null, -- number of the row, from 1
    status  text   not null,
    kind    text   not null,
    id      text   not null,
    reason  text   not null,
    primary key (account, job, place),
    foreign key (account, job) references import_job (account, id)
);
