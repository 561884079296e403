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

-- What has happened already, as far as it is still so: parties, then all records, then batches.
insert into events (type, at, arrival, details)
select case when is_first then 'party.registered' else 'party.changed' end, k.time, 0,
  jsonb_build_object('id', public.hex_of(party), 'identifier', identifier, 'block', block_number)
from identifiers i join blocks k on k.number = i.block_number order by block_number, log_index;
insert into events (type, at, arrival, details)
select 'party.changed', k.time, 0, jsonb_build_object('id', public.hex_of(party), 'role', role, 'key', public.hex_of(key),
  'from', valid_from, 'until', valid_until, 'block', block_number)
from (
  select party, role, key, valid_from, null::bigint as valid_until, block_number, log_index from window_openings
  union all select party, role, key, null, valid_until, block_number, log_index from window_closings
) w join blocks k on k.number = w.block_number order by block_number, log_index;
insert into events (type, at, arrival, record, former_arrival, details)
select 'record.rejected', accepted_at, (select max(arrival) from records), id, arrival,
  jsonb_build_object('code', rejected_code, 'message', rejected_message, 'acceptedAt', accepted_at)
from records where rejected_code is not null order by arrival;
insert into events (type, at, arrival, details)
select step.type, case step.type when 'batch.sealed' then extract(epoch from b.created_at)::bigint else a.anchored_at end,
  coalesce((select max(arrival) from records), 0),
  case step.type
    when 'batch.sealed' then jsonb_build_object('number', b.number, 'id', public.hex_of(b.id), 'records', b.record_count)
    else public.describe_anchor(a.number, a.header, a.record_count, a.block_number, a.transaction) end
from batches b
left join anchors a on a.number = b.number and a.header = b.id
left join chain_state c on true
cross join (values (1, 'batch.sealed'), (2, 'batch.anchored'), (3, 'batch.final')) step(place, type)
where step.place = 1 or (step.place = 2 and a.number is not null) or (step.place = 3 and a.block_number <= c.final_number)
order by b.number, step.place;
insert into events (type, arrival, details)
select 'ledger.closed', coalesce((select max(arrival) from records), 0),
  jsonb_build_object('batch', number, 'successor', public.hex_of(successor)) from endings;
