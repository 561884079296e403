-- The tables of a ledger, in this order: chain, records and batches, access, documents, factors, operation, events, webhooks, work.

-- == Chain ==

-- What the indexer read. Every row hangs on the block that it was read from: a reorganisation deletes blocks, and all that they said
-- goes with them.

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
  updated_at timestamptz not null default now(),
  -- Reorganisations that the indexer met, and the most blocks that one of them replaced.
  reorganisations bigint not null default 0,
  deepest_reorganisation bigint not null default 0,
  -- Since when the indexer knows that it lacks an event that the contract emitted; null if it lacks none.
  event_missed_at timestamptz,
  -- The ledger's `maxDelay` in seconds.
  max_delay bigint not null,
  -- By how many seconds the database's clock was ahead of the newest block when that block appeared; null before the first one.
  clock_skew bigint,
  -- Final blocks up to the first number were read twice, and those up to the second are read again next, some blocks later. Both are null
  -- before there is one.
  twice_number bigint,
  again_number bigint,
  -- Events that an endpoint left out when their block was read first.
  events_late bigint not null default 0
);

-- Blocks that hold events or may hold some, the newest final one that was read, and all above it.
create table blocks (
  number bigint primary key,
  hash bytea not null unique check (length(hash) = 32),
  parent bytea not null check (length(parent) = 32),
  time bigint not null,
  -- The indexes of the event logs that were read in it.
  logs integer[] not null,
  -- Whether its Bloom filter names the ledger or its registry, but no event was given. It is then read again.
  is_doubtful boolean not null default false
);
create index blocks_empty on blocks (number) where logs = '{}';
create index blocks_doubtful on blocks (number) where is_doubtful;

create table identifiers (
  identifier text primary key,
  party bytea not null check (length(party) = 32),
  is_first boolean not null,
  block_number bigint not null references blocks on delete cascade,
  log_index integer not null
);
create index identifiers_party on identifiers (party);
create index identifiers_block on identifiers (block_number);
-- Search finds identifiers with and without their scheme, in any case.
create index identifiers_spelling on identifiers (lower(identifier collate "C"));
create index identifiers_value on identifiers (lower(substr(identifier, strpos(identifier, ':') + 1) collate "C"));

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
create index anchors_transaction on anchors (transaction);

-- Of each anchor: when the oldest record of its batch was accepted (null where it is not known), the time of the newest block when
-- its block became final (null before), and how many records of this batch and of all before it were anchored later than was promised.
-- A reorganisation deletes the newest rows, so that the newest row that is left always has the total.
create table anchor_times (
  number bigint primary key references anchors on delete cascade,
  first_accepted_at bigint,
  final_at bigint,
  late_total bigint not null
);

-- The event LedgerEnded: the number of the last batch, and who goes on, zero when nobody does. It goes with its block.
create table endings (
  only_row boolean primary key default true check (only_row),
  number bigint not null,
  successor bytea not null check (length(successor) = 20),
  block_number bigint not null references blocks on delete cascade
);

-- == Records and batches ==

-- Batches that this ledger sealed. Header fields as in the protocol §6; `id` is the header id.
create table batches (
  number bigint primary key check (number > 0),
  id bytea not null unique check (length(id) = 32),
  previous bytea not null check (length(previous) = 32),
  records bytea not null check (length(records) = 32),
  record_count bigint not null,
  heads bytea not null check (length(heads) = 32),
  sealed_at bigint not null,
  created_at timestamptz not null default now(),
  -- The record that was accepted first, so the one with the oldest promise; null where this database did not seal the batch.
  first_record bytea
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

-- Every record that was ever accepted. It waits (`waiting_records`), is sealed (`sealed_records`), or has `rejected_code`: one of the three.
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
  rejected_code text,
  rejected_message text
);
create unique index records_stream on records (stream, sequence) where rejected_code is null;
-- Few records name sources, and one that names none is never looked for by them.
create index records_sources on records using gin (sources) where sources <> '{}';
create index records_rejected on records (rejected_code) where rejected_code is not null;
-- Lists of records, the newest first, by kind, party, subject and stream. There are five kinds: a list of all kinds merges five walks.
create index records_arrival on records (arrival);
create index records_kind on records (kind, arrival);
create index records_party on records (party, kind, arrival);
create index records_subject on records (subject, kind, arrival);
create index records_versions on records (stream, arrival);
-- Records by the time of their acceptance, from which a list finds the arrival below which it need not look.
create index records_accepted on records (accepted_at, arrival);
-- The few records that were rejected. No other index begins with this expression.
create index records_rejections on records ((rejected_code is not null), arrival) where rejected_code is not null;

-- What waits and what is sealed stand in narrow tables of their own: sealing moves rows from one to the other, and writes
-- nothing of the wide records and their indexes again.

-- The queue of the sealer, in the order of acceptance. Taking a row out of it is the right to seal its record, or to reject it.
create table waiting_records (
  arrival bigint not null,
  record bytea not null,
  accepted_at bigint not null,
  primary key (arrival, record)
);

-- In which batch a record is, and where among its sorted leaves. No foreign keys: each check would lock, and so write, a row
-- of `records` again, of which none is ever deleted; rows go with their batch in `voidBatches`.
create table sealed_records (
  record bytea primary key,
  batch bigint not null,
  leaf_index bigint not null
);
create unique index sealed_records_place on sealed_records (batch, leaf_index);

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
-- Search finds subjects by their beginning.
create index streams_subject on streams (subject collate "C", stream);

-- Entries, where they were sent. They are always read whole: those of a record are one row.
create table entries (
  record bytea primary key references records on delete cascade,
  -- RFC 8785 text of an array: private unless the record says otherwise.
  list text not null
);
-- As they are: salts do not compress.
alter table entries alter column list set storage external;

-- Nodes of heads maps and of parties' maps, named by their hash: an update only adds, and every old root keeps its
-- proofs. `a`, `b` are the children of an inner node, key and leaf of an item.
create table map_nodes (
  hash bytea primary key check (length(hash) = 32),
  is_item boolean not null,
  a bytea not null check (length(a) = 32),
  b bytea not null check (length(b) = 32)
);

-- The root of a party's map since a batch, until the next row of the party. No foreign keys here and in `heads`, for the same reason as in
-- `sealed_records`: a batch moves a head for each of its streams.
create table holders (
  party bytea not null,
  number bigint not null,
  streams bytea not null,
  primary key (party, number)
);

-- The head of a stream since a batch, until the next row of the stream.
create table heads (
  stream bytea not null,
  number bigint not null,
  sequence bigint not null,
  record bytea not null,
  primary key (stream, number)
);

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

-- The arrivals of the records that name a source, by kind: `records_sources` has no order. A row may be there twice, or have an arrival
-- that a record had before it was rejected and accepted again. Readers look at the record itself.
create table record_sources (
  source bytea not null,
  kind smallint not null,
  arrival bigint not null
);
create index record_sources_arrival on record_sources (source, kind, arrival);

-- The records that answer a record, and those that are meant for a party, by kind and arrival. As in `record_sources`, a row may have an
-- arrival that its record had before it was rejected and accepted again: readers compare it with the record.
create table record_answers (
  answered bytea not null,
  kind smallint not null,
  arrival bigint not null,
  record bytea not null,
  primary key (answered, kind, arrival, record)
);
create table record_addressees (
  addressee bytea not null,
  kind smallint not null,
  arrival bigint not null,
  record bytea not null,
  primary key (addressee, kind, arrival, record)
);

-- The record that a statement answers; null if it names none. PostgreSQL cannot read the escape of the character zero as JSON.
create function public.answered_by(statement text) returns bytea language sql immutable as $$
  select decode(substr(answers, 3), 'hex')
  from (select replace(statement, '\u0000', '\ufffd')::json ->> 'answers') named(answers)
  where answers ~ '^0x[0-9a-f]{64}$'
$$;

-- The parties that a statement names as its addressees. Statements that intake did not check may hold anything there: more than 16
-- members, or one that is not the id of a party, count for nothing.
create function public.addressees_of(statement text) returns setof bytea language sql immutable as $$
  select distinct decode(substr(addressee, 3), 'hex')
  from (select replace(statement, '\u0000', '\ufffd')::json -> 'addressees') named(addressees)
  cross join lateral json_array_elements_text(
    case when json_typeof(addressees) = 'array' and json_array_length(addressees) <= 16 then addressees else '[]' end) listed(addressee)
  where addressee ~ '^0x[0-9a-f]{64}$'
$$;

-- A trigger keeps both tables, so that they are right however records are stored: by intake, by a restoration, or from a backup.
create function public.link_answer() returns trigger language plpgsql as $$
begin
  insert into public.record_answers (answered, kind, arrival, record)
  select named.answered, new.kind, new.arrival, new.id from public.answered_by(new.statement) named(answered)
  where named.answered is not null on conflict do nothing;
  return null;
end
$$;
create trigger link_answer after insert or update of arrival on records for each row
when (new.kind in (4, 5)) execute function public.link_answer();

create function public.link_addressees() returns trigger language plpgsql as $$
begin
  insert into public.record_addressees (addressee, kind, arrival, record)
  select named.addressee, new.kind, new.arrival, new.id from public.addressees_of(new.statement) named(addressee)
  on conflict do nothing;
  return null;
end
$$;
create trigger link_addressees after insert or update of arrival on records for each row
when (new.statement like '%"addressees":[%') execute function public.link_addressees();

-- How often the order of acceptance changed other than at its end: a record was rejected, stored at an earlier place, or moved. Whoever
-- keeps what follows from that order compares this number.
create table rewrites (
  count bigint not null,
  only_row boolean primary key default true check (only_row)
);
insert into rewrites (count) values (0);

-- == Access ==

-- Sign-in by EIP-4361: a nonce is used once, a session is known by the hash of its token.
create table nonces (
  nonce text primary key,
  expires_at timestamptz not null
);
create index nonces_expiry on nonces (expires_at);

create table sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  -- The address that signed in.
  address bytea not null check (length(address) = 20),
  expires_at timestamptz not null
);
create index sessions_expiry on sessions (expires_at);

-- A party lets another read the entries of one record.
create table grants (
  record bytea not null references records on delete cascade,
  grantee bytea not null check (length(grantee) = 32),
  granted_at timestamptz not null default now(),
  primary key (record, grantee)
);
-- The grants that a party received, the last first.
create index grants_received on grants (grantee, granted_at desc, record desc);

-- == Documents ==

-- Files that entries name by SHA-256, size and media type. Their bytes are in DOCUMENTS_DIR.

-- Which stored entries name which document. A trigger keeps it, so that it is right however entries are stored: by intake, by a
-- restoration, or from a backup of the table.
create table document_names (
  sha256 bytea not null check (length(sha256) = 32),
  record bytea not null references records on delete cascade,
  size bigint not null,
  media_type text not null,
  primary key (sha256, record, size)
);
create index document_names_record on document_names (record);

-- The documents that a list of entries names: each entry whose detail has the three members. PostgreSQL cannot read the escape of the
-- character zero, which no member of a name contains.
create function public.documents_of(list text) returns table (sha256 bytea, size bigint, media_type text) language sql immutable as $$
  select decode(named.detail ->> 'sha256', 'hex'), (named.detail ->> 'size')::bigint, min(named.detail ->> 'mediaType')
  from (
    select entry -> 'detail' as detail from json_array_elements(replace(list, '\u0000', '\ufffd')::json) entry
    where json_typeof(entry -> 'detail') = 'object'
  ) named
  where json_typeof(named.detail -> 'sha256') = 'string' and named.detail ->> 'sha256' ~ '^[0-9a-f]{64}$'
    and json_typeof(named.detail -> 'size') = 'number' and named.detail ->> 'size' ~ '^(0|[1-9][0-9]{0,14})$'
    and json_typeof(named.detail -> 'mediaType') = 'string'
  group by 1, 2
$$;

create function public.name_documents() returns trigger language plpgsql as $$
begin
  insert into public.document_names (record, sha256, size, media_type)
  select new.record, named.* from public.documents_of(new.list) named on conflict do nothing;
  perform public.queue_documents(new.record);
  return null;
end
$$;
create trigger name_documents after insert on entries for each row
when (new.list like '%"sha256":"%') execute function public.name_documents();

-- Documents that are stored. `published_at` is set once the publication has the document.
create table documents (
  sha256 bytea primary key check (length(sha256) = 32),
  size bigint not null,
  stored_at timestamptz not null,
  published_at timestamptz
);
create index documents_published on documents (sha256) where published_at is not null;

-- How many documents are stored, and their bytes. A trigger keeps it: counting them would take longer the more there are.
create table document_totals (
  only_row boolean primary key default true check (only_row),
  documents bigint not null default 0,
  bytes bigint not null default 0
);
insert into document_totals default values;

create function public.count_documents() returns trigger language plpgsql as $$
declare
  step constant integer := case tg_op when 'INSERT' then 1 else -1 end;
begin
  update public.document_totals t set documents = t.documents + step * c.documents, bytes = t.bytes + step * c.bytes
  from (select count(*) as documents, sum(size)::bigint as bytes from changed) c where c.documents > 0;
  return null;
end
$$;
create trigger count_stored after insert on documents referencing new table as changed for each statement
execute function public.count_documents();
create trigger count_dropped after delete on documents referencing old table as changed for each statement
execute function public.count_documents();

-- Who sent a document. Only the records of a party that sent it say who may read it: a hash that somebody names opens nothing.
create table document_senders (
  sha256 bytea not null references documents on delete cascade,
  party bytea not null check (length(party) = 32),
  sent_at timestamptz not null,
  -- Whether a sealed record of the party names it, as far as it was looked at. Then nobody looks again.
  is_kept boolean not null default false,
  primary key (sha256, party)
);
create index document_senders_party on document_senders (party);
create index document_senders_unkept on document_senders (sent_at) where not is_kept;

-- The records of a batch wait again, and may be rejected: who looks for what nobody needs looks at their documents again.
create function public.recheck_documents() returns trigger language plpgsql as $$
begin
  update public.document_senders s set is_kept = false
  from freed f join public.records r on r.id = f.record join public.document_names n on n.record = f.record
  where s.sha256 = n.sha256 and s.party = r.party;
  return null;
end
$$;
create trigger recheck_documents after delete on sealed_records referencing old table as freed for each statement
execute function public.recheck_documents();

-- Documents that anyone may read, each with the records that say so: their entries are public, and their party has sent it.
create view public_documents as
select d.sha256, d.size, d.published_at, r.id as record, r.party
from documents d
join document_names n on n.sha256 = d.sha256 and n.size = d.size
join records r on r.id = n.record
join document_senders s on s.sha256 = d.sha256 and s.party = r.party
where r.public_entries and r.rejected_code is null;

-- Public documents that the publication lacks. They are published once one of their records is sealed. One may be there twice.
create table unpublished_documents (
  sha256 bytea not null
);
create index unpublished_documents_sha256 on unpublished_documents (sha256);

-- A document becomes public when its party sends it, or when a record names it. Who does one waits until the other is done: else neither
-- would see both. The lock is that of `lockDocument` in db/locks.ts.
create function public.queue_documents(named bytea) returns void language plpgsql as $$
begin
  if not exists (select from public.records where id = named and public_entries) then return; end if;
  perform pg_advisory_xact_lock_shared(6488068, ('x' || encode(substr(n.sha256, 1, 4), 'hex'))::bit(32)::integer)
  from public.document_names n where n.record = named;
  insert into public.unpublished_documents (sha256)
  select distinct p.sha256 from public.public_documents p where p.record = named and p.published_at is null;
end
$$;

create function public.queue_sent() returns trigger language plpgsql as $$
begin
  insert into public.unpublished_documents (sha256)
  select distinct p.sha256 from sent cross join lateral (
    select p.sha256 from public.public_documents p
    where p.sha256 = sent.sha256 and p.party = sent.party and p.published_at is null limit 1) p;
  return null;
end
$$;
create trigger queue_sent after insert on document_senders referencing new table as sent for each statement
execute function public.queue_sent();

-- A record that waited may be imported as public.
create function public.queue_opened() returns trigger language plpgsql as $$
begin
  perform public.queue_documents(new.id);
  return null;
end
$$;
create trigger queue_opened after update of public_entries on records for each row
when (new.public_entries and not old.public_entries) execute function public.queue_opened();

-- Documents that have arrived in part.
create table document_uploads (
  sha256 bytea not null check (length(sha256) = 32),
  party bytea not null check (length(party) = 32),
  size bigint not null,
  -- The request that writes; null while none does.
  writer text,
  touched_at timestamptz not null,
  primary key (sha256, party)
);
create index document_uploads_party on document_uploads (party);
create index document_uploads_touched on document_uploads (touched_at);

-- == Factors ==

-- What a search for factors reads. All of it follows from `entries`. If the row of `factor_reading` is deleted, the server makes it again.

-- Rows of datasets that a run can select as factors, in the order in which they were read. `marks` are the words and filters by which a row
-- is found (`Mark` in engine/search/factor-words.ts), and `shown` is what is shown of it. Two more kinds of marks are added here. `+` is on
-- rows that anyone may read; others have `+p:` and their party, and `+r:` and their record. `@` is the number of the block of rows, so that
-- a search for words that a million rows have reads one block after the other, and ends with the first that has enough. No foreign keys, as
-- in `sealed_records`.
create table factor_rows (
  id bigint primary key,
  record bytea not null,
  -- Its place among the factors of its record, from 0.
  position integer not null,
  valid_from bigint not null,
  valid_until bigint not null,
  shown text not null,
  marks text[] collate "C" not null
);
create unique index factor_rows_record on factor_rows (record, position);
create index factor_rows_marks on factor_rows using gin (marks) with (fastupdate = off);
create sequence factor_row_ids;

-- Datasets whose rows are still to be read into `factor_rows`, those accepted first before others.
create table unread_factors (
  record bytea primary key,
  arrival bigint not null
);
create index unread_factors_arrival on unread_factors (arrival);

-- By which reading of rows `factor_rows` was made. For another one, all datasets are read again: those accepted after `next` are not queued
-- yet; null where all are.
create table factor_reading (
  only_row boolean primary key default true check (only_row),
  version text not null,
  next bigint
);

-- A trigger queues datasets, so that none is missed however entries are stored. Only they have rows with a row type.
create function public.queue_factors() returns trigger language plpgsql as $$
begin
  insert into public.unread_factors (record, arrival)
  select r.id, r.arrival from public.records r where r.id = new.record and r.kind = 1 on conflict do nothing;
  return null;
end
$$;
create trigger queue_factors after insert on entries for each row
when (new.list like '%"row":"%') execute function public.queue_factors();

-- A record that waited may be imported as public: others may find its rows from then on.
create function public.queue_opened_factors() returns trigger language plpgsql as $$
begin
  insert into public.unread_factors (record, arrival)
  select new.id, new.arrival where exists (select from public.entries e where e.record = new.id) on conflict do nothing;
  return null;
end
$$;
create trigger queue_opened_factors after update of public_entries on records for each row
when (new.kind = 1 and new.public_entries and not old.public_entries) execute function public.queue_opened_factors();

-- == Operation ==

-- The mark of the folder in which this ledger publishes. The same mark is in the folder.
create table publication (
  mark text not null,
  is_only boolean primary key default true check (is_only)
);

-- The process that anchors. Each change of process raises the token. A write of the anchorer names its token, and does nothing if that is an
-- older one: a process that was stopped, and another took over from, changes nothing when it continues.
create table anchorer_turn (
  worker text not null,
  token bigint not null,
  is_only boolean primary key default true check (is_only)
);

-- The one row that a process writes to find out whether the database can be written.
create table write_checks (
  only_row boolean primary key default true check (only_row),
  written_at timestamptz not null
);

-- == Events ==

-- What happens in the ledger, in one order that never changes. Whoever has read up to a position continues behind it, and misses nothing.

-- Transactions write events without a position, since they commit in another order than they write. `placeEvents` then gives positions, one
-- caller at a time, to what is committed. Triggers write them, so that nothing is missed however a row is stored or deleted.
create table events (
  -- The order of writing. Of two transactions that saw each other it is the order of their commits.
  id bigint generated always as identity primary key,
  -- The last position that this row has; null until it has one.
  position bigint,
  -- How many positions it has. Only `record.accepted` has more than one: it stands for all records with an arrival above `arrival - length`
  -- up to `arrival`, and the record with the arrival `arrival - n` has the position `position - n`. So a record costs no row of its own.
  length bigint not null default 1,
  type text not null,
  -- Unix seconds by the database's clock.
  at bigint not null default extract(epoch from clock_timestamp())::bigint,
  -- Records up to this arrival were accepted before.
  arrival bigint not null,
  -- Of a rejected record: its id, and the arrival that it had. It gets another one if it is accepted again.
  record bytea,
  former_arrival bigint,
  details jsonb not null default '{}'
);
create unique index events_position on events (position) where position is not null;
create index events_unplaced on events (id) where position is null;
create index events_former on events (former_arrival) where former_arrival is not null;

-- Which history of which database this is: a restored backup, or a stand-by that was promoted, has another one.
create function public.event_origin() returns text language sql stable as $$
  select s.system_identifier || '-' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) || '-' || d.oid
  from pg_control_system() s cross join pg_database d where d.datname = current_database()
$$;

-- The last position, and up to which arrival records have one.
create table event_feed (
  only_row boolean primary key default true check (only_row),
  -- Names this order. It changes with the origin, since positions may then be given again.
  mark text not null default substr(replace(gen_random_uuid()::text, '-', ''), 1, 8),
  origin text not null default public.event_origin(),
  position bigint not null default 0,
  arrival bigint not null default 0
);
insert into event_feed default values;

create function public.write_event(kind text, about jsonb) returns void language sql as $$
  insert into public.events (type, arrival, details) values ($1, coalesce((select max(arrival) from public.records), 0), $2)
$$;

create function public.hex_of(bytes bytea) returns text language sql immutable as $$ select '0x' || encode($1, 'hex') $$;

-- A record is rejected.
create function public.note_rejection() returns trigger language plpgsql as $$
begin
  insert into public.events (type, arrival, record, former_arrival, details)
  values ('record.rejected', coalesce((select max(arrival) from public.records), 0), new.id, old.arrival,
    jsonb_build_object('code', new.rejected_code, 'message', new.rejected_message, 'acceptedAt', old.accepted_at));
  return null;
end
$$;
create trigger note_rejection after update of rejected_code on records for each row
when (old.rejected_code is null and new.rejected_code is not null) execute function public.note_rejection();

-- A batch is sealed, or is void. One that is stored from the publication may be on the chain before.
create function public.note_batch() returns trigger language plpgsql as $$
declare
  anchor record;
begin
  if tg_op = 'DELETE' then
    perform public.write_event('batch.void',
      jsonb_build_object('number', old.number, 'id', public.hex_of(old.id), 'records', old.record_count));
    return null;
  end if;
  perform public.write_event('batch.sealed',
    jsonb_build_object('number', new.number, 'id', public.hex_of(new.id), 'records', new.record_count));
  for anchor in
    select a.*, a.block_number <= c.final_number as is_final from public.anchors a left join public.chain_state c on true
    where a.number = new.number and a.header = new.id
  loop
    perform public.write_event('batch.anchored', public.describe_anchor(anchor.number, anchor.header, anchor.record_count,
      anchor.block_number, anchor.transaction));
    if anchor.is_final then
      perform public.write_event('batch.final', public.describe_anchor(anchor.number, anchor.header, anchor.record_count,
        anchor.block_number, anchor.transaction));
    end if;
  end loop;
  return null;
end
$$;
create trigger note_batch after insert or delete on batches for each row execute function public.note_batch();

create function public.describe_anchor(number bigint, header bytea, records bigint, block bigint, transaction bytea)
returns jsonb language sql immutable as $$
  select jsonb_build_object('number', $1, 'id', public.hex_of($2), 'records', $3, 'block', $4, 'transaction', public.hex_of($5))
$$;

-- A batch is on the chain, or was taken back with its block.
create function public.note_anchor() returns trigger language plpgsql as $$
declare
  anchor public.anchors := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select from public.batches b where b.number = anchor.number and b.id = anchor.header) then
    perform public.write_event(case when tg_op = 'DELETE' then 'batch.reverted' else 'batch.anchored' end,
      public.describe_anchor(anchor.number, anchor.header, anchor.record_count, anchor.block_number, anchor.transaction));
    -- The anchor may have been missed when its block became final.
    if tg_op = 'INSERT' and exists (select from public.chain_state c where c.final_number >= anchor.block_number) then
      perform public.write_event('batch.final',
        public.describe_anchor(anchor.number, anchor.header, anchor.record_count, anchor.block_number, anchor.transaction));
    end if;
  end if;
  return null;
end
$$;
create trigger note_anchor after insert or delete on anchors for each row execute function public.note_anchor();

-- The final block moves: the batches up to it are final.
create function public.note_final() returns trigger language plpgsql as $$
begin
  perform public.write_event('batch.final',
    public.describe_anchor(a.number, a.header, a.record_count, a.block_number, a.transaction))
  from (
    select a.* from public.anchors a join public.batches b on b.number = a.number and b.id = a.header
    where a.block_number > coalesce(old.final_number, -1) and a.block_number <= new.final_number order by a.number
  ) a;
  return null;
end
$$;
create trigger note_final after update of final_number on chain_state for each row
when (new.final_number > coalesce(old.final_number, -1)) execute function public.note_final();

create function public.note_halt() returns trigger language plpgsql as $$
begin
  if new.halted_code is null then perform public.write_event('ledger.resumed', '{}');
  else
    perform public.write_event('ledger.halted', jsonb_build_object('code', new.halted_code, 'message', new.halted_message));
  end if;
  return null;
end
$$;
create trigger note_halt after update of halted_code on chain_state for each row
when (old.halted_code is distinct from new.halted_code) execute function public.note_halt();

create function public.note_ending() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then perform public.write_event('ledger.reopened', '{}');
  else
    perform public.write_event('ledger.closed',
      jsonb_build_object('batch', new.number, 'successor', public.hex_of(new.successor)));
  end if;
  return null;
end
$$;
create trigger note_ending after insert or delete on endings for each row execute function public.note_ending();

-- A party is registered, or its identifiers, roles and keys change; or that was taken back with its block.
create function public.note_identifier() returns trigger language plpgsql as $$
declare
  told public.identifiers := case when tg_op = 'DELETE' then old else new end;
begin
  perform public.write_event(
    case when tg_op = 'DELETE' then 'party.reverted' when told.is_first then 'party.registered' else 'party.changed' end,
    jsonb_build_object('id', public.hex_of(told.party), 'identifier', told.identifier, 'block', told.block_number));
  return null;
end
$$;
create trigger note_identifier after insert or delete on identifiers for each row execute function public.note_identifier();

create function public.note_opening() returns trigger language plpgsql as $$
declare
  told public.window_openings := case when tg_op = 'DELETE' then old else new end;
begin
  perform public.write_event(case when tg_op = 'DELETE' then 'party.reverted' else 'party.changed' end,
    jsonb_build_object('id', public.hex_of(told.party), 'role', told.role, 'key', public.hex_of(told.key),
      'from', told.valid_from, 'block', told.block_number));
  return null;
end
$$;
create trigger note_opening after insert or delete on window_openings for each row execute function public.note_opening();

create function public.note_closing() returns trigger language plpgsql as $$
declare
  told public.window_closings := case when tg_op = 'DELETE' then old else new end;
begin
  perform public.write_event(case when tg_op = 'DELETE' then 'party.reverted' else 'party.changed' end,
    jsonb_build_object('id', public.hex_of(told.party), 'role', told.role, 'key', public.hex_of(told.key),
      'until', told.valid_until, 'block', told.block_number));
  return null;
end
$$;
create trigger note_closing after insert or delete on window_closings for each row execute function public.note_closing();

-- == Webhooks ==

-- URLs that parties registered, to which events are sent. A webhook reads the order of events from a position of its own,
-- so that an event costs a row only once it was sent.
create table webhooks (
  id uuid primary key,
  party bytea not null check (length(party) = 32),
  url text not null,
  -- Which events it gets: lists of `types`, `kinds`, `parties` and `addressees`; null lets all pass.
  filter jsonb not null,
  -- Paused by its party; failed: paused after days without success; gone: its receiver answered 410.
  state text not null default 'active' check (state in ('active', 'paused', 'failed', 'gone')),
  created_at timestamptz not null default clock_timestamp(),
  -- Encrypted with the key in WEBHOOKS_KEY_FILE. After a rotation, both sign until `former_until`.
  secret bytea not null,
  former_secret bytea,
  former_until timestamptz,
  -- Events up to here were delivered or left out.
  position bigint not null,
  -- Attempts that failed in a row, and when the first of them was.
  failures integer not null default 0,
  failing_since timestamptz,
  -- When the next attempt is due. The process that delivers has a lease, so that events stay in their order.
  due_at timestamptz not null default clock_timestamp(),
  lease uuid,
  leased_until timestamptz
);
create index webhooks_party on webhooks (party, id);
create index webhooks_due on webhooks (due_at) where state = 'active';

-- Messages that are sent once, out of order: test events, and events that are sent again.
create table webhook_messages (
  id bigint generated always as identity primary key,
  webhook uuid not null references webhooks on delete cascade,
  message text not null,
  type text not null,
  body text not null
);
create index webhook_messages_webhook on webhook_messages (webhook, id);

-- Every attempt to deliver.
create table webhook_attempts (
  id bigint generated always as identity primary key,
  webhook uuid not null references webhooks on delete cascade,
  message text not null,
  type text not null,
  body text not null,
  attempted_at timestamptz not null,
  milliseconds integer not null,
  -- Of HTTP; null without an answer.
  status integer,
  error text,
  answer text not null
);
create index webhook_attempts_webhook on webhook_attempts (webhook, id);
create index webhook_attempts_time on webhook_attempts (attempted_at);

-- == Work ==

-- What parties have computed on pools. Its units are numbered from 0: what waits is a number, not a row for each.
create table works (
  id uuid primary key,
  -- Who asks.
  party bytea not null check (length(party) = 32),
  -- SHA-256 of task and pools: who asks for the same again, gets the same work.
  digest bytea not null check (length(digest) = 32),
  task text not null,
  units integer not null check (units > 0),
  -- Of one unit: bytes of its result, bytes of memory, seconds.
  bytes bigint not null,
  memory bigint not null,
  seconds integer not null,
  state text not null default 'open' check (state in ('open', 'done', 'cancelled')),
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  -- Whether its results were deleted after its end.
  is_empty boolean not null default false
);
create unique index works_open on works (party, digest) where state = 'open';
create index works_party on works (party, created_at desc, id);
create index works_opened on works (created_at) where state = 'open';
create index works_left on works (ended_at) where state <> 'open' and not is_empty;
create index works_ended on works (ended_at) where state <> 'open' and is_empty;

-- One line for each pool, which computes all units. A pool is a party that runs workers.
create table work_lines (
  work uuid not null references works on delete cascade,
  pool bytea not null check (length(pool) = 32),
  party bytea not null,
  units integer not null,
  memory bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  -- Units from here on were never taken.
  next integer not null default 0,
  done integer not null default 0,
  dead integer not null default 0,
  -- How often its workers could not begin, and why the last one could not.
  refusals integer not null default 0,
  code text,
  message text,
  is_open boolean not null default true,
  primary key (work, pool)
);
create index work_lines_open on work_lines (pool, party) where is_open;
create index work_lines_fresh on work_lines (pool, party, created_at, work) where is_open and next < units;

-- Parties take turns in a pool: the one that has waited longest is served.
create table work_turns (
  pool bytea not null,
  party bytea not null,
  served_at timestamptz not null default clock_timestamp(),
  primary key (pool, party)
);
create index work_turns_next on work_turns (pool, served_at);

-- Units that were taken and are not done. Each taking raises the token, so that a result that comes too late is recognised.
create table work_leases (
  work uuid not null,
  pool bytea not null,
  unit integer not null,
  party bytea not null,
  memory bigint not null,
  token integer not null default 1,
  -- Takings that count: without those whose worker could not begin.
  attempts integer not null default 1,
  state text not null default 'leased' check (state in ('leased', 'waiting', 'dead')),
  -- Leased: when the lease ends. Waiting: when it may be taken again.
  due_at timestamptz not null,
  worker text not null,
  code text,
  message text,
  primary key (work, pool, unit),
  foreign key (work, pool) references work_lines on delete cascade
);
create index work_leases_due on work_leases (pool, party, due_at) where state <> 'dead';
create index work_leases_dead on work_leases (work, unit) where state = 'dead';
create index work_leases_ended on work_leases (due_at) where state = 'leased';

-- What came back: of each pool the hash, of each hash the bytes once.
create table work_results (
  work uuid not null,
  unit integer not null,
  pool bytea not null,
  sha256 bytea not null check (length(sha256) = 32),
  size integer not null,
  token integer not null,
  worker text not null,
  milliseconds integer not null,
  primary key (work, unit, pool),
  foreign key (work, pool) references work_lines on delete cascade
);
create table work_bytes (
  work uuid not null references works on delete cascade,
  unit integer not null,
  sha256 bytea not null,
  bytes bytea not null,
  primary key (work, unit, sha256)
);
alter table work_bytes alter column bytes set storage external;
