import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import type { Judged } from '../../verification/verdict/report.tsx';
import { type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';

/** How many disclosures wait for their turn at the same time: it bounds what a stop has to wait for. */
const AT_ONCE = 2;

/** The verdicts of many disclosures; null where one could not be checked. */
export interface AllVerdicts {
  readonly verdicts: ReadonlyMap<Hex, Judged | null>;
  readonly isDone: boolean;
}

/** Verifies disclosures anew, a few at a time, while the component is on the page. */
export function useAllVerdicts(
  session: PartySession,
  rules: VerdictRules,
  items: readonly ItemOf<'listRecords'>[],
): AllVerdicts {
  const queries = useQueryClient();
  const [verdicts, setVerdicts] = useState<ReadonlyMap<Hex, Judged | null>>(new Map());
  // What was chosen when the work began is verified once.
  const [given] = useState({ session, rules, items });
  useEffect(() => {
    const stop = new AbortController();
    const isStopped = (): boolean => stop.signal.aborted;
    const waiting = [...given.items];
    const work = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined && !isStopped(); item = waiting.shift()) {
        const { id } = item;
        const query = { ...verdictQuery(given.session, id, given.rules), staleTime: 0 };
        const judged = await queries.query(query).catch(() => null);
        if (!isStopped()) setVerdicts((now) => new Map([...now, [id, judged]]));
      }
    };
    for (let worker = 0; worker < AT_ONCE; worker++) void work();
    return () => stop.abort();
  }, [queries, given]);
  return { verdicts, isDone: verdicts.size === given.items.length };
}
