-- The grants that a party received, the last first.
create index grants_received on grants (grantee, granted_at desc, record desc);
