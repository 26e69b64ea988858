-- +goose Up

-- By what objects are found, folded: field is 'key' for numbers, ids, references
-- and addresses, 'name' for whole names. The account comes first, so that whoever
-- sees few accounts never walks over the rest.
create table search_term (
    account text not null,
    kind    text not null, -- invoice, purchase, subscription, quote, customer, request
    id      text not null,
    field   text not null,
    term    text not null,
    primary key (account, field, term, kind, id)
) without rowid;
create index search_term_object on search_term (account, kind, id);

-- The words of what has names, folded and apart by spaces; the later ones have
-- the greater places.
create table search_name (
    place   integer primary key,
    account text not null,
    kind    text not null,
    id      text not null,
    words   text not null,
    unique (account, kind, id)
);
-- What the full-text index reads of them: in front of the words stands whose and
-- what they are, as a word that nobody can type, so that a question about few is
-- not answered by way of all.
create view search_document as
    select place, account, kind, id, '_' || account || '_' || kind || ' ' || words as words from search_name;
-- It keeps which documents have a word, not where in them, nor the words again.
-- Beginnings of up to six letters are kept like words, so that a common one is
-- walked over as far as it is needed. See words_sqlite.go.
create virtual table search_word using fts5 (
    words, content = 'search_document', content_rowid = 'place', detail = none, columnsize = 0,
    tokenize = "unicode61 remove_diacritics 2 tokenchars '_-'", prefix = '1 2 3 4 5 6'
);
-- A name that was erased leaves nothing behind.
insert into search_word (search_word, rank) values ('secure-delete', 1);

-- How words may be misspelt: variant is a hash of the word's beginning with up to
-- two of its letters left out; see spelling.go.
create table search_spelling (
    variant bigint not null,
    word    text   not null,
    primary key (variant, word)
) without rowid;
