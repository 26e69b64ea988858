-- +goose Up

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
