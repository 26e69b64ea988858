-- +goose Up

-- What a row of an import replaced, and what it left, as JSON; empty where it
-- changed nothing. The one that made a thing has nothing before.
alter table import_row add column before text not null default '';
alter table import_row add column left_as text not null default '';

-- How an import is taken back, from its last row to its first: the lowest row
-- that is done, 0 before it begins.
alter table import_job add column undone_row bigint not null default 0;
alter table import_job add column undone_by text not null default '';
alter table import_job add column undone_at bigint not null default 0;

drop index import_job_due;
create index import_job_due on import_job (created_at, id) where state in ('queued', 'running', 'undoing');
create index import_job_newest on import_job (created_at, id);
