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

-- Lexemes begin with whose and what they are of, so that a question about few is
-- not answered by way of all. The index has no list of what is still to be put
-- into it: each search would read it from end to end. See words_postgres.go.
create table search_name (
    account text collate "C" not null,
    kind    text collate "C" not null,
    id      text collate "C" not null,
    place   bigint generated always as identity,
    words   text collate "C" not null,
    lexemes tsvector not null generated always as (array_to_tsvector(string_to_array(
        account || '/' || kind || '/' || replace(words, ' ', ' ' || account || '/' || kind || '/'), ' '))) stored,
    primary key (account, kind, id)
);
create index search_name_latest on search_name (account, kind, place);
create index search_name_lexemes on search_name using gin (lexemes) with (fastupdate = off);

-- The names that are found by asked, a tsquery, and fit also. A limit makes the
-- planner hope that it meets enough of them by chance if it reads the table from
-- its beginning, which it must not try.
-- +goose StatementBegin
create function search_names(asked text, also text, most int) returns table (account text, kind text, id text)
language sql stable set enable_seqscan = off set enable_indexscan = off as $$
    select n.account, n.kind, n.id from search_name n
    where n.lexemes @@ asked::tsquery and coalesce(n.lexemes @@ also::tsquery, true)
    limit most
$$;
-- +goose StatementEnd

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
