-- What an operator watches, counted once when it happens, so that a look costs the same whatever the ledger holds; and the
-- ledger's end.

-- The record of a batch that was accepted first, so the one with the oldest promise; null where this database did not seal it.
alter table batches add column first_record bytea;

-- Of each anchor: when that record was accepted (null where it is not known), how many of its records came later
-- than was promised, and the time of the newest block when its block became final (null before).
create table anchor_times (
  number bigint primary key references anchors on delete cascade,
  first_accepted_at bigint,
  late_records bigint not null,
  final_at bigint
);
create index anchor_times_late on anchor_times (number) where late_records > 0;

-- Reorganisations that the indexer met, and the most blocks that one of them replaced.
alter table chain_state
  add column reorganisations bigint not null default 0,
  add column deepest_reorganisation bigint not null default 0;

create index records_rejected on records (rejected_code) where rejected_code is not null;

-- The event LedgerEnded: the number of the last batch, and who goes on, zero when nobody does. It goes with its block.
create table endings (
  only_row boolean primary key default true check (only_row),
  number bigint not null,
  successor bytea not null check (length(successor) = 20),
  block_number bigint not null references blocks on delete cascade
);
