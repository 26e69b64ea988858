-- +goose Up

-- By what objects are found, folded: field is 'key' for numbers, ids, references
-- and addresses, 'name' for whole names, 'word' for their words. The account
-- comes first, so that whoever sees few accounts never walks over the rest.
create table search_term (
    account text not null,
    kind    text not null, -- invoice, purchase, subscription, quote, customer, request
    id      text not null,
    field   text not null,
    term    text not null,
    primary key (account, field, term, kind, id)
) without rowid;
create index search_term_object on search_term (account, kind, id);

-- How words may be misspelt: variant is a hash of the word's beginning with up to
-- two of its letters left out; see spelling.go.
create table search_spelling (
    variant bigint not null,
    word    text   not null,
    primary key (variant, word)
) without rowid;
