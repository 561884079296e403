import { CHECKS, type CheckName, type Policy, requiredChecks } from './policy.ts';
import { type CheckResult, isCutShort } from './result.ts';

/** What follows from the results of all checks, by the policy. */
export interface Verdict {
  readonly verdict: 'verified' | 'not-verified' | 'unchecked';
  /** Whether the policy asks if the subject is the newest version in its stream. Where it does not, the verdict says nothing about that. */
  readonly newest: Policy['newest'];
  /** The checks that could not be made, and are required or were cut short by a limit. */
  readonly unchecked: readonly CheckName[];
  /** The checks that the policy does not require. */
  readonly notRequired: readonly CheckName[];
}

/**
 * Returns the verdict: `not-verified` where a check failed; else `unchecked` where a required check was skipped or any check hit a limit;
 * else `verified`. A check that hit a limit counts even if it is not required: otherwise somebody could pad a file until the check stops
 * before it finds the fault (§11).
 */
export function conclude(policy: Policy, checks: readonly CheckResult[]): Verdict {
  const required = requiredChecks(policy);
  const skipped = checks.filter(
    (found) => isCutShort(found) || (found.result === 'skipped' && required.has(found.check)),
  );
  const unchecked = [...new Set(skipped.map(({ check }) => check))];
  const others = { newest: policy.newest, unchecked, notRequired: listNotRequired(policy) };
  if (checks.some(({ result }) => result === 'fail')) return { verdict: 'not-verified', ...others };
  return { verdict: unchecked.length > 0 ? 'unchecked' : 'verified', ...others };
}

/** Returns the checks that a policy does not require. */
export function listNotRequired(policy: Policy): CheckName[] {
  const required = requiredChecks(policy);
  return CHECKS.filter((check) => !required.has(check));
}
