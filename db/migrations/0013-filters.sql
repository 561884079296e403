-- What filters and the search of the interface read: an index for each, in the order of the list.

-- Records by the time of their acceptance, from which a list finds the arrival below which it need not look.
create index records_accepted on records (accepted_at, arrival);
-- The few records that were rejected. No other index begins with this expression.
create index records_rejections on records ((rejected_code is not null), arrival) where rejected_code is not null;

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

-- The records that are stored already.
insert into record_answers (answered, kind, arrival, record)
select named.answered, r.kind, r.arrival, r.id from records r cross join lateral public.answered_by(r.statement) named(answered)
where r.kind in (4, 5) and named.answered is not null;
insert into record_addressees (addressee, kind, arrival, record)
select named.addressee, r.kind, r.arrival, r.id from records r cross join lateral public.addressees_of(r.statement) named(addressee)
where r.statement like '%"addressees":[%';

-- Search: identifiers with and without their scheme in any case, subjects by their beginning, and the transactions of anchors.
create index identifiers_spelling on identifiers (lower(identifier collate "C"));
create index identifiers_value on identifiers (lower(substr(identifier, strpos(identifier, ':') + 1) collate "C"));
create index streams_subject on streams (subject collate "C", stream);
create index anchors_transaction on anchors (transaction);
