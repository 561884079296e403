import { queryOptions, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { nameOfKind } from '../../../core/records/kind.ts';
import { type ItemOf, newestQuery, recordQuery } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { PRIVATE } from '../../session/session.tsx';
import { useSourceNews } from '../../work/source-news.tsx';
import { useVerdict, type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';
import { listUnknown } from '../../../jobs/decide/decision-cautions.ts';

interface NewsGiven {
  readonly session: PartySession;
  readonly item: Pick<ItemOf<'listRecords'>, 'id' | 'record' | 'state'>;
  readonly rules: VerdictRules | undefined;
  /** A decision of the user that the verdict does not show yet. */
  readonly pending: Pick<ItemOf<'listRecords'>, 'id' | 'state'> | null;
}

/** What has happened since a disclosure was verified. */
export interface News {
  /** Whether something is registered that the verdict does not know of. */
  readonly isOld: boolean;
  /** Whether it is verified again just now. */
  readonly isVerifying: boolean;
  readonly verify: () => void;
}

const EVERY_MS = 30_000;

/** The newest hundred records that a party may read by a grant. A grant is no event of the ledger, so they are read again now and then. */
const grantsQuery = ({ party, address, ledger }: PartySession) =>
  queryOptions({
    queryKey: [PRIVATE, 'grants-received', address, party],
    queryFn: async () =>
      (await ledger.listGrantsReceived({ party, limit: 100 })).items.map((each) => each.record),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  });

/**
 * Follows what the ledger has registered since a disclosure was verified: a newer version of it or of its sources, and the user's decision. The
 * disclosure is verified again once for each of them, when that is final: no proof file shows it before. One that shows no figures is also
 * verified again once the user's party may read them; and one that could not be verified because it was not final, once it is.
 */
export function useNews({ session, item, rules, pending }: NewsGiven): News {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useVerdict(session, item.id, rules);
  const { party, kind, subject } = item.record;
  const newest = useQuery(newestQuery({ party, kind: nameOfKind(kind), subject })).data;
  const sources = useSourceNews(item.record).map(({ source, newest: by }) => ({
    source: source.id,
    newest: by.id,
  }));
  const unknown = data === undefined ? [] : listUnknown(data, { own: newest?.record ?? null, sources });
  const found = useQueries({ queries: unknown.map((id) => recordQuery(id)) });
  const isEmpty = data !== undefined && data.outcome.summary?.figures.length === 0;
  const grants = useQuery({ ...grantsQuery(session), enabled: isEmpty }).data ?? [];
  const granted = isEmpty ? grants.filter((id) => id === item.id) : [];
  const final = [...found.flatMap(({ data: each }) => each ?? []), ...(pending === null ? [] : [pending])]
    .filter(({ state }) => state === 'final')
    .map(({ id }) => id)
    .concat(granted, error !== null && item.state === 'final' ? [item.id] : []);
  const asked = useRef(new Set<Hex>());
  useEffect(() => {
    const fresh = final.filter((id) => !asked.current.has(id));
    if (fresh.length === 0 || isFetching || rules === undefined) return;
    fresh.forEach((id) => asked.current.add(id));
    void queries.invalidateQueries({ queryKey: verdictQuery(session, item.id, rules).queryKey });
  });
  return {
    isOld: unknown.length > 0,
    isVerifying: data !== undefined && isFetching,
    verify: () => void refetch(),
  };
}
