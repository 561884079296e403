import { type Policy, requiredChecks } from '../../core/verify/policy.ts';
import type { ProofQuery } from '../../client/http/fetch-proof.ts';

/**
 * Returns the parameters of `readBundle` for the evidence that a policy needs: answers of its judges, heads of a batch that enough of its
 * parties replayed, and what the checks need that it requires.
 */
export function queryForPolicy(policy: Policy): Partial<ProofQuery> {
  const { replays, depth, judges } = policy;
  const required = requiredChecks(policy);
  const isWanted = replays.quorum > 0;
  return {
    judges: judges.length === 0 ? undefined : judges.join(','),
    replays: isWanted ? replays.parties.join(',') : undefined,
    quorum: isWanted ? replays.quorum : undefined,
    history: flag(required.has('order')),
    complete: flag(required.has('completeness')),
    reperformable: flag(required.has('reperformance')),
    // The server includes one level of its own accord, and more where figures are to be computed again.
    depth: depth > 1 ? depth : undefined,
  };
}

function flag(isWanted: boolean): 'true' | undefined {
  return isWanted ? 'true' : undefined;
}
