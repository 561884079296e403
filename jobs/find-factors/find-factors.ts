import type { FactorSearch } from '../../client/generated/openapi.ts';
import type { Api } from '../../client/http/api.ts';
import { type FactorRequest, fetchFactors } from '../../client/http/fetch-factors.ts';
import { findNearNames } from '../../engine/search/near-names.ts';
import { type FactorFilters, readFactorQuery, SearchFilterError } from '../../engine/search/factor-query.ts';
import { type FoundRow, indexRows, type SearchedRow, searchRows } from '../../engine/search/search-rows.ts';
import { readStarterRows, type StarterRow } from '../../tables/starter-rows.ts';

/** A page of factors, and whether only the starter data was searched. */
export interface FoundFactors extends FactorSearch {
  readonly isOffline: boolean;
}

/** What a search needs of outside: the server of a ledger, or where there is none the starter data. */
export type FinderPorts =
  | { readonly api: Api }
  | { readonly readStarter: (file: string) => Promise<Uint8Array> };

/** Factors on a page. */
const PAGE = 50;

/**
 * Searches for factors: in starter data and records by a server, or without one in the starter data alone.
 * @throws SearchFilterError, ApiError
 */
export async function findFactors(request: FactorRequest, ports: FinderPorts): Promise<FoundFactors> {
  if ('api' in ports) {
    readFactorQuery(filtersOf(request));
    return { ...(await fetchFactors(ports.api, request)), isOffline: false };
  }
  return searchStarter(indexRows(await readStarterRows(ports.readStarter)), request);
}

/** Searches for factors in the starter data alone. @throws SearchFilterError */
export function searchStarter(
  rows: readonly SearchedRow<StarterRow>[],
  request: FactorRequest,
): FoundFactors {
  const { limit, cursor } = request;
  const query = readFactorQuery(filtersOf(request));
  const found = searchRows(rows, query);
  const first = cursor === undefined ? 0 : readCursor(cursor);
  const last = first + Math.min(limit ?? PAGE, PAGE);
  const { words, places } = query;
  return {
    items: found.slice(first, last).map(showStarter),
    next: last < found.length ? String(last) : null,
    searched: {
      ...{ words: [...words], places: places === null ? null : [...places] },
      ...{ starterRows: rows.length, unread: 0, grantsLeftOut: false },
    },
    unknown: found.length > 0 ? [] : findNearNames(words, rows),
    isOffline: true,
  };
}

function filtersOf({ limit: _limit, cursor: _cursor, ...filters }: FactorRequest): FactorFilters {
  return filters;
}

/** Without a server, a cursor is the number of factors before it. */
function readCursor(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new SearchFilterError('cursor', text, 'the cursor of a page of the same search without a server');
}

function showStarter({ row, match }: FoundRow<StarterRow>): FactorSearch['items'][number] {
  const { file, line, isSecondary, source, ...shown } = row;
  const stated = source === null ? null : { ...source };
  return { ...shown, source: stated, match, starter: { file, line, isSecondary }, record: null };
}
