-- The entries of a record are always read whole: they stand in one row of it, no longer in a row each.
create table entry_lists (
  record bytea primary key references records on delete cascade,
  -- RFC 8785 text of an array: private unless the record says otherwise.
  list text not null
);
-- As they are: salts do not compress.
alter table entry_lists alter column list set storage external;

insert into entry_lists (record, list)
select record, '[' || string_agg(
  '{"detail":' || coalesce(detail, 'null') || ',"from":' || valid_from || ',"key":' || to_json(key) ||
  ',"salt":"0x' || encode(salt, 'hex') || '","unit":' || to_json(unit) || ',"until":' || valid_until ||
  ',"value":' || coalesce(to_json(value)::text, 'null') || '}', ',' order by position) || ']'
from entries group by record;

drop table entries;
alter table entry_lists rename to entries;
alter index entry_lists_pkey rename to entries_pkey;
alter table entries rename constraint entry_lists_record_fkey to entries_record_fkey;

-- Few records name sources, and one that names none is never looked for by them.
drop index records_sources;
create index records_sources on records using gin (sources) where sources <> '{}';
