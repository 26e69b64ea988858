-- +goose Up

-- +goose StatementBegin
create trigger decision_kept before delete on decision
begin
    select raise(abort, 'decision rows are never deleted');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger decision_fixed before update on decision
begin
    select raise(abort, 'decision rows are never changed');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger event_kept before delete on event
begin
    select raise(abort, 'event rows are never deleted');
end;
-- +goose StatementEnd

-- +goose StatementBegin
create trigger event_fixed before update on event
begin
    select raise(abort, 'event rows are never changed');
end;
-- +goose StatementEnd
