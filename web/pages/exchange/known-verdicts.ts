import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import { subjectOfAnswers } from '../../../jobs/register/draft-record.ts';
import { ledger } from '../../data/ledger.ts';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { PRIVATE } from '../../session/session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import type { VerdictRules } from '../../work/use-verdict.ts';
import { findDecision } from '../../../jobs/decide/judged-disclosure.ts';

/** Returns the verdict on a disclosure as far as it is known. The function is another one after each new verdict. */
type ReadVerdict = (id: Hex) => Judged | undefined;

/** Follows the verdicts of this browser, without asking for any. */
export function useKnownVerdicts(session: PartySession, rules: VerdictRules | undefined): ReadVerdict {
  const queries = useQueryClient();
  const [changes, setChanges] = useState(0);
  useEffect(
    () =>
      queries.getQueryCache().subscribe(({ type, query }) => {
        const [, name] = query.queryKey as readonly unknown[];
        if (type === 'updated' && name === 'verdict' && query.state.status === 'success')
          setChanges((count) => count + 1);
      }),
    [queries],
  );
  const policy = JSON.stringify(rules?.chosen?.policy ?? null);
  return useMemo(() => {
    const known = new Map<unknown, Judged>();
    const found = queries.getQueriesData<Judged>({ queryKey: [PRIVATE, 'verdict', session.address] });
    for (const [[, , , id, by], judged] of found)
      if (judged !== undefined && by === policy) known.set(id, judged);
    return Object.assign((id: Hex) => known.get(id), { changes });
  }, [changes, queries, policy, session.address]);
}

/** Decisions of the party that are newer than what a verdict shows: the newest hundred, by the stream of the disclosure. */
export type OwnDecisions = ReadonlyMap<string, ItemOf<'listRecords'>>;

/** Follows the newest decisions of a party, by the streams that they are about. */
export function useOwnDecisions(party: Hex): OwnDecisions {
  const { data } = useQuery({
    queryKey: ['listRecords', 'own-decisions', party],
    queryFn: () => ledger.listRecords({ kind: 'decision', party, limit: 100 }),
  });
  return useMemo(() => {
    const decisions = new Map<string, ItemOf<'listRecords'>>();
    for (const item of data?.items ?? [])
      if (item.state !== 'rejected' && !decisions.has(item.record.subject))
        decisions.set(item.record.subject, item);
    return decisions;
  }, [data]);
}

/** Returns the newest decision of the party on a disclosure's stream, where the verdict does not show it yet. */
export function pendingDecision(
  decisions: OwnDecisions,
  record: ItemOf<'listRecords'>['record'],
  judged: Judged | undefined,
  party: Hex,
): ItemOf<'listRecords'> | null {
  const newest = decisions.get(subjectOfAnswers(record));
  if (newest === undefined) return null;
  return judged !== undefined && findDecision(judged, party)?.record === newest.id ? null : newest;
}
