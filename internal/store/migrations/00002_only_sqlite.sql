-- +goose Up

-- SQLite compares text byte by byte unless told otherwise, so a plain index
-- serves the range that a prefix is.
create index search_term_field on search_term (field, term);

-- +goose StatementBegin
create trigger audit_entry_kept before delete on audit_entry
begin
    select raise(abort, 'audit entries are never deleted');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger audit_entry_fixed before update on audit_entry
begin
    select raise(abort, 'audit entries are never changed');
end;
-- +goose StatementEnd
