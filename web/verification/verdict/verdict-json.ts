import type { Policy } from '../../../core/verify/policy.ts';
import type { Judged } from './report.tsx';

/**
 * Returns the verdict as `ledger verify --json` prints it, followed by what a later reader of the text needs: which file it is about,
 * when and by which policy it was judged, and whose words that policy is.
 */
export function formatVerdictJson(judged: Judged): string {
  const { name, outcome, policy, checkedAt, ledgerFrom, endpointsFrom, policyFile } = judged;
  const { verdict, unchecked, notRequired, at, summary, checks, party, parties, sha256 } = outcome;
  const own = { verdict, unchecked, notRequired, at, summary, checks, party, parties };
  const beside = {
    file: { name, sha256 },
    checkedAt,
    policy: policy === null ? null : hideSecrets(policy),
    ...{ ledgerFrom, endpointsFrom, policyFile },
  };
  return `${JSON.stringify({ ...own, ...beside }, null, 2)}\n`;
}

/** Returns a policy without the paths of its endpoints: they may hold a key. */
export function hideSecrets(policy: Policy): Policy {
  return { ...policy, rpc: { ...policy.rpc, urls: policy.rpc.urls.map((url) => `${new URL(url).origin}/`) } };
}
