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
 * A statement that follows an index in the order of a list, so that it reads no more than it returns: `id` and `place` of at most `$2`
 * records after the place `$1`. Its own parameters begin with `$5`.
 */
export interface Walk {
  readonly select: string;
  /** Further conditions on a record `r`, which is `looked` at: the index does not have them. */
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
  return { select, where: [], values: [toBytea(stream)], looks: 0 };
}

/** Returns the walk through the records of a filter, the last accepted first. A place is an arrival, negated. */
export function walkRecords(filter: RecordFilter): Walk {
  const { idPrefix, party, kind, subject, source } = filter;
  if (idPrefix !== null) return walkIds(filter, idPrefix);
  if (source !== null) return walkSource(filter, source);
  const kinds = kindsOf(kind);
  if (party !== null && subject !== null) {
    const streams = kinds.map((each) => toBytea(hashStream({ party, kind: each, subject })));
    return { ...merge('records', [], ['stream', 'bytea', streams]), ...WHOLE };
  }
  const first = { party: party && toBytea(party), subject };
  return { ...merge('records', given(first), ['kind', 'smallint', kinds]), ...WHOLE };
}

/** The index has every column of the filter. */
const WHOLE = { where: [], looks: 0 };

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
  id = 'id',
): Pick<Walk, 'select' | 'values'> {
  const columns = [...first.map(([name]) => name), column, 'arrival'];
  const bound = (arrival: string): string =>
    [...first.map((_, index) => `$${6 + index}`), 'key', arrival].join(', ');
  const select = `
    select one.id, one.place from unnest($5::${type}[]) as keys(key) cross join lateral (
      select ${id} as id, -arrival as place from ${table}
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
  return {
    select,
    ...further([padId(prefix, '0'), padId(prefix, 'f')], {
      'r.party = ?': party && toBytea(party),
      'r.kind = ?': kind,
      'r.subject = ?': subject,
      'r.sources @> array[?::bytea]': source && toBytea(source),
    }),
  };
}

/** A record that was rejected and accepted again also has a row with its former arrival. */
function walkSource({ party, kind, subject }: RecordFilter, source: Hex): Walk {
  const keys = ['kind', 'smallint', kindsOf(kind)] as const;
  const { select, values } = merge('record_sources', [['source', toBytea(source)]], keys, 'record');
  const { where, ...rest } = further(values, {
    'r.party = ?': party && toBytea(party),
    'r.subject = ?': subject,
  });
  return { select, where: ['r.arrival = -looked.place', ...where], ...rest };
}

/** Returns conditions that the index does not have, with the values of all. */
function further(
  own: readonly unknown[],
  conditions: Readonly<Record<string, unknown>>,
): Pick<Walk, 'where' | 'values' | 'looks'> {
  const values = [...own];
  const where = given(conditions).map(([text, value]) => text.replace('?', `$${4 + values.push(value)}`));
  return { where, values, looks: where.length === 0 ? 0 : MOST_LOOKED_AT };
}

function padId(prefix: string, digit: '0' | 'f'): Buffer {
  return toBytea(`0x${prefix.slice(2).padEnd(64, digit)}`);
}
