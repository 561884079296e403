import type { Policy } from '../../../core/verify/policy.ts';
import type { Judged } from './report.tsx';

/**
 * Returns the verdict as `ledger verify --json` prints it, followed by what a later reader of the text needs: which file it is about,
 * when and by which policy it was judged, and whose words that policy is. `outcome` is another one than that of the file where a newer
 * file of its record was fetched, which has no name.
 */
export function formatVerdictJson(judged: Judged, outcome = judged.outcome): string {
  const { policy, checkedAt, ledgerFrom, endpointsFrom, policyFile } = judged;
  const name = outcome === judged.outcome ? judged.name : null;
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
