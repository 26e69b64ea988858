-- +goose Up

-- +goose StatementBegin
create trigger billing_decision_kept before delete on billing_decision
begin
    select raise(abort, 'billing_decision rows are never deleted');
end;
-- +goose StatementEnd

-- How far a decision has come changes; what was decided does not.
-- +goose StatementBegin
create trigger billing_decision_fixed before update of account, id, reference, class, action,
    object_account, object_kind, object_id, subject_type, subject_id, subject_item, slot, change, shown,
    locale, preview, version, email, form_value, link, network, user_agent, due_at, created_at
    on billing_decision
begin
    select raise(abort, 'billing_decision rows are never changed');
end;
-- +goose StatementEnd
