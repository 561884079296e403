import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../../../client/http/api-error.ts';
import type { RecordSummary } from '../../../../client/generated/openapi.ts';
import type { Hex } from '../../../../core/encoding/hex.ts';
import { entriesQuery, partyQuery } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { useLedger } from '../../../session/session.tsx';
import { newestVersions } from '../../../../client/http/newest-versions.ts';
import type { RowsOf, Span } from './needs.ts';
import { type Candidate, proposeSources } from './propose-sources.ts';

/** At most so many of the newest datasets are looked into, own ones and others: each is read whole. */
const MOST = 20;

interface Asked {
  readonly reads: readonly string[];
  readonly chosen: readonly RowsOf[];
  readonly period: Span | null;
}

/** Returns a function that looks into the newest datasets, and returns those to add to what is chosen. @throws ApiError */
export function useProposal(session: PartySession): (asked: Asked) => Promise<Hex[]> {
  const queries = useQueryClient();
  const reader = useLedger();
  const read = async ({ id, record }: RecordSummary): Promise<Candidate | null> => {
    try {
      const { entries } = await queries.query(entriesQuery(id, reader));
      return { id, entries, isOwn: record.party === session.party };
    } catch (error) {
      // Another party's private rows, or rows that are not stored: nobody can propose them.
      if (error instanceof ApiError && !error.isTemporary) return null;
      throw error;
    }
  };
  return async (asked) => {
    const own = await session.ledger.listRecords({ kind: 'dataset', party: session.party, limit: 100 });
    const all = await session.ledger.listRecords({ kind: 'dataset', limit: 100 });
    const mine = listReady(own.items).slice(0, MOST);
    const others: RecordSummary[] = [];
    for (const item of listReady(all.items)) {
      if (others.length === MOST) break;
      if (item.record.party === session.party) continue;
      const { roles } = await queries.query(partyQuery(item.record.party));
      if (roles.includes('provider')) others.push(item);
    }
    const candidates: Candidate[] = [];
    for (const item of [...mine, ...others]) {
      const candidate = await read(item);
      if (candidate !== null) candidates.push(candidate);
    }
    return proposeSources(asked, candidates);
  };
}

/** Returns the newest versions that can be sources. */
function listReady(items: readonly RecordSummary[]): readonly RecordSummary[] {
  return newestVersions(items).filter(({ state }) => state === 'anchored' || state === 'final');
}
