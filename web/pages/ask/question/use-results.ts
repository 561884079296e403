import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { entriesQuery, listQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';

/** The most results whose method is looked up: each needs a request. */
const MOST = 40;

/** A registered result that a run can begin with. */
export type FoundResult = ItemOf<'listRecords'> & { readonly method: string };

/** The newest results of the ledger whose figures this reader may read, with their methods; `isPart` where older ones were not looked at. */
export function useResults(): { readonly results: readonly FoundResult[]; readonly isPart: boolean } {
  const reader = useLedger();
  const { data, hasNextPage } = useInfiniteQuery(listQuery('listRecords', { kind: 'result' }));
  const newest = useMemo(
    () =>
      newestVersions(data?.pages.flatMap(({ items }) => items) ?? []).filter(({ state }) =>
        canBeSource(state),
      ),
    [data],
  );
  const looked = newest.slice(0, MOST);
  const methods = useQueries({
    queries: looked.map(({ id }) => ({
      ...entriesQuery(id, reader),
      retry: false,
      select: ({ entries }: { readonly entries: readonly { key: string; detail: unknown }[] }) =>
        (entries.find(({ key }) => key === 'run')?.detail as { method?: unknown } | undefined)?.method,
    })),
  });
  const results = looked.flatMap((item, at) => {
    const method = methods[at]?.data;
    return typeof method === 'string' ? [{ ...item, method }] : [];
  });
  return { results, isPart: hasNextPage || newest.length > MOST };
}
