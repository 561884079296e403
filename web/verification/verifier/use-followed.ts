import { useEffect, useState } from 'react';
import type { AnswerReport } from '../../../agents/answer/report-answer.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { Followed, RestatedRecord } from '../../../jobs/follow/find-restated.ts';
import { isSameLedger } from './use-verifications.ts';
import type { VerifierTools } from './verifier-tools.ts';

/** Whether the records behind an answer changed since: what the server says, or why nobody knows here. */
export type FollowState =
  | { readonly state: 'no-records' | 'no-server' | 'other-ledger' | 'asking' }
  | { readonly state: 'followed'; readonly followed: Followed }
  | { readonly state: 'failed'; readonly message: string };

/** Returns which records of a statement were restated, as far as they were followed. */
export function listRestated(following: FollowState, records: readonly Hex[]): readonly RestatedRecord[] {
  if (following.state !== 'followed') return [];
  return following.followed.restated.filter(({ record }) => records.includes(record));
}

/** Asks the server of the page which of the records behind an answer were restated since. The answer is verified without it. */
export function useFollowed(
  report: AnswerReport,
  { follow, ledger }: Pick<VerifierTools, 'follow' | 'ledger'>,
  policy: Policy | null,
): { readonly following: FollowState; readonly again: () => void } {
  const [following, setFollowing] = useState<FollowState>({ state: 'asking' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isShown = true;
    const show = (now: FollowState): void => {
      if (isShown) setFollowing(now);
    };
    const server =
      follow !== null && policy !== null && !isSameLedger(policy, ledger) ? 'other-ledger' : follow;
    void followReport(report, server, show);
    return () => {
      isShown = false;
    };
  }, [report, follow, ledger, policy, turn]);
  return { following, again: () => setTurn((now) => now + 1) };
}

async function followReport(
  { statements }: AnswerReport,
  follow: VerifierTools['follow'] | 'other-ledger',
  show: (now: FollowState) => void,
): Promise<void> {
  const records: readonly Hex[] = statements.flatMap((each) => each.records);
  if (records.length === 0) return show({ state: 'no-records' });
  if (follow === null) return show({ state: 'no-server' });
  if (follow === 'other-ledger') return show({ state: 'other-ledger' });
  show({ state: 'asking' });
  try {
    show({ state: 'followed', followed: await follow(records) });
  } catch (error) {
    show({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
}
