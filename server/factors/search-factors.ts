import type { Hex } from '../../core/encoding/hex.ts';
import {
  FIRST_PLACE,
  type FactorPlace,
  findFactorPlace,
  type FoundFactor,
  type Readers,
  searchFactors,
} from '../../db/factors/factor-search.ts';
import type { Queryable } from '../../db/pool.ts';
import { findNearNames, type NearName } from '../../engine/search/near-names.ts';
import type { FactorQuery, Match } from '../../engine/search/factor-query.ts';
import { type FoundRow, type SearchedRow, searchRows } from '../../engine/search/search-rows.ts';
import type { StarterRow } from '../../tables/starter-rows.ts';

/** A place in the list of what is found: behind a row of the starter data, or behind a row of a record, in a step of the query. */
export type FoundPlace = { readonly step: number } & (
  { readonly at: number } | { readonly record: Hex; readonly position: number }
);

/** Before everything that is found. */
export const BEGINNING: FoundPlace = { step: 0, at: -1 };

/** A factor that was found, in the starter data or in a record. */
export type FoundHit = { readonly place: FoundPlace; readonly match: Match } & (
  { readonly starter: FoundRow<StarterRow> } | { readonly factor: FoundFactor }
);

/** What is searched, and for whom. */
export interface SearchedLedger {
  readonly client: Queryable;
  readonly starter: readonly SearchedRow<StarterRow>[];
  readonly readers: Readers;
}

/**
 * Returns what comes after a place, at most `limit`: the best matches first, of those that match alike first the starter data, then the rows
 * of records, those that were read last before others. Null if the place is that of a row which the reader may not read, or no more.
 */
export async function listFound(
  ledger: SearchedLedger,
  query: FactorQuery,
  after: FoundPlace,
  limit: number,
): Promise<FoundHit[] | null> {
  const begin = 'at' in after ? FIRST_PLACE : await findFactorPlace(ledger.client, after, ledger.readers);
  if (begin === null) return null;
  const starter = searchRows(ledger.starter, query);
  const found: FoundHit[] = [];
  for (let step = after.step; step < query.steps.length && found.length < limit; step++) {
    const at = step > after.step ? -1 : 'at' in after ? after.at : Infinity;
    for (const row of starter) if (row.step === step && row.at > at) found.push(hitOfRow(row));
    const before = step > after.step ? FIRST_PLACE : begin;
    if (found.length < limit)
      found.push(...(await searchStep(ledger, query, { step, before, limit: limit - found.length })));
  }
  return found.slice(0, limit);
}

async function searchStep(
  { client, readers }: SearchedLedger,
  { steps, period }: FactorQuery,
  { step, before, limit }: { readonly step: number; readonly before: FactorPlace; readonly limit: number },
): Promise<FoundHit[]> {
  const { all, any, match } = steps[step]!;
  const rows = await searchFactors(client, { all, any, period, readers }, before, limit);
  return rows.map((factor) => {
    const { record, position } = factor;
    return { factor, match, place: { step, record, position } };
  });
}

function hitOfRow(row: FoundRow<StarterRow>): FoundHit {
  const { step, at, match } = row;
  return { starter: row, match, place: { step, at } };
}

/** Returns the words of a search that no row has which the reader may see, and the nearest ones of the starter data. */
export async function findUnknown(
  { client, starter, readers }: SearchedLedger,
  { words }: FactorQuery,
): Promise<NearName[]> {
  const unknown: NearName[] = [];
  for (const name of findNearNames(words, starter)) {
    const any = [['s', 'n', 't'].map((letter) => `${letter}:${name.word}`)];
    const rows = await searchFactors(client, { all: [], any, period: null, readers }, FIRST_PLACE, 1);
    if (rows.length === 0) unknown.push(name);
  }
  return unknown;
}

/** Returns the records in which factors were found, each once. */
export function listRecordsOf(found: readonly FoundHit[]): Hex[] {
  return [...new Set(found.flatMap((hit) => ('factor' in hit ? hit.factor.record : [])))];
}
