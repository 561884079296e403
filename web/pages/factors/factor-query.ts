import { infiniteQueryOptions } from '@tanstack/react-query';
import type { FactorSearch } from '../../../client/generated/openapi.ts';
import type { Given } from '../../data/queries.ts';
import { useLedger } from '../../session/session.tsx';

/** A factor that was found. */
export type FoundFactor = FactorSearch['items'][number];

/** What is searched for, as the address of the page holds it. */
export type FactorFilters = Omit<Given<'searchFactors'>, 'cursor' | 'limit' | 'period'>;

/** The names of the filters that are fields beside the words. */
export const FILTERS = ['place', 'year', 'type', 'gas', 'unit', 'source'] as const;

/** The factors that are found, page by page. A session finds the private rows that it may read. */
export function useFactorQuery(filters: FactorFilters) {
  const { ledger, key } = useLedger();
  return infiniteQueryOptions({
    queryKey: [...key, 'factors', filters],
    queryFn: ({ pageParam }) =>
      ledger.searchFactors({ ...filters, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    // A filter that is refused stays refused.
    retry: false,
  });
}
