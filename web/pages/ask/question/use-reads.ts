import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LedgerReads } from '../../../../jobs/ports.ts';
import { entriesQuery, newestQuery, recordQuery } from '../../../data/queries.ts';
import { useLedger } from '../../../session/session.tsx';

export type Reads = Pick<LedgerReads, 'readRecord' | 'readEntries' | 'readNewest'>;

/** Returns what reads records and their entries: as who is signed in may, or as anyone. */
export function useReads(): Reads {
  const queries = useQueryClient();
  const reader = useLedger();
  return useMemo(
    () => ({
      readRecord: (id) => queries.query(recordQuery(id)),
      readEntries: async (id) => (await queries.query(entriesQuery(id, reader))).entries,
      readNewest: (stream) => queries.query(newestQuery(stream)),
    }),
    [queries, reader],
  );
}
