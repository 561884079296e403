import { judgePresent, policyOfPresent, type Present } from '../../../jobs/verify/present.ts';
import type { Judged } from '../verdict/report.tsx';
import { verifyInWorker } from '../work/run-worker.ts';
import type { GivenEngine } from '../work/messages.ts';
import type { VerifierTools } from './verifier-tools.ts';

/**
 * Fetches the newest proof file of the record of an older file and verifies it: the server that gives it is trusted for nothing. Returns
 * how the record stands today, or why that is not known.
 * @throws the reason of the signal, once that is aborted
 */
export async function askPresent(
  { outcome, policy }: Judged,
  { fetchFresh, openWorker, engines }: VerifierTools,
  given: readonly GivenEngine[],
  signal: AbortSignal,
): Promise<Present> {
  const asked = policyOfPresent(policy!);
  try {
    const file = await fetchFresh!(outcome.summary!.record, asked);
    signal.throwIfAborted();
    const checkedAt = Math.floor(Date.now() / 1000);
    const fresh = await verifyInWorker(
      openWorker,
      {
        ...({ task: 'verify', file, policy: asked, now: checkedAt, at: null } as const),
        ...{ engines, given, rows: [], documents: [] },
      },
      { onCheck: () => {}, onSlow: () => {}, signal },
    );
    return judgePresent(outcome, fresh, checkedAt);
  } catch (error) {
    signal.throwIfAborted();
    const detail = error instanceof Error ? error.message : String(error);
    return { state: 'unknown', fault: 'notFetched', detail };
  }
}
