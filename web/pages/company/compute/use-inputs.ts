import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Entry } from '../../../../client/generated/openapi.ts';
import { inputOf, type RunInput } from '../../../../jobs/compute/record-input.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { entriesQuery, recordQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';

/** Returns the chosen records with their entries, as a method reads them; null until all are read. */
export function useInputs(sources: readonly Hex[]): readonly RunInput<Entry>[] | null {
  const reader = useLedger();
  const views = useQueries({ queries: sources.map((id) => recordQuery(id)) });
  const entries = useQueries({
    queries: sources.map((id) => ({ ...entriesQuery(id, reader), retry: false })),
  });
  const isReady =
    views.every(({ data }) => data !== undefined) && entries.every(({ data }) => data !== undefined);
  const stamp = isReady ? sources.join() : null;
  return useMemo(
    () =>
      stamp === null
        ? null
        : sources.map((id, index) => inputOf(id, views[index]!.data!.record, entries[index]!.data!.entries)),
    // What is read of a record never changes.
    [stamp],
  );
}
