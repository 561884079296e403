import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Entry, RecordView } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { entriesQuery, recordQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';
import type { RunInput } from './compute-messages.ts';

/** Returns the chosen records with their entries, as a method reads them; null until all are read. */
export function useInputs(
  sources: readonly Hex[],
): readonly (RunInput & { entries: readonly Entry[] })[] | null {
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
        : sources.map((id, index) => inputOf(id, views[index]!.data!, entries[index]!.data!.entries)),
    // What is read of a record never changes.
    [stamp],
  );
}

function inputOf(
  id: Hex,
  { record: { party, kind, subject, sequence } }: RecordView,
  entries: readonly Entry[],
): RunInput & { entries: readonly Entry[] } {
  return { record: id, entries, stream: { party, kind, subject, sequence } };
}
