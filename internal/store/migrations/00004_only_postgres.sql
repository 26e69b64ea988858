-- +goose Up

-- +goose StatementBegin
create function append_only_refuse() returns trigger language plpgsql as $$
begin
    raise exception '% rows are never changed or deleted', tg_table_name;
end;
$$;
-- +goose StatementEnd

create trigger decision_fixed before update or delete on decision
    for each row execute function append_only_refuse();

create trigger decision_kept before truncate on decision
    for each statement execute function append_only_refuse();

create trigger event_fixed before update or delete on event
    for each row execute function append_only_refuse();

create trigger event_kept before truncate on event
    for each statement execute function append_only_refuse();
