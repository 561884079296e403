import type { Hex } from '../../core/encoding/hex.ts';
import { type FoundFactor, type Readers, searchFactors } from '../../db/factors/factor-search.ts';
import type { Queryable } from '../../db/pool.ts';
import { findNearNames, type NearName } from '../../engine/search/near-names.ts';
import type { FactorQuery, Match } from '../../engine/search/factor-query.ts';
import { type FoundRow, type SearchedRow, searchRows } from '../../engine/search/search-rows.ts';
import type { StarterRow } from '../../tables/starter-rows.ts';

/** Where a factor is found. */
export type Origin = 'starter' | 'ledger';

/** A place in the list of what is found: the step of the query, whether it is starter data, and the place among the rows of both. */
export interface FoundPlace {
  readonly step: number;
  readonly origin: Origin;
  readonly at: number;
}

/** Before everything that is found. */
export const FIRST_PLACE: FoundPlace = { step: 0, origin: 'starter', at: -1 };

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
 * of records, those that were read last before others.
 */
export async function listFound(
  ledger: SearchedLedger,
  query: FactorQuery,
  after: FoundPlace,
  limit: number,
): Promise<FoundHit[]> {
  const starter = searchRows(ledger.starter, query);
  const found: FoundHit[] = [];
  for (let step = after.step; step < query.steps.length && found.length < limit; step++) {
    const isFirst = step === after.step;
    if (!isFirst || after.origin === 'starter')
      for (const row of starter)
        if (row.step === step && (!isFirst || row.at > after.at)) found.push(hitOfRow(row));
    const before = isFirst && after.origin === 'ledger' ? after.at : Number.MAX_SAFE_INTEGER;
    if (found.length < limit)
      found.push(...(await searchLedger(ledger, query, { step, before, limit: limit - found.length })));
  }
  return found.slice(0, limit);
}

async function searchLedger(
  { client, readers }: SearchedLedger,
  { steps, period }: FactorQuery,
  { step, before, limit }: { readonly step: number; readonly before: number; readonly limit: number },
): Promise<FoundHit[]> {
  const { all, any, match } = steps[step]!;
  const rows = await searchFactors(client, { all, any, period, readers }, before, limit);
  return rows.map((factor) => ({ factor, match, place: { step, origin: 'ledger', at: factor.place } }));
}

function hitOfRow(row: FoundRow<StarterRow>): FoundHit {
  const { step, at, match } = row;
  return { starter: row, match, place: { step, origin: 'starter', at } };
}

/** Returns the words of a search that no row has which the reader may see, and the nearest ones of the starter data. */
export async function findUnknown(
  { client, starter, readers }: SearchedLedger,
  { words }: FactorQuery,
): Promise<NearName[]> {
  const unknown: NearName[] = [];
  for (const name of findNearNames(words, starter)) {
    const any = [['s', 'n', 't'].map((letter) => `${letter}:${name.word}`)];
    const rows = await searchFactors(client, { all: [], any, period: null, readers }, LAST, 1);
    if (rows.length === 0) unknown.push(name);
  }
  return unknown;
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Returns the records in which factors were found, each once. */
export function listRecordsOf(found: readonly FoundHit[]): Hex[] {
  return [...new Set(found.flatMap((hit) => ('factor' in hit ? hit.factor.record : [])))];
}
