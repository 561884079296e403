-- What waits and what is sealed stand in narrow tables of their own: sealing moves rows from one to the other, and writes
-- nothing of the wide records and their indexes again. A record waits, is sealed, or has `rejected_code`: one of the three.

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

insert into waiting_records (arrival, record, accepted_at)
select arrival, id, accepted_at from records where batch is null and rejected_code is null;
insert into sealed_records (record, batch, leaf_index)
select id, batch, leaf_index from records where batch is not null order by batch, leaf_index;
create unique index sealed_records_place on sealed_records (batch, leaf_index);

-- With the columns go records_waiting, records_successors and records_batch.
alter table records drop column batch, drop column leaf_index;

-- For the same reason: a batch moves a head for each of its streams.
alter table heads drop constraint heads_record_fkey, drop constraint heads_number_fkey;
alter table holders drop constraint holders_number_fkey;
-- Nobody asks for the heads of a party here: its map says them. The index heads_party goes with the column.
alter table heads drop column party;
