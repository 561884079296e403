import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { ItemOf } from '../../data/queries.ts';
import type { PartySession } from '../../session/require-session.tsx';
import { type VerdictRules, verdictQuery } from '../../work/use-verdict.ts';
import { asProven, type Exception, findException, firstReason } from './choose-disclosures.ts';
import { type OwnDecisions, pendingDecision } from './known-verdicts.ts';

/** How many disclosures wait for their turn at the same time: it bounds what a stop has to wait for. */
const AT_ONCE = 2;

/** Whether a disclosure can be accepted together with others. */
export interface Finding {
  /** The disclosure as its own proof file has it. */
  readonly proven: ItemOf<'listRecords'>;
  /** Null if it can be. */
  readonly exception: Exception | null;
  /** The code of the first check that failed; null without one. */
  readonly code: string | null;
}

interface Work {
  readonly session: PartySession;
  readonly rules: VerdictRules;
  readonly decisions: OwnDecisions;
  readonly items: readonly ItemOf<'listRecords'>[];
}

interface Findings {
  readonly findings: ReadonlyMap<Hex, Finding>;
  readonly done: number;
}

/** Verifies disclosures anew, a few at a time, while the component is on the page, and says which can be accepted. */
export function useFindings(work: Work): Findings {
  const queries = useQueryClient();
  // What was chosen when the work began is verified once. Only findings are kept: a verdict holds a whole proof file.
  const [given] = useState(work);
  const [findings] = useState(() => new Map<Hex, Finding>());
  const [done, setDone] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    const isStopped = (): boolean => stop.signal.aborted;
    const { session, rules, decisions, items } = given;
    const waiting = [...items];
    const run = async (): Promise<void> => {
      for (let item = waiting.shift(); item !== undefined && !isStopped(); item = waiting.shift()) {
        const query = { ...verdictQuery(session, item.id, rules), staleTime: 0 };
        const judged = await queries.query(query).catch(() => undefined);
        if (isStopped()) return;
        const isOnItsWay = pendingDecision(decisions, item.record, judged, session.party) !== null;
        findings.set(item.id, {
          proven: asProven(item, judged),
          exception: isOnItsWay ? 'decided' : findException(judged, session.party),
          code: judged === undefined ? null : firstReason(judged),
        });
        setDone(findings.size);
      }
    };
    for (let worker = 0; worker < AT_ONCE; worker++) void run();
    return () => stop.abort();
  }, [queries, given, findings]);
  return { findings, done };
}
