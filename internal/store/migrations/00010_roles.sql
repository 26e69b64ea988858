-- +goose Up

-- What a person is, by account, as JSON; '' is the installation.
alter table admin add column roles text not null default '{}';
update admin set roles = '{"":"' || role || '"}';
alter table admin drop column role;
