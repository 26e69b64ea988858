-- How long notes and logs of an account are kept, and whom its mails are from.
-- Conventions as in 00001.

-- +goose Up
alter table account add column retention text not null default '{}';
alter table account add column sender text not null default '{}';

-- What is over is found by its age.
create index visit_last on visit (account, last_at);
create index message_created on message (account, created_at);
