-- What is read often costs the same whatever the ledger holds: lists follow an index in their own order, and a total is kept with each batch.

-- How many records of this batch and of all before it were anchored later than was promised. A reorganisation deletes the newest rows,
-- so that the newest row that is left always has the total.
alter table anchor_times add column late_total bigint;
update anchor_times t set late_total = s.total
from (select number, sum(late_records) over (order by number) as total from anchor_times) s where s.number = t.number;
alter table anchor_times alter column late_total set not null;
-- With the column goes anchor_times_late.
alter table anchor_times drop column late_records;

-- Lists of records, the newest first, by party, subject and stream. There are five kinds: a list of all kinds merges five walks.
create index records_kind on records (kind, arrival);
drop index records_party;
create index records_party on records (party, kind, arrival);
drop index records_subject;
create index records_subject on records (subject, kind, arrival);
create index records_versions on records (stream, arrival);

-- The arrivals of the records that name a source, by kind: `records_sources` has no order. A row may be there twice, or have an arrival
-- that a record had before it was rejected and accepted again. Readers look at the record itself.
create table record_sources (
  source bytea not null,
  kind smallint not null,
  arrival bigint not null
);
insert into record_sources (source, kind, arrival)
select distinct s.source, r.kind, r.arrival from records r cross join lateral unnest(r.sources) s(source) where r.sources <> '{}'
order by 1, 2, 3;
create index record_sources_arrival on record_sources (source, kind, arrival);
