import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LedgerReads } from '../../../../jobs/ports.ts';
import { entriesQuery, partyQuery, recordQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { readNewest } from '../../../work/next-place.ts';

/** Returns what reads the ledger as who is signed in may, and keeps what it has read as long as the page. */
export function useLedgerReads({ ledger, address }: PartySession): LedgerReads {
  const queries = useQueryClient();
  return useMemo(() => {
    const reader = { ledger, key: [PRIVATE, address] };
    return {
      readRecord: (id) => queries.query(recordQuery(id)),
      readEntries: async (id) => (await queries.query(entriesQuery(id, reader))).entries,
      readNewest: (stream) => readNewest(ledger, stream),
      listRecords: async (kind, party) => (await ledger.listRecords({ kind, party, limit: 100 })).items,
      readRoles: async (party) => (await queries.query(partyQuery(party))).roles,
    };
  }, [queries, ledger, address]);
}
