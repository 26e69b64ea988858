-- +goose Up

-- As on SQLite. Text is compared byte by byte, as there: under the rules of a
-- language a prefix is no range.
create table search_term (
    account text collate "C" not null,
    kind    text collate "C" not null,
    id      text collate "C" not null,
    field   text collate "C" not null,
    term    text collate "C" not null,
    primary key (account, field, term, kind, id)
);
create index search_term_object on search_term (account, kind, id);

-- No unique key: two transactions that learn the same words in another order
-- would wait for each other. A pair that stands twice does no harm.
create table search_spelling (
    variant bigint not null,
    word    text collate "C" not null
);
create index search_spelling_variant on search_spelling (variant, word);

-- Mails and deliveries are found by the beginning of their ids.
create index message_beginning on message (id collate "C");
create index hook_delivery_beginning on hook_delivery (id collate "C");
