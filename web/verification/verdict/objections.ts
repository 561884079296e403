import type { CheckResult } from '../../../core/verify/result.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';

/** What an answer can say against a record. A reader must know it whatever the policy refuses. */
const AGAINST = ['adverse', 'rejected'] as const;

/** Returns a finding for each answer that counts and speaks against a record in the file, where no check reports it: the policy does not refuse it. */
export function listObjections({
  checks,
  summary,
}: Pick<ProofVerification, 'checks' | 'summary'>): CheckResult[] {
  return [...(summary?.answers ?? []), ...(summary?.otherAnswers ?? [])].flatMap(
    ({ record, says, counts }) => {
      const word = AGAINST.find((each) => each === says);
      if (word === undefined || !counts) return [];
      const code = `answer-${word}` as const;
      if (checks.some((check) => check.code === code && check.record === record)) return [];
      return [
        { check: 'answers', record, result: 'warn', code, basis: record, expected: null, actual: null },
      ];
    },
  );
}
