-- The mark of the folder in which this ledger publishes. The same mark is in the folder.
create table publication (
  mark text not null,
  is_only boolean primary key default true check (is_only)
);
