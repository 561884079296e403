import type { Hex } from '../../core/encoding/hex.ts';
import { MAX_UINT } from '../../core/encoding/schema.ts';
import { type Kind, KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { toBytea } from '../rows/bytea.ts';

/** Which records are listed; null: any. */
export interface RecordFilter {
  /** `0x` and the first hex digits of the id. */
  readonly idPrefix: string | null;
  readonly party: Hex | null;
  readonly kind: Kind | null;
  readonly subject: string | null;
  /** Only records that name this one as a source. */
  readonly source: Hex | null;
}

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

/** Returns the walk through the records of a filter, the last accepted first. A place is an arrival, negated. */
export function walkRecords(filter: RecordFilter): Walk {
  const { idPrefix, party, kind, subject, source } = filter;
  if (idPrefix !== null) return walkIds(filter, idPrefix);
  if (source !== null) return walkSource(filter, source);
  const kinds = kindsOf(kind);
  if (party !== null && subject !== null) {
    const streams = kinds.map((each) => toBytea(hashStream({ party, kind: each, subject })));
    return { ...merge('records', [], ['stream', 'bytea', streams]), ...BY_ID };
  }
  const first = { party: party && toBytea(party), subject };
  return { ...merge('records', given(first), ['kind', 'smallint', kinds]), ...BY_ID };
}

/** Where the index has every column of the filter. */
const BY_ID = { where: ['r.id = looked.id'], looks: 0 };

function kindsOf(kind: Kind | null): readonly Kind[] {
  return kind === null ? Object.values(KINDS) : [kind];
}

/** Returns the members that are not null. */
function given(members: Readonly<Record<string, unknown>>): [name: string, value: unknown][] {
  return Object.entries(members).filter(([, value]) => value !== null);
}

/** Merges the walks along an index with the columns `first`, then a column that has one of several `keys`, then the arrival. */
function merge(
  table: string,
  first: readonly (readonly [column: string, value: unknown])[],
  [column, type, keys]: readonly [column: string, type: string, keys: readonly unknown[]],
  id = 'id, ',
): Pick<Walk, 'select' | 'values'> {
  const columns = [...first.map(([name]) => name), column, 'arrival'];
  const bound = (arrival: string): string =>
    [...first.map((_, index) => `$${6 + index}`), 'key', arrival].join(', ');
  const select = `
    select one.* from unnest($5::${type}[]) as keys(key) cross join lateral (
      select ${id}-arrival as place from ${table}
      where (${columns.join(', ')}) < (${bound('-($1::bigint)')}) and (${columns.join(', ')}) > (${bound('0')})
      order by ${columns.map((name) => `${name} desc`).join(', ')} limit $2::bigint) one
    order by one.place limit $2::bigint`;
  return { select, values: [keys, ...first.map(([, value]) => value)] };
}

/** Ids have no order of arrival, but few records share eight digits. */
function walkIds({ party, kind, subject, source }: RecordFilter, prefix: string): Walk {
  const select = `
    select id, place from (select id, -arrival as place from records where id >= $5 and id <= $6 offset 0) own
    where place > $1::bigint order by place limit $2::bigint`;
  const values = [padId(prefix, '0'), padId(prefix, 'f')];
  const further = { ...conditionsOf(party, subject), 'r.kind = ?': kind, [NAMES]: source && toBytea(source) };
  return narrow({ ...BY_ID, select, values }, further);
}

/** The index of sources has arrivals, some of them former ones: a record that was rejected and accepted again has another one now. */
function walkSource({ party, kind, subject }: RecordFilter, source: Hex): Walk {
  const keys = ['kind', 'smallint', kindsOf(kind)] as const;
  const walk = merge('record_sources', [['source', toBytea(source)]], keys, '');
  const where = ['r.arrival = -looked.place', NAMES.replace('?', '$6')];
  return narrow({ ...walk, where, looks: 0 }, conditionsOf(party, subject));
}

/** Written so that no index of sources serves. */
const NAMES = '?::bytea = any(r.sources)';

function conditionsOf(party: Hex | null, subject: string | null): Record<string, unknown> {
  return { 'r.party = ?': party && toBytea(party), 'r.subject = ?': subject };
}

/** Returns a walk with further conditions, those whose value is not null. */
function narrow(walk: Walk, conditions: Readonly<Record<string, unknown>>): Walk {
  const further = given(conditions);
  if (further.length === 0) return walk;
  const values = [...walk.values];
  const where = further.map(([text, value]) => text.replace('?', `$${4 + values.push(value)}`));
  return { ...walk, values, where: [...walk.where, ...where], looks: MOST_LOOKED_AT };
}

function padId(prefix: string, digit: '0' | 'f'): Buffer {
  return toBytea(`0x${prefix.slice(2).padEnd(64, digit)}`);
}
