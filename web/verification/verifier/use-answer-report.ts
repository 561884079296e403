import { useEffect, useState } from 'react';
import type { Policy } from '../../../core/verify/policy.ts';
import { type Opened, type Refusal, refusalOf } from './use-verifications.ts';
import type { VerifierTools } from './verifier-tools.ts';
import { VerificationFailed, verifyAnswerInWorker } from '../work/run-worker.ts';
import type { ShownAnswer } from '../work/messages.ts';
import { openTurns } from '../work/turns.ts';

/** What is known of an answer file: nothing while it is verified. */
export interface JudgedAnswer {
  readonly report: ShownAnswer | null;
  readonly refusal: Refusal | null;
}

/** One answer file is verified at a time: each takes a thread, and computes its runs again. */
const takeTurn = openTurns(1);

const NOTHING: JudgedAnswer = { report: null, refusal: null };

/** Verifies an answer file in a worker, again whenever the policy or a file beside it changes. */
export function useAnswerReport(
  file: File,
  policy: Policy | null,
  { tools, beside }: { readonly tools: VerifierTools; readonly beside: Opened['beside'] },
): JudgedAnswer {
  const [judged, setJudged] = useState(NOTHING);
  useEffect(() => {
    const stop = new AbortController();
    const show = (found: Partial<JudgedAnswer>): void => {
      if (!stop.signal.aborted) setJudged({ ...NOTHING, ...found });
    };
    show(NOTHING);
    const { openWorker, engines } = tools;
    const { documents, given } = beside;
    const now = Math.floor(Date.now() / 1000);
    const request = { task: 'verify-answer', file, policy, now, documents, engines, given } as const;
    takeTurn(stop.signal, () => verifyAnswerInWorker(openWorker, request, stop.signal)).then(
      (report) => show({ report }),
      (error: unknown) => show({ refusal: refusalOf(error) }),
    );
    return () => stop.abort(new VerificationFailed('stopped', 'stopped'));
  }, [file, policy, tools, beside]);
  return judged;
}
