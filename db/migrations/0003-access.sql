-- Sign-in by EIP-4361: a nonce is used once, a session is known by the hash of its token.
create table nonces (
  nonce text primary key,
  expires_at timestamptz not null
);

create table sessions (
  token_hash bytea primary key check (length(token_hash) = 32),
  -- The address that signed in.
  address bytea not null check (length(address) = 20),
  expires_at timestamptz not null
);

-- A party lets another read the entries of one record.
create table grants (
  record bytea not null references records on delete cascade,
  grantee bytea not null check (length(grantee) = 32),
  granted_at timestamptz not null default now(),
  primary key (record, grantee)
);

create index nonces_expiry on nonces (expires_at);
create index sessions_expiry on sessions (expires_at);

-- Lists of records, the newest first.
create index records_arrival on records (arrival);
create index records_subject on records (subject, arrival);
