-- +goose Up

-- What a try sent besides the body, and the beginning of what came back; both
-- are empty after 30 days. The body is not kept: it may hold a link.
alter table hook_try add column endpoint text not null default '';
alter table hook_try add column sent text not null default '';
alter table hook_try add column said text not null default '';
update hook_try set endpoint = (select d.endpoint from hook_delivery d where d.id = hook_try.delivery);
create index hook_try_endpoint on hook_try (endpoint, at);
create index hook_try_kept on hook_try (at) where sent <> '';

-- Why a person stopped mail to an address; empty where a mail came back.
alter table suppression add column note text not null default '';

create index message_address on message (lower(recipient), arrival);
