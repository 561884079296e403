import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { type Kind, KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { toBytea } from '../rows/bytea.ts';
import { rangeOfPrefix } from '../rows/prefix.ts';
import { RECORD_STATE, type RecordState } from './record-states.ts';

/** Which records are listed; null: any. */
export interface RecordFilter {
  /** `0x` and the first hex digits of the id. */
  readonly idPrefix: string | null;
  readonly party: Hex | null;
  readonly kind: Kind | null;
  readonly subject: string | null;
  /** Only records that name this one as a source. */
  readonly source: Hex | null;
  /** Only assurances and decisions that answer this record. */
  readonly answers: Hex | null;
  /** Only records whose statement names this party as an addressee. */
  readonly addressee: Hex | null;
  /** Only records that were accepted at or after this time, in unix seconds. */
  readonly since: number | null;
  /** Only records that were accepted before this time, in unix seconds. */
  readonly until: number | null;
  /** Only records that are in this state now. */
  readonly state: RecordState | null;
}

/** The filter that every record meets. */
export const ANY_RECORD: RecordFilter = {
  idPrefix: null,
  party: null,
  kind: null,
  subject: null,
  source: null,
  answers: null,
  addressee: null,
  since: null,
  until: null,
  state: null,
};

/**
 * A statement that follows an index in the order of a list, so that it reads no more than it returns: the `place`, and mostly the `id`, of at
 * most `$2` records after the place `$1`. Its own parameters begin with `$5`.
 */
export interface Walk {
  readonly select: string;
  /** The conditions on the record `r` of a row `looked`: how it is found, and what the index does not have. */
  readonly where: readonly string[];
  readonly values: readonly unknown[];
  /** How many records are looked at to find those that meet the further conditions. */
  readonly looks: number;
}

/** How many records a part looks at, where an index does not have every column of the filter. */
const MOST_LOOKED_AT = 2_000;

// Each walk compares rows whole and sorts by all columns of its index. Then no other index serves, whatever PostgreSQL expects of the values.

/** Returns the walk through the records of a stream that are not rejected. A place is a sequence. */
export function walkStream(stream: Hex): Walk {
  const select = `
    select id, sequence as place from records
    where (stream, sequence) > ($5, $1::bigint) and (stream, sequence) <= ($5, ${MAX_UINT}) and rejected_code is null
    order by stream, sequence limit $2::bigint`;
  return { ...BY_ID, select, values: [toBytea(stream)] };
}

/** Returns the walk through the records of a batch in the order of its leaves. A place is the index of a leaf. */
export function walkBatch(number: number): Walk {
  const select = `
    select record as id, leaf_index as place from sealed_records
    where (batch, leaf_index) > ($5::bigint, $1::bigint) and (batch, leaf_index) <= ($5::bigint, ${MAX_UINT})
    order by batch, leaf_index limit $2::bigint`;
  return { ...BY_ID, select, values: [number] };
}

/** Returns the walk through the records of a filter whose arrival is at least `floor`, the last accepted first. A place is an arrival, negated. */
export function walkRecords(filter: RecordFilter, floor: number): Walk {
  const { walk, covers } = chooseWalk(filter, floor);
  const members = Object.keys(CONDITIONS) as (keyof typeof CONDITIONS)[];
  const further = members.filter((name) => filter[name] !== null && !covers.includes(name));
  return narrow(
    walk,
    further.map((name) => [CONDITIONS[name], encodeValue(filter[name]!)]),
  );
}

/** The members of a filter as conditions on a record `r`; `?` is the value. They are written so that no index of other records serves. */
const CONDITIONS = {
  party: 'r.party = ?',
  kind: 'r.kind = ?',
  subject: 'r.subject = ?',
  source: '?::bytea = any(r.sources)',
  answers: linksTo('record_answers', 'answered'),
  addressee: linksTo('record_addressees', 'addressee'),
  since: 'r.accepted_at >= ?::bigint',
  until: 'r.accepted_at < ?::bigint',
  state: `${RECORD_STATE} = ?`,
} as const satisfies Partial<Record<keyof RecordFilter, string>>;

/** Not `exists`: PostgreSQL may read all links at once for that. */
function linksTo(table: string, column: string): string {
  return `(select true from ${table} l where l.${column} = ? and l.kind = r.kind and l.arrival = r.arrival and l.record = r.id limit 1)`;
}

function encodeValue(value: string | number): unknown {
  return isHex(value, 32) ? toBytea(value) : value;
}

interface ChosenWalk {
  readonly walk: Walk;
  /** The members of the filter that every record of the walk meets. */
  readonly covers: readonly (keyof RecordFilter)[];
}

/** Chooses the index that fits a filter best. */
function chooseWalk(filter: RecordFilter, floor: number): ChosenWalk {
  const { idPrefix, kind, source, answers, addressee, state } = filter;
  if (idPrefix !== null) return { walk: walkIds(idPrefix, floor), covers: [] };
  if (state === 'rejected') return { walk: walkRejected(floor), covers: ['state'] };
  const kinds = ['kind', 'smallint', kindsOf(kind)] as const;
  for (const [member, value, table, column] of [
    ['answers', answers, 'record_answers', 'answered'],
    ['addressee', addressee, 'record_addressees', 'addressee'],
  ] as const)
    if (value !== null) {
      const walk = merge(table, [[column, toBytea(value)]], kinds, floor, 'record as id, ');
      return { walk: { ...walk, where: [...BY_ID.where, BY_ARRIVAL], looks: 0 }, covers: [member, 'kind'] };
    }
  if (source !== null) return { walk: walkSource(source, kinds, floor), covers: ['source', 'kind'] };
  return walkNames(filter, floor);
}

/** The walk by party, subject and kind. With other members of the filter it reads the index alone, since it looks at many more records than it shows. */
function walkNames({ party, kind, subject, ...others }: RecordFilter, floor: number): ChosenWalk {
  const isWhole = Object.values(others).every((value) => value === null);
  const names = { party: party && toBytea(party), subject };
  const first = Object.entries(names).filter(([, value]) => value !== null);
  const [columns, keys] =
    party !== null && subject !== null
      ? [
          [],
          [
            'stream',
            'bytea',
            kindsOf(kind).map((each) => toBytea(hashStream({ party, kind: each, subject }))),
          ] as const,
        ]
      : [first, ['kind', 'smallint', kindsOf(kind)] as const];
  const walk = merge('records', columns, keys, floor, isWhole ? 'id, ' : '');
  if (isWhole) return { walk: { ...walk, ...BY_ID }, covers: ['party', 'subject', 'kind'] };
  return { walk: { ...walk, where: [BY_ARRIVAL], looks: 0 }, covers: [] };
}

/** Where the index has every column of the filter. */
const BY_ID = { where: ['r.id = looked.id'], looks: 0 };

/** Where the arrivals of an index can be former ones: a record that was rejected and accepted again has another one now. */
const BY_ARRIVAL = 'r.arrival = -looked.place';

function kindsOf(kind: Kind | null): readonly Kind[] {
  return kind === null ? Object.values(KINDS) : [kind];
}

/** Merges the walks along an index with the columns `first`, then a column that has one of several `keys`, then the arrival. */
function merge(
  table: string,
  first: readonly (readonly [column: string, value: unknown])[],
  [column, type, keys]: readonly [column: string, type: string, keys: readonly unknown[]],
  floor: number,
  id: 'id, ' | 'record as id, ' | '',
): Pick<Walk, 'select' | 'values'> {
  const columns = [...first.map(([name]) => name), column, 'arrival'];
  const bound = (arrival: string): string =>
    [...first.map((_, index) => `$${7 + index}`), 'key', arrival].join(', ');
  const select = `
    select one.* from unnest($5::${type}[]) as keys(key) cross join lateral (
      select ${id}-arrival as place from ${table}
      where (${columns.join(', ')}) < (${bound('-($1::bigint)')}) and (${columns.join(', ')}) >= (${bound('$6::bigint')})
      order by ${columns.map((name) => `${name} desc`).join(', ')} limit $2::bigint) one
    order by one.place limit $2::bigint`;
  return { select, values: [keys, floor, ...first.map(([, value]) => value)] };
}

/** Ids have no order of arrival, but few records share eight digits. */
function walkIds(prefix: string, floor: number): Walk {
  const select = `
    select id, place from (select id, -arrival as place from records where id >= $5 and id <= $6 offset 0) own
    where place > $1::bigint and place <= -($7::bigint) order by place limit $2::bigint`;
  return { ...BY_ID, select, values: [...rangeOfPrefix(prefix), floor] };
}

function walkRejected(floor: number): Walk {
  const select = `
    select id, -arrival as place from records
    where rejected_code is not null and ((rejected_code is not null), arrival) < (true, -($1::bigint))
      and ((rejected_code is not null), arrival) >= (true, $5::bigint)
    order by (rejected_code is not null) desc, arrival desc limit $2::bigint`;
  return { ...BY_ID, select, values: [floor] };
}

/** The index of sources has no ids. */
function walkSource(source: Hex, kinds: readonly ['kind', 'smallint', readonly Kind[]], floor: number): Walk {
  const walk = merge('record_sources', [['source', toBytea(source)]], kinds, floor, '');
  return { ...walk, where: [BY_ARRIVAL, CONDITIONS.source.replace('?', '$7')], looks: 0 };
}

/** Returns a walk with further conditions. */
function narrow(walk: Walk, further: readonly (readonly [condition: string, value: unknown])[]): Walk {
  if (further.length === 0) return walk;
  const values = [...walk.values];
  const where = further.map(([text, value]) => text.replace('?', `$${4 + values.push(value)}`));
  return { ...walk, values, where: [...walk.where, ...where], looks: MOST_LOOKED_AT };
}
