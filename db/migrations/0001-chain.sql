-- What the indexer read of the chain. Every row hangs on the block that it was read from: a reorganisation deletes
-- blocks, and all that they said goes with them.

create table chain_state (
  only_row boolean primary key default true check (only_row),
  chain_id bigint not null,
  ledger bytea not null check (length(ledger) = 20),
  registry bytea not null check (length(registry) = 20),
  start_block bigint not null,
  head_number bigint,
  head_time bigint,
  final_number bigint,
  final_hash bytea,
  final_time bigint,
  -- Set when the indexer stopped and an operator must act: code and sentence. Nothing is sealed meanwhile.
  halted_code text,
  halted_message text,
  updated_at timestamptz not null default now()
);

-- Blocks that hold events, the newest final one that was read, and all above it.
create table blocks (
  number bigint primary key,
  hash bytea not null unique check (length(hash) = 32),
  parent bytea not null check (length(parent) = 32),
  time bigint not null,
  has_events boolean not null
);
create index blocks_empty on blocks (number) where not has_events;

create table identifiers (
  identifier text primary key,
  party bytea not null check (length(party) = 32),
  is_first boolean not null,
  block_number bigint not null references blocks on delete cascade,
  log_index integer not null
);
create index identifiers_party on identifiers (party);
create index identifiers_block on identifiers (block_number);

-- Openings and closings of windows, of a role or of a key (20 bytes). The view `windows` joins them.
create table window_openings (
  party bytea not null check (length(party) = 32),
  role smallint,
  key bytea check (length(key) = 20),
  index integer not null,
  valid_from bigint not null,
  block_number bigint not null references blocks on delete cascade,
  log_index integer not null,
  check ((role is null) <> (key is null))
);
create unique index window_openings_role on window_openings (party, role, index) where role is not null;
create unique index window_openings_key on window_openings (party, key, index) where key is not null;
create index window_openings_by_key on window_openings (key) where key is not null;
create index window_openings_party on window_openings (party);
create index window_openings_block on window_openings (block_number);

create table window_closings (
  party bytea not null,
  role smallint,
  key bytea,
  index integer not null,
  valid_until bigint not null,
  block_number bigint not null references blocks on delete cascade,
  log_index integer not null
);
create unique index window_closings_role on window_closings (party, role, index) where role is not null;
create unique index window_closings_key on window_closings (party, key, index) where key is not null;
create index window_closings_party on window_closings (party);
create index window_closings_block on window_closings (block_number);

create view windows as
select o.party, o.role, o.key, o.index, o.valid_from, coalesce(c.valid_until, 9007199254740991) as valid_until
from window_openings o
left join window_closings c
  on c.party = o.party and c.index = o.index and c.role is not distinct from o.role and c.key is not distinct from o.key;

-- Batches that the chain holds, whether this database knows them or not.
create table anchors (
  number bigint primary key,
  header bytea not null check (length(header) = 32),
  records bytea not null,
  record_count bigint not null,
  heads bytea not null,
  sealed_at bigint not null,
  anchored_at bigint not null,
  transaction bytea not null check (length(transaction) = 32),
  block_number bigint not null references blocks on delete cascade,
  log_index integer not null
);
create index anchors_block on anchors (block_number);
