import { isHex, type Hex } from '../../core/encoding/hex.ts';
import { formatAddress } from '../../core/hashing/domain.ts';
import {
  isAnswer,
  isReplay,
  type Kind,
  KINDS,
  nameOfKind,
  nameOfRole,
  type Role,
} from '../../core/records/kind.ts';
import { CHANGES, OPINIONS, OUTCOMES } from '../../core/records/statement.ts';
import { fromBytea, toBytea, toByteaArray } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import {
  ALL_EVENTS,
  type EventFilter,
  type EventParty,
  type EventRecord,
  type EventType,
  type LedgerEvent,
  passesFilter,
} from './event.ts';

/** A part of the order of events. */
export interface EventPart {
  /** By position. */
  readonly events: readonly LedgerEvent[];
  /** Up to here all events were looked at: the next part begins behind it. It is the position asked for where nothing follows. */
  readonly position: number;
}

/** The most records, and other events, that are looked at for one part: a filter can leave out most of them. */
const MOST_LOOKED_AT = 2_000;

/**
 * Returns events behind a position: at most `limit` that pass the filter. There may be fewer, or none, before the end: read on from `position`
 * until it stays the same. Reading one part takes bounded work, whatever the filter.
 */
export async function readEvents(
  client: Queryable,
  after: number,
  limit: number,
  filter: EventFilter = ALL_EVENTS,
): Promise<EventPart> {
  const most = filter === ALL_EVENTS ? limit : MOST_LOOKED_AT;
  const rows = await readRows(client, after, most);
  const ranges = rows.filter(({ type }) => type === 'record.accepted');
  const accepted = await readAccepted(client, after, ranges, { most, filter });
  const end = Math.min(rows.at(-1)?.position ?? after, accepted.position);
  const others = rows.filter(({ type, position }) => type !== 'record.accepted' && position <= end);
  const events = [...accepted.events, ...others.map(eventOfRow)]
    .filter((event) => passesFilter(event, filter))
    .sort((a, b) => a.position - b.position);
  return cut(events, limit, end);
}

function cut(events: readonly LedgerEvent[], limit: number, end: number): EventPart {
  const shown = events.slice(0, limit);
  return { events: shown, position: events.length > limit ? shown.at(-1)!.position : end };
}

/** The columns of a record `r` that an event shows. PostgreSQL cannot read the escape of the character NUL. */
const RECORD_COLUMNS = `
  r.id, r.party, r.kind, r.subject, r.stream, r.sequence,
  case when r.statement ~ '"(answers|addressees|change|opinion|outcome)"' then (
    select json_build_object('answers', s -> 'answers', 'addressees', s -> 'addressees',
      'change', s -> 'change', 'opinion', s -> 'opinion', 'outcome', s -> 'outcome')
    from (select replace(r.statement, '\\u0000', '\\ufffd')::json as s) parsed) end as named`;

interface RecordRow {
  readonly id: Buffer;
  readonly party: Buffer;
  readonly kind: Kind;
  readonly subject: string;
  readonly stream: Buffer;
  readonly sequence: number;
  readonly named: Readonly<
    Record<'answers' | 'addressees' | 'change' | 'opinion' | 'outcome', unknown>
  > | null;
}

interface Row extends RecordRow {
  readonly type: EventType;
  readonly position: number;
  readonly length: number;
  readonly arrival: number;
  readonly at: number;
  readonly details: Readonly<Record<string, unknown>>;
}

async function readRows(client: Queryable, after: number, limit: number): Promise<Row[]> {
  const { rows } = await client.query<Row>({
    name: 'events',
    text: `select e.type, e.position, e.length, e.arrival, e.at, e.details, ${RECORD_COLUMNS}
       from (select * from events where position > $1 order by position limit $2) e
       left join records r on r.id = e.record order by e.position`,
    values: [after, limit],
  });
  return rows;
}

interface AcceptedRow extends Omit<RecordRow, 'id'> {
  readonly arrival: number;
  readonly accepted_at: number;
  /** How many records were found. Those behind the limit of bytes are left out. */
  readonly of: number;
  /** Null where the filter leaves the record out. */
  readonly id: Buffer | null;
}

/** Bytes of statements that are read for one part: PostgreSQL reads all of a statement for the two members that an event shows. */
const MOST_BYTES = 4 << 20;

/** What was accepted between two arrivals. A record that was rejected, and accepted again later, has another arrival now. */
const SELECT_ACCEPTED = `
  with looked as materialized (
    (select arrival, id, null::bigint as accepted_at from records
      where arrival > $1 and arrival <= $2 order by arrival limit $3)
    union all
    (select e.former_arrival, e.record, (e.details ->> 'acceptedAt')::bigint from events e
      cross join lateral (select from records r where r.id = e.record and r.arrival <> e.former_arrival offset 0) r
      where e.former_arrival > $1 and e.former_arrival <= $2 order by e.former_arrival limit $3)
    order by 1 limit $3),
  measured as (
    select looked.*, count(*) over () as of,
      sum(octet_length(m.statement)) over (order by looked.arrival) - octet_length(m.statement) as before
    from looked left join records m on m.id = looked.id)
  select looked.arrival, looked.of, coalesce(looked.accepted_at, r.accepted_at) as accepted_at, ${RECORD_COLUMNS}
  from measured looked left join lateral (
    select * from records r where r.id = looked.id
      and ($4::bytea[] is null or r.party = any($4)) and ($5::smallint[] is null or r.kind = any($5))
      and ($6::bytea[] is null or r.id = any($6)) limit 1) r on true
  where coalesce(looked.before, 0) < $7 order by looked.arrival`;

/** Returns the records in ranges that follow each other, and up to which position they were looked at. */
async function readAccepted(
  client: Queryable,
  after: number,
  ranges: readonly Row[],
  { most, filter }: { readonly most: number; readonly filter: EventFilter },
): Promise<EventPart> {
  const [first, last] = [ranges[0], ranges.at(-1)];
  const isLeftOut = filter.types?.includes('record.accepted') === false;
  if (first === undefined || last === undefined || isLeftOut) return { events: [], position: Infinity };
  const low = Math.max(first.arrival - first.length, arrivalAt(first, after));
  const bytes = (list: readonly Hex[] | null): string | null => list && toByteaArray(list);
  const { rows } = await client.query<AcceptedRow>({
    name: 'events-accepted',
    text: SELECT_ACCEPTED,
    values: [low, last.arrival, most, bytes(filter.parties), filter.kinds, bytes(filter.records), MOST_BYTES],
  });
  const place = openPlaces(ranges);
  const events = rows.flatMap((row) => {
    const position = place(row.arrival);
    return row.id === null ? [] : [eventOfAccepted({ ...row, id: row.id }, position)];
  });
  const isWhole = rows.length < most && rows.length === (rows[0]?.of ?? 0);
  return { events, position: isWhole ? Infinity : place(rows.at(-1)!.arrival) };
}

/** The arrival that has a position in the range of a row. */
function arrivalAt({ arrival, position }: Row, at: number): number {
  return arrival - (position - at);
}

/** Returns a function that gives the position of each arrival; the arrivals are given in their order. */
function openPlaces(ranges: readonly Row[]): (arrival: number) => number {
  let at = 0;
  return (arrival) => {
    while (ranges[at]!.arrival < arrival) at += 1;
    return ranges[at]!.position - (ranges[at]!.arrival - arrival);
  };
}

function eventOfAccepted(row: AcceptedRow & RecordRow, position: number): LedgerEvent {
  return { position, at: row.accepted_at, type: 'record.accepted', record: recordOfRow(row) };
}

function recordOfRow({ id, party, kind, subject, stream, sequence, named }: RecordRow): EventRecord {
  const { answers, addressees, change, opinion, outcome } = named ?? NOTHING_NAMED;
  const says = isReplay({ kind, subject }) ? null : kind;
  return {
    id: fromBytea(id),
    party: fromBytea(party),
    kind: nameOfKind(kind),
    subject,
    stream: fromBytea(stream),
    sequence,
    change: isAnswer(kind) ? null : findWord(CHANGES, change),
    opinion: says === KINDS.assurance ? findWord(OPINIONS, opinion) : null,
    outcome: says === KINDS.decision ? findWord(OUTCOMES, outcome) : null,
    answers: isHex(answers, 32) ? answers : null,
    addressees: Array.isArray(addressees) ? addressees.filter((one) => isHex(one, 32)) : [],
  };
}

const NOTHING_NAMED = { answers: null, addressees: null, change: null, opinion: null, outcome: null };

/** Statements may have any other members: one of another kind means nothing. */
function findWord<Word extends string>(words: readonly Word[], value: unknown): Word | null {
  return words.find((word) => word === value) ?? null;
}

/** Details as the triggers of the database write them. */
interface Details {
  readonly number: number;
  readonly id: Hex;
  readonly records: number;
  readonly block?: number;
  readonly transaction?: Hex;
  readonly identifier?: string;
  readonly role?: Role | null;
  readonly key?: Hex | null;
  readonly from?: number | null;
  readonly until?: number | null;
  readonly code: string;
  readonly message: string;
  readonly batch: number;
  readonly successor: Hex;
}

type About = (details: Details, row: Row) => object;

const aboutBatch: About = ({ number, id, records, block = null, transaction = null }) => ({
  batch: { number, id, records, block, transaction },
});
const aboutParty: About = (details) => ({ party: partyOf(details) });
const aboutNothing: About = () => ({});

/** What an event of each type says in addition to its type and time. */
const ABOUT: Readonly<Record<EventType, About>> = {
  'record.accepted': (_, row) => ({ record: recordOfRow(row) }),
  'record.rejected': ({ code, message }, row) => ({ record: recordOfRow(row), rejected: { code, message } }),
  'batch.sealed': aboutBatch,
  'batch.anchored': aboutBatch,
  'batch.final': aboutBatch,
  'batch.reverted': aboutBatch,
  'batch.void': aboutBatch,
  'party.registered': aboutParty,
  'party.changed': aboutParty,
  'party.reverted': aboutParty,
  'ledger.halted': ({ code, message }) => ({ halted: { code, message } }),
  'ledger.resumed': aboutNothing,
  'ledger.closed': ({ batch, successor }) => ({
    closed: { batch, successor: formatAddress(toBytea(successor)) },
  }),
  'ledger.reopened': aboutNothing,
};

function eventOfRow(row: Row): LedgerEvent {
  const { type, position, at, details } = row;
  return { position, at, type, ...ABOUT[type](details as unknown as Details, row) } as LedgerEvent;
}

function partyOf(details: Details): EventParty {
  const { id, identifier = null, role, key, from = null, until = null, block = 0 } = details;
  return {
    id,
    identifier,
    role: role == null ? null : nameOfRole(role),
    key: key == null ? null : formatAddress(toBytea(key)),
    from,
    until,
    block,
  };
}
