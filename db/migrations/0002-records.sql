-- Batches that this ledger sealed. Header fields as in the protocol §6; `id` is the header id.
create table batches (
  number bigint primary key check (number > 0),
  id bytea not null unique check (length(id) = 32),
  previous bytea not null check (length(previous) = 32),
  records bytea not null check (length(records) = 32),
  record_count bigint not null,
  heads bytea not null check (length(heads) = 32),
  sealed_at bigint not null,
  created_at timestamptz not null default now()
);

-- The tree over a batch's sealed records, level by level, each level one flat array of 32-byte nodes: a proof reads
-- one slice a level.
create table batch_levels (
  number bigint not null references batches,
  level smallint not null,
  nodes bytea not null,
  primary key (number, level)
);
alter table batch_levels alter column nodes set storage external;

-- Every record that was ever accepted. It is sealed when `batch` is set, rejected when `rejected_code` is, else waiting.
create table records (
  id bytea primary key check (length(id) = 32),
  party bytea not null,
  kind smallint not null,
  subject text not null,
  stream bytea not null check (length(stream) = 32),
  sequence bigint not null,
  previous bytea not null,
  entries bytea not null,
  sources bytea[] not null,
  statement_hash bytea not null,
  -- RFC 8785 text.
  statement text not null,
  signature bytea not null check (length(signature) = 65),
  signer bytea not null check (length(signer) = 20),
  -- Whether anyone may read the entries.
  public_entries boolean not null default false,
  -- Order of acceptance.
  arrival bigint generated always as identity,
  accepted_at bigint not null,
  anchor_by bigint not null,
  receipt_signature bytea not null,
  batch bigint references batches,
  -- Where the record stands among the sorted leaves of its batch.
  leaf_index bigint,
  rejected_code text,
  rejected_message text,
  check (batch is null or rejected_code is null)
);
create unique index records_stream on records (stream, sequence) where rejected_code is null;
create index records_waiting on records (arrival) where batch is null and rejected_code is null;
-- The records that fall when one of their stream is rejected.
create index records_successors on records (previous) where batch is null and rejected_code is null;
create index records_batch on records (batch, leaf_index) where batch is not null;
create index records_party on records (party, arrival);
create index records_sources on records using gin (sources);

-- The head that the next record of a stream must continue: the newest record accepted, sealed or not, and (0, zero) when
-- all were rejected. Intake moves it by compare-and-swap.
create table streams (
  stream bytea primary key,
  party bytea not null,
  kind smallint not null,
  subject text not null,
  sequence bigint not null,
  record bytea not null
);
create index streams_party on streams (party);

-- Entries, where they were sent: private unless their record says otherwise.
create table entries (
  record bytea not null references records on delete cascade,
  position integer not null,
  key text not null,
  -- Canonical decimal; null where the unit is empty.
  value text,
  unit text not null,
  valid_from bigint not null,
  valid_until bigint not null,
  -- RFC 8785 text.
  detail text,
  salt bytea not null check (length(salt) = 32),
  primary key (record, key)
);

-- Nodes of heads maps and of parties' maps, named by their hash: an update only adds, and every old root keeps its
-- proofs. `a`, `b` are the children of an inner node, key and leaf of an item.
create table map_nodes (
  hash bytea primary key check (length(hash) = 32),
  is_item boolean not null,
  a bytea not null check (length(a) = 32),
  b bytea not null check (length(b) = 32)
);

-- The root of a party's map since a batch, until the next row of the party.
create table holders (
  party bytea not null,
  number bigint not null references batches,
  streams bytea not null,
  primary key (party, number)
);

-- The head of a stream since a batch, until the next row of the stream.
create table heads (
  stream bytea not null,
  number bigint not null references batches,
  party bytea not null,
  sequence bigint not null,
  record bytea not null references records,
  primary key (stream, number)
);
create index heads_party on heads (party, number);

-- Transactions that carry a header; each is stored before it is sent.
create table transactions (
  hash bytea primary key check (length(hash) = 32),
  number bigint not null references batches,
  nonce bigint not null,
  -- The signed transaction.
  raw bytea not null,
  max_fee_per_gas numeric not null,
  max_priority_fee_per_gas numeric not null,
  sent_at timestamptz not null default now()
);
create index transactions_number on transactions (number);
