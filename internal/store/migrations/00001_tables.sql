-- One text for both engines. Times are bigint microseconds UTC, 0 where there is
-- none; days are text as 2006-01-02; JSON is text; ids are text made by us.

-- +goose Up
create table account (
    slug           text   not null primary key,
    name           text   not null,
    locale         text   not null,
    zone           text   not null,
    brand          text   not null,
    contact        text   not null,
    v1             text   not null,
    legacy_invoice boolean not null, -- v1 and its account-less invoice path are on
    link_days      bigint not null,
    created_at     bigint not null
);

create table secret (
    account      text   not null references account (slug),
    kind         text   not null,
    id           text   not null,
    sealed       bytea  not null,
    state        text   not null,
    verify_until bigint not null,
    created_at   bigint not null,
    primary key (account, kind, id)
);

create table customer (
    account text not null references account (slug),
    id      text not null,
    name    text not null,
    type    text not null,
    locale  text not null,
    country text not null,
    email   text not null,
    primary key (account, id)
);

create table purchase (
    account    text   not null references account (slug),
    id         text   not null,
    reference  text   not null,
    customer   text   not null, -- may name one that has not come in yet
    status     text   not null,
    currency   text   not null,
    totals     text   not null,
    po_number  text   not null,
    items      text   not null,
    created_at bigint not null,
    as_of      bigint not null,
    primary key (account, id)
);
create index purchase_customer on purchase (account, customer);

create table invoice (
    account    text   not null references account (slug),
    path_id    text   not null,
    arrival    bigint not null, -- 1, 2, … per account; two that came at once may share one
    number     text   not null,
    reference  text   not null,
    kind       text   not null,
    purchase   text   not null,
    customer   text   not null,
    email      text   not null,
    issued_on  text   not null,
    due_on     text   not null,
    currency   text   not null,
    totals     text   not null,
    corrects   text   not null,
    precedes   text   not null,
    content    text   not null,
    buyer      text   not null, -- name of the buyer in content
    flags      text   not null,
    as_of      bigint not null,
    created_at bigint not null,
    primary key (account, path_id)
);
create index invoice_arrival on invoice (account, arrival);
create index invoice_number on invoice (number, account);
create index invoice_purchase on invoice (account, purchase, issued_on);
create index invoice_customer on invoice (account, customer, issued_on);

-- The numbers of earlier invoices that an invoice refers to.
create table invoice_reference (
    account text not null,
    path_id text not null,
    number  text not null,
    primary key (account, path_id, number),
    foreign key (account, path_id) references invoice (account, path_id)
);
create index invoice_reference_number on invoice_reference (account, number);

create table document (
    account   text   not null,
    id        text   not null,
    invoice   text   not null,
    kind      text   not null,
    issued_on text   not null,
    seq       bigint not null,
    primary key (account, id),
    foreign key (account, invoice) references invoice (account, path_id)
);
create index document_invoice on document (account, invoice, seq);

create table blob (
    sha256     text   not null primary key,
    body       bytea  not null,
    created_at bigint not null
);

create table part (
    account  text   not null,
    document text   not null,
    role     text   not null,
    place    bigint not null, -- 0, 1, … in the order they were added
    sha256   text   not null references blob (sha256),
    size     bigint not null,
    mime     text   not null,
    filename text   not null,
    primary key (account, document, role),
    foreign key (account, document) references document (account, id)
);
create index part_sha256 on part (sha256, account);

create table link_state (
    account    text    not null references account (slug),
    kind       text    not null,
    id         text    not null,
    generation bigint  not null,
    cut_off    bigint  not null,
    start_at   bigint  not null, -- unix seconds, as in the link
    end_at     bigint  not null, -- unix seconds, as in the link
    key_id     text    not null,
    revoked    boolean not null,
    issued_at  bigint  not null,
    ended_at   bigint  not null,
    mailed_at  bigint  not null,
    day_start  bigint  not null,
    day_count  bigint  not null,
    touched_at bigint  not null, -- last issue, revocation or mail
    primary key (account, kind, id)
);
create index link_state_touched on link_state (touched_at);

create table audit_entry (
    account text   not null, -- '' for the installation, so not a reference
    seq     bigint not null,
    at      bigint not null,
    actor   text   not null,
    act     text   not null,
    kind    text   not null,
    object  text   not null,
    data    text   not null,
    hash    bytea  not null,
    primary key (account, seq)
);
create index audit_entry_object on audit_entry (account, kind, object, seq);

create table audit_head (
    account text   not null primary key,
    seq     bigint not null,
    hash    bytea  not null
);

create table message (
    id             text   not null primary key,
    arrival        bigint not null,
    account        text   not null references account (slug),
    template       text   not null,
    recipient      text   not null,
    object_account text   not null,
    object_kind    text   not null,
    object_id      text   not null,
    start_at       bigint not null,
    end_at         bigint not null,
    data           text   not null,
    state          text   not null,
    attempts       bigint not null,
    next_at        bigint not null,
    last_error     text   not null,
    created_at     bigint not null,
    sent_at        bigint not null
);
create index message_arrival on message (arrival);
create index message_object on message (object_account, object_kind, object_id, arrival);
create index message_due on message (next_at) where state = 'queued';

create table admin (
    id            text   not null primary key,
    email         text   not null unique,
    name          text   not null,
    role          text   not null,
    password_hash text   not null,
    created_at    bigint not null,
    disabled_at   bigint not null
);

create table admin_session (
    id_hash    bytea  not null primary key,
    admin_id   text   not null references admin (id),
    created_at bigint not null,
    last_seen  bigint not null,
    revoked_at bigint not null,
    user_agent text   not null,
    network    text   not null
);
create index admin_session_admin on admin_session (admin_id);

-- What can be searched for, in lower case: field is 'key' for numbers, ids,
-- references and addresses, 'name' for names. The index is in 00002.
create table search_term (
    account text not null,
    kind    text not null, -- invoice, purchase, customer
    id      text not null,
    field   text not null,
    term    text not null,
    primary key (account, kind, id, field, term)
);
