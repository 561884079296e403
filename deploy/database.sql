-- Creates the empty database. Run as a superuser, on PostgreSQL 15 or newer. Locale 'C' sorts texts the same on every machine.
create database carbon_ledger owner carbon_ledger_owner template template0 encoding 'UTF8' locale 'C';
revoke all on database carbon_ledger from public;
grant connect, temporary on database carbon_ledger to carbon_ledger;
-- Queries that follow sources are planned for far more rows than they read. Compiling them would take longer than running them.
alter database carbon_ledger set jit = off;
\connect carbon_ledger
alter default privileges for role carbon_ledger_owner in schema public
  grant select, insert, update, delete on tables to carbon_ledger;
alter default privileges for role carbon_ledger_owner in schema public
  grant usage, select, update on sequences to carbon_ledger;
