-- +goose Up

-- PostgreSQL compares text by the rules of the database's language, under which
-- a prefix is no range; under "C" it compares byte by byte, as SQLite does.
create index search_term_field on search_term (field, term collate "C");

-- +goose StatementBegin
create function audit_entry_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit entries are never changed or deleted';
end;
$$;
-- +goose StatementEnd

create trigger audit_entry_fixed before update or delete on audit_entry
    for each row execute function audit_entry_refuse();

create trigger audit_entry_kept before truncate on audit_entry
    for each statement execute function audit_entry_refuse();
