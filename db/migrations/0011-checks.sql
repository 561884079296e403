-- What processes check while they run.

-- The one row that a process writes to find out whether the database can be written.
create table write_checks (
  only_row boolean primary key default true check (only_row),
  written_at timestamptz not null
);

-- Since when the indexer knows that it lacks an event that the contract emitted; null if it lacks none.
alter table chain_state add column event_missed_at timestamptz;

-- The ledger's `maxDelay` in seconds; and by how many seconds the database's clock was ahead of the newest block when that block
-- appeared. Null until an indexer of this version has read them.
alter table chain_state
  add column max_delay bigint,
  add column clock_skew bigint;
