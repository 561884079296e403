import type { Hex } from '../../core/encoding/hex.ts';
import {
  FIRST_PLACE,
  type FactorPlace,
  findFactorPlace,
  type FoundFactor,
  readFactors,
  type Readers,
  searchFactors,
} from '../../db/factors/factor-search.ts';
import type { Queryable } from '../../db/pool.ts';
import { findNearNames, type NearName } from '../../engine/search/near-names.ts';
import { type FactorQuery, listAnywhere, type Match } from '../../engine/search/factor-query.ts';
import { findStep, type FoundRow, type SearchedRow, searchRows } from '../../engine/search/search-rows.ts';
import type { StarterRow } from '../../tables/starter-rows.ts';

/** A place in the list of what is found: behind a row of the starter data, or behind a row of a record, in a step of the query. */
export type FoundPlace = { readonly step: number } & (
  | { readonly at: number }
  | { readonly record: Hex; readonly position: number }
);

/** Before everything that is found. */
export const BEGINNING: FoundPlace = { step: 0, at: -1 };

/** A factor that was found, in the starter data or in a record. */
export type FoundHit = { readonly place: FoundPlace; readonly match: Match } & (
  | { readonly starter: FoundRow<StarterRow> }
  | { readonly factor: FoundFactor }
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
  const at = 'at' in after ? after.at : Infinity;
  const starter = searchRows(ledger.starter, query).filter((row) =>
    row.step === after.step ? row.at > at : row.step > after.step,
  );
  const matched = await matchRows(ledger, query, { step: after.step, place: begin }, limit);
  const factors = await readFactors(
    ledger.client,
    matched.map(({ place }) => place),
  );
  const hits = matched.flatMap(({ step, place }) => {
    const factor = factors.get(place);
    return factor === undefined ? [] : [hitOfFactor(factor, step, query)];
  });
  return [...starter.slice(0, limit).map(hitOfRow), ...hits]
    .sort((a, b) => a.place.step - b.place.step)
    .slice(0, limit);
}

/** A row of a record that matches, and the step of the query that finds it. */
interface Matched {
  readonly step: number;
  readonly place: FactorPlace;
}

/** So many rows that match are sorted by how well they do. Of more, those of each step are searched for by themselves. */
const FEW = 1_000;

/** Returns the rows of records after a place in the list, at most `limit`. */
async function matchRows(
  { client, readers }: SearchedLedger,
  { steps, whole, period }: FactorQuery,
  after: Matched,
  limit: number,
): Promise<Matched[]> {
  const all = await searchFactors(client, { ...whole, period, readers }, FIRST_PLACE, FEW + 1);
  if (all.length <= FEW)
    return all
      .map(({ place, marks }) => ({ place, step: findStep(new Set(marks), steps) }))
      .filter(({ step, place }) => (step === after.step ? place < after.place : step > after.step))
      .sort((a, b) => a.step - b.step)
      .slice(0, limit);
  const found: Matched[] = [];
  for (let step = after.step; step < steps.length && found.length < limit; step++) {
    const before = step === after.step ? after.place : FIRST_PLACE;
    const rows = await searchFactors(
      client,
      { ...steps[step]!, period, readers },
      before,
      limit - found.length,
    );
    found.push(...rows.map(({ place }) => ({ step, place })));
  }
  return found;
}

function hitOfFactor(factor: FoundFactor, step: number, { steps }: FactorQuery): FoundHit {
  const { record, position } = factor;
  return { factor, match: steps[step]!.match, place: { step, record, position } };
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
    const any = listAnywhere([name.word]);
    const rows = await searchFactors(client, { all: [], any, period: null, readers }, FIRST_PLACE, 1);
    if (rows.length === 0) unknown.push(name);
  }
  return unknown;
}

/** Returns the records in which factors were found, each once. */
export function listRecordsOf(found: readonly FoundHit[]): Hex[] {
  return [...new Set(found.flatMap((hit) => ('factor' in hit ? hit.factor.record : [])))];
}
