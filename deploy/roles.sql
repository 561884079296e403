-- Creates two roles. Run once as a superuser: psql -v owner=PASSWORD -v service=PASSWORD -f roles.sql
-- carbon_ledger_owner owns the tables and changes them. The services use carbon_ledger, which reads and writes rows.
create role carbon_ledger_owner login password :'owner';
create role carbon_ledger login password :'service';
