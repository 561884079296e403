import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Hex } from '../../../../core/encoding/hex.ts';
import type { ItemOf } from '../../../data/queries.ts';
import type { PartySession } from '../../../session/require-session.tsx';
import { type VerdictRules, verdictQuery } from '../../../work/use-verdict.ts';
import type { Judged } from '../../../verification/verdict/report.tsx';
import { asProven, listOpinions } from '../../../../jobs/decide/judged-disclosure.ts';
import { matterOf } from '../decision-matter.ts';
import { type Exception, findException } from '../../../../jobs/decide/decision-cautions.ts';
import { type OwnDecisions, pendingDecision } from '../known-verdicts.ts';
import { listShownFigures, type ShownFigure } from '../shown-figures.ts';
import { readSourceAnswers } from '../use-source-answers.ts';

/** How many disclosures wait for their turn at the same time: it bounds what a stop has to wait for. */
const AT_ONCE = 2;

/** Whether a disclosure can be accepted together with others. */
export interface Finding {
  /** The disclosure as its own proof file has it. */
  readonly proven: ItemOf<'listRecords'>;
  /** Null if it can be. */
  readonly exception: Exception | null;
  /** What is accepted: the figures, and the opinions on them that stand. */
  readonly figures: readonly ShownFigure[];
  readonly opinions: readonly Pick<Opinion, 'record' | 'party' | 'says' | 'level' | 'scope'>[];
  /** The parties as the registry on the chain names them; undefined where the disclosure could not be checked. */
  readonly parties: Judged['outcome']['parties'] | undefined;
}

type Opinion = ReturnType<typeof listOpinions>[number];

/** Returns what was found of a disclosure that could not be checked. */
export function findNothing(item: ItemOf<'listRecords'>): Finding {
  return { proven: item, exception: 'failed', figures: [], opinions: [], parties: undefined };
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

/** How old a verdict may be when an acceptance is signed, in milliseconds: between the list and the signature a day can pass. */
const FRESH_MS = 300_000;

/** Returns whether a disclosure can still be accepted with others, just before that is signed: it is verified again where its verdict is old. */
export async function mayAccept(
  queries: QueryClient,
  { session, rules }: Pick<Work, 'session' | 'rules'>,
  { id, record }: ItemOf<'listRecords'>,
): Promise<boolean> {
  const [judged, sources] = await Promise.all([
    queries.query({ ...verdictQuery(session, id, rules), staleTime: FRESH_MS }),
    readSourceAnswers(queries, record),
  ]);
  return findException(matterOf(judged, sources, session.party)) === null;
}

function findingOf(judged: Judged): Pick<Finding, 'figures' | 'opinions' | 'parties'> {
  return {
    figures: listShownFigures(judged),
    opinions: listOpinions(judged).map(({ record, party, says, level, scope }) => ({
      ...{ record, party, says },
      ...{ level, scope },
    })),
    parties: judged.outcome.parties,
  };
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
        const proven = asProven(item, judged);
        const sources = await readSourceAnswers(queries, proven.record);
        if (isStopped()) return;
        const isOnItsWay = pendingDecision(decisions, item.record, judged, session.party) !== null;
        findings.set(item.id, {
          ...(judged === undefined ? findNothing(item) : findingOf(judged)),
          proven,
          exception: isOnItsWay
            ? 'decided'
            : findException(judged && matterOf(judged, sources, session.party)),
        });
        setDone(findings.size);
      }
    };
    for (let worker = 0; worker < AT_ONCE; worker++) void run();
    return () => stop.abort();
  }, [queries, given, findings]);
  return { findings, done };
}
