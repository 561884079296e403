-- The empty database, by a superuser; PostgreSQL 15 or newer. The order of texts is the same on every machine.
create database carbon_ledger owner carbon_ledger_owner template template0 encoding 'UTF8' locale 'C';
revoke all on database carbon_ledger from public;
grant connect, temporary on database carbon_ledger to carbon_ledger;
-- Graphs are followed by queries that are planned for far more rows than they meet: to compile them takes longer than they do.
alter database carbon_ledger set jit = off;
\connect carbon_ledger
alter default privileges for role carbon_ledger_owner in schema public
  grant select, insert, update, delete on tables to carbon_ledger;
alter default privileges for role carbon_ledger_owner in schema public
  grant usage, select, update on sequences to carbon_ledger;
