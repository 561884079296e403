import type { Hex } from '../../core/encoding/hex.ts';
import type { JsonObject } from '../../core/encoding/json.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import { BLOCK, markOfParty, markOfRecord } from './factor-index.ts';

/** A row that was found, with what is known of its record. */
export interface FoundFactor {
  /** Its place among the factors of its record, from 0. */
  readonly position: number;
  readonly shown: JsonObject;
  readonly record: Hex;
  readonly party: Hex;
  readonly subject: string;
  readonly publicEntries: boolean;
}

/** Which rows are looked for. */
export interface FactorSearch {
  /** Marks that a row has all. */
  readonly all: readonly string[];
  /** Lists of marks: a row has one of each. */
  readonly any: readonly (readonly string[])[];
  /** Unix seconds, in which a row holds for some time; null for any. */
  readonly period: { readonly from: number; readonly until: number } | null;
  readonly readers: Readers;
}

/** Whose rows are found besides public ones. */
export interface Readers {
  readonly parties: readonly Hex[];
  /** Records of others, which the parties were granted. */
  readonly granted: readonly Hex[];
}

/** The most granted records that a search looks into, those granted last. */
export const MOST_GRANTED = 1_000;

/** Returns the records with factors whose entries parties were granted, the last first: at most one more than a search looks into. */
export async function listGrantedFactors(client: Queryable, parties: readonly Hex[]): Promise<Hex[]> {
  if (parties.length === 0) return [];
  const { rows } = await client.query<{ record: Buffer }>(
    `select g.record from grants g where g.grantee = any($1) and exists (select from factor_rows f where f.record = g.record)
     order by g.granted_at desc, g.record limit $2`,
    [parties.map(toBytea), MOST_GRANTED + 1],
  );
  return rows.map(({ record }) => fromBytea(record));
}

/** The place of a row in the order of all: of two that match alike, the one with the higher place comes first. Readers never see it. */
export type FactorPlace = number;

/** Before all rows. */
export const FIRST_PLACE: FactorPlace = Number.MAX_SAFE_INTEGER;

/** A row that matches, with its marks. */
export interface MatchedFactor {
  readonly place: FactorPlace;
  readonly marks: readonly string[];
}

/** Whether the parties of a parameter may read the rows of a record `r`. */
const mayRead = (
  parties: string,
): string => `r.rejected_code is null and (r.public_entries or r.party = any(${parties})
  or exists (select from grants g where g.record = r.id and g.grantee = any(${parties})))`;

/** Returns the place of a row that was found before; null if there is none that the parties may read. */
export async function findFactorPlace(
  client: Queryable,
  { record, position }: Pick<FoundFactor, 'record' | 'position'>,
  { parties }: Readers,
): Promise<FactorPlace | null> {
  const { rows } = await client.query<{ id: FactorPlace }>(
    `select f.id from factor_rows f join records r on r.id = f.record where f.record = $1 and f.position = $2 and ${mayRead('$3')}`,
    [toBytea(record), position, parties.map(toBytea)],
  );
  return rows[0]?.id ?? null;
}

/**
 * Returns at most `limit` rows whose place is below `before`, the highest first. Whether somebody may read a row is looked up in its record
 * and its grants: marks only lead there. The order is that of `id + 0`, because PostgreSQL may else walk all rows in the order of their ids.
 */
export async function searchFactors(
  client: Queryable,
  { all, any, period, readers }: FactorSearch,
  before: FactorPlace,
  limit: number,
): Promise<MatchedFactor[]> {
  const lists = [...any, listReaders(readers)].map((list) => [...list]);
  const conditions = lists.map((_, at) => `f.marks && $${at + 7}`);
  const { rows } = await client.query<MatchedFactor>(
    `select found.* from (select max(id) / ${BLOCK} as last, min(id) / ${BLOCK} as first from factor_rows) blocks
     cross join lateral generate_series(least($2::bigint / ${BLOCK}, blocks.last), blocks.first, -1) block
     cross join lateral (
       select matched.place, matched.marks from (
         select f.id as place, f.record, f.marks from factor_rows f
         where f.marks @> ($1::text[] || ('@' || block)) and ${conditions.join(' and ')}
           and f.id < $2 and ($4::bigint is null or f.valid_until = 0 or (f.valid_from < $5 and f.valid_until > $4))
         order by f.id + 0 desc offset 0) matched
       cross join lateral (select from records r where r.id = matched.record and ${mayRead('$6')} limit 1) readable
       limit $3) found
     limit $3`,
    [
      ...[all, before, limit, period?.from ?? null, period?.until ?? null],
      ...[readers.parties.map(toBytea), ...lists],
    ],
  );
  return rows.sort((a, b) => b.place - a.place);
}

interface FactorRow {
  id: FactorPlace;
  position: number;
  shown: string;
  record: Buffer;
  party: Buffer;
  subject: string;
  public_entries: boolean;
}

/** Returns rows that were found, by their place. */
export async function readFactors(
  client: Queryable,
  places: readonly FactorPlace[],
): Promise<Map<FactorPlace, FoundFactor>> {
  const { rows } = await client.query<FactorRow>(
    `select f.id, f.position, f.shown, f.record, r.party, r.subject, r.public_entries
     from factor_rows f join records r on r.id = f.record where f.id = any($1::bigint[])`,
    [places],
  );
  return new Map(rows.map((row) => [row.id, foundOfRow(row)]));
}

function listReaders({ parties, granted }: Readers): string[] {
  return ['+', ...parties.map(markOfParty), ...granted.map(markOfRecord)];
}

function foundOfRow({ position, shown, record, party, subject, public_entries }: FactorRow): FoundFactor {
  return {
    ...{
      position,
      shown: JSON.parse(shown) as JsonObject,
      record: fromBytea(record),
      party: fromBytea(party),
    },
    ...{ subject, publicEntries: public_entries },
  };
}

/** Returns how many datasets are not read yet, at most `most`. */
export async function countUnread(client: Queryable, most: number): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*) + (select count(*) from factor_reading where next is not null) as count
     from (select from unread_factors limit $1) listed`,
    [most],
  );
  return rows[0]?.count ?? 0;
}
