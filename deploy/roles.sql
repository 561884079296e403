-- Two roles, made once by a superuser: psql -v owner=PASSWORD -v service=PASSWORD -f roles.sql
-- carbon_ledger_owner owns the tables and changes them; carbon_ledger reads and writes rows, and is what the services use.
create role carbon_ledger_owner login password :'owner';
create role carbon_ledger login password :'service';
