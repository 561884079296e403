-- Webhooks: URLs that parties registered, to which events are sent. A webhook reads the order of events (0014) from a position of its own,
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
