-- Documents: files that entries name by SHA-256, size and media type. Their bytes are in DOCUMENTS_DIR.

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
  return null;
end
$$;
create trigger name_documents after insert on entries for each row
when (new.list like '%"sha256":"%') execute function public.name_documents();

-- The entries that are stored already.
insert into document_names (record, sha256, size, media_type)
select e.record, named.* from entries e cross join lateral public.documents_of(e.list) named where e.list like '%"sha256":"%';

-- Documents that are stored. `published_at` is set once the publication has the document.
create table documents (
  sha256 bytea primary key check (length(sha256) = 32),
  size bigint not null,
  stored_at timestamptz not null,
  published_at timestamptz
);
create index documents_unpublished on documents (sha256) where published_at is null;

-- Who sent a document. Only the records of a party that sent it say who may read it: a hash that somebody names opens nothing.
create table document_senders (
  sha256 bytea not null references documents on delete cascade,
  party bytea not null check (length(party) = 32),
  sent_at timestamptz not null,
  primary key (sha256, party)
);
create index document_senders_party on document_senders (party);

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
