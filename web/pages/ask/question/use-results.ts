import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import { canBeSource } from '../../../../jobs/compute/record-input.ts';
import type { ItemOf } from '../../../data/queries.ts';
import { isPrivate } from '../../../data/is-private.ts';
import { entriesQuery, listQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';

/** The most results whose method is looked up: each needs a request. */
const MOST = 40;

/** A registered result that a run can begin with. */
export type FoundResult = ItemOf<'listRecords'> & {
  readonly method: string;
  /** The keys of its figures. */
  readonly keys: readonly string[];
};

/** The newest results of the ledger whose figures this reader may read. */
interface Results {
  readonly results: readonly FoundResult[];
  /** Whether older ones were not looked at. */
  readonly isPart: boolean;
  /** How many this reader may not read. */
  readonly unread: number;
}

/** Reads the newest results of the ledger, with their methods. */
export function useResults(): Results {
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
      select: selectMethod,
    })),
  });
  const results = looked.flatMap((item, at) => {
    const { method, keys } = methods[at]?.data ?? NOTHING;
    return typeof method === 'string' ? [{ ...item, method, keys }] : [];
  });
  const unread = methods.filter(({ error }) => isPrivate(error)).length;
  return { results, isPart: hasNextPage || newest.length > MOST, unread };
}

const NOTHING = { method: undefined, keys: [] };

interface Listed {
  readonly entries: readonly { readonly key: string; readonly detail: unknown }[];
}

function selectMethod({ entries }: Listed): { readonly method: unknown; readonly keys: readonly string[] } {
  const run = entries.find(({ key }) => key === 'run')?.detail as { method?: unknown } | undefined;
  return { method: run?.method, keys: entries.map(({ key }) => key) };
}
