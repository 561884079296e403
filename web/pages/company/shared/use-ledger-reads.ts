import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { LedgerReads } from '../../../../jobs/ports.ts';
import { entriesQuery, partyQuery, recordQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { PRIVATE } from '../../../session/session.tsx';
import { draftPorts } from '../../../work/draft-next.ts';

/** Returns what reads the ledger as who is signed in may, and keeps what it has read as long as the page. */
export function useLedgerReads(session: PartySession): LedgerReads {
  const queries = useQueryClient();
  return useMemo(() => {
    const { ledger, address } = session;
    const reader = { ledger, key: [PRIVATE, address] };
    return {
      readRecord: (id) => queries.query(recordQuery(id)),
      readEntries: async (id) => (await queries.query(entriesQuery(id, reader))).entries,
      readNewest: draftPorts(session).readNewest,
      listRecords: async (kind, party) => (await ledger.listRecords({ kind, party, limit: 100 })).items,
      readRoles: async (party) => (await queries.query(partyQuery(party))).roles,
    };
  }, [queries, session]);
}
