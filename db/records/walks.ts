import type { Hex } from '../../core/encoding/hex.ts';
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

/** Returns the walk through the records of a stream that are not rejected. A place is a sequence. */
export function walkStream(stream: Hex): Walk {
  const select = `select id, sequence as place from records
    where stream = $5 and rejected_code is null and sequence > $1::bigint order by sequence limit $2::bigint`;
  return { select, where: [], values: [toBytea(stream)], looks: 0 };
}

/** Returns the walk through the records of a filter, the last accepted first. A place is an arrival, negated. */
export function walkRecords(filter: RecordFilter): Walk {
  if (filter.idPrefix !== null) return walkIds(filter, filter.idPrefix);
  if (filter.source !== null) return walkSource(filter, filter.source);
  const { party, kind, subject } = filter;
  const kinds = kindsOf(kind);
  if (party !== null && subject !== null) {
    const streams = kinds.map((each) => toBytea(hashStream({ party, kind: each, subject })));
    return { ...NO_MORE, select: merge('$5::bytea[]', 'records where stream = key'), values: [streams] };
  }
  if (party !== null)
    return {
      ...NO_MORE,
      select: merge('$5::smallint[]', 'records where kind = key and party = $6'),
      values: [kinds, toBytea(party)],
    };
  if (subject !== null)
    return {
      ...NO_MORE,
      select: merge('$5::smallint[]', 'records where kind = key and subject = $6'),
      values: [kinds, subject],
    };
  return { ...NO_MORE, select: merge('$5::smallint[]', 'records where kind = key'), values: [kinds] };
}

const NO_MORE = { where: [], looks: 0 };

function kindsOf(kind: Kind | null): readonly Kind[] {
  return kind === null ? Object.values(KINDS) : [kind];
}

/** Merges the walks through the rows of each key, whose index has the arrival next. */
function merge(keys: string, rows: string, id = 'id'): string {
  return `
    select one.id, one.place from unnest(${keys}) as keys(key) cross join lateral (
      select ${id} as id, -arrival as place from ${rows} and arrival < -($1::bigint) order by arrival desc limit $2::bigint) one
    order by one.place limit $2::bigint`;
}

/** Ids have no order of arrival, but few records share eight digits. */
function walkIds({ party, kind, subject, source }: RecordFilter, prefix: string): Walk {
  const select = `
    select id, place from (
      select id, -arrival as place from records where id >= $5 and id <= $6 offset 0) own
    where place > $1::bigint order by place limit $2::bigint`;
  const values: unknown[] = [padId(prefix, '0'), padId(prefix, 'f')];
  const conditions = {
    'r.party = ?': party && toBytea(party),
    'r.kind = ?': kind,
    'r.subject = ?': subject,
    'r.sources @> array[?::bytea]': source && toBytea(source),
  };
  return { select, ...further(values, conditions) };
}

/** The index of sources has the kind. A record that was rejected and accepted again is also there with its former arrival. */
function walkSource({ party, kind, subject }: RecordFilter, source: Hex): Walk {
  const select = merge('$5::smallint[]', 'record_sources where kind = key and source = $6', 'record');
  const { where, ...rest } = further([kindsOf(kind), toBytea(source)], {
    'r.party = ?': party && toBytea(party),
    'r.subject = ?': subject,
  });
  return { select, where: ['r.arrival = -looked.place', ...where], ...rest };
}

/** Returns the conditions whose value is not null, after the values of the walk itself. */
function further(
  own: readonly unknown[],
  conditions: Readonly<Record<string, unknown>>,
): Pick<Walk, 'where' | 'values' | 'looks'> {
  const values = [...own];
  const where = Object.entries(conditions).flatMap(([condition, value]) =>
    value === null ? [] : condition.replace('?', `$${4 + values.push(value)}`),
  );
  return { where, values, looks: where.length === 0 ? 0 : MOST_LOOKED_AT };
}

function padId(prefix: string, digit: '0' | 'f'): Buffer {
  return toBytea(`0x${prefix.slice(2).padEnd(64, digit)}`);
}
