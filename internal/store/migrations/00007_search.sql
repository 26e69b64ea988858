-- The search index gets an order of its own on each engine, in 00008. What was
-- indexed so far waits here until the program has put it into the new form: only
-- it can take words apart and fold their letters. See migrate_search.go.

-- +goose Up
drop index search_term_field;
alter table search_term rename to search_term_before;
create index search_term_waiting on search_term_before (account, kind, id);

-- What a customer bought last is read from the end of an index.
drop index purchase_customer;
create index purchase_customer on purchase (account, customer, created_at);
drop index subscription_customer;
create index subscription_customer on subscription (account, customer, id);

-- The lists of links of one kind and of requests that stand in one way, however
-- few there are among all.
create index link_state_kind on link_state (kind, touched_at);
create index link_state_kind_end on link_state (kind, end_at) where start_at > 0 and not revoked;
create index link_request_standing on link_request (status, updated_at, id);
