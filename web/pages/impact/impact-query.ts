import { infiniteQueryOptions } from '@tanstack/react-query';
import type { Impact } from '../../../client/generated/openapi.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { useLedger } from '../../session/session.tsx';

/** A record that depends on another one. */
export type Dependent = Impact['dependents']['items'][number];
/** How a dependent stands. */
export type DependentState = Dependent['state'];

/** All states, the one that needs attention first. */
export const STATES: readonly DependentState[] = ['stale', 'restated', 'unaffected', 'withdrawn'];

const PAGE = 500;

/** The dependents of a record, page by page; each page says what changed too. A session shows them by rows where it may read them. */
export function useImpactQuery(id: Hex) {
  const { ledger, key } = useLedger();
  return infiniteQueryOptions({
    queryKey: [...key, 'impact', id],
    queryFn: ({ pageParam }) =>
      ledger.readImpact({ id, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ dependents }) => dependents.next ?? undefined,
  });
}
