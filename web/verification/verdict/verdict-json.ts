import type { Policy } from '../../../core/verify/policy.ts';
import type { PolicyWords } from '../policy/chosen-policy.ts';
import { reportVerdict } from '../../../jobs/verify/verdict-report.ts';
import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';
import { policyOfPresent } from '../../../jobs/verify/present.ts';

/** A file that was verified. */
interface JudgedFile extends PolicyWords {
  readonly name: string;
  readonly outcome: ProofVerification;
  readonly policy: Policy | null;
  /** Unix seconds. */
  readonly checkedAt: number;
}

/** The verification of a newer file of the same record, by which it is known how the record stands today. */
interface Now {
  readonly outcome: ProofVerification;
  /** Unix seconds. */
  readonly checkedAt: number;
}

/**
 * Returns the verdict as `ledger verify --json` prints it, followed by what a later reader of the text needs: which file it is about,
 * when and by which policy it was judged, and whose words that policy is. With `now`, it is the verdict on the newer file, which has no
 * name: the page fetched it.
 */
export function formatVerdictJson(judged: JudgedFile, now: Now | null = null): string {
  const { ledgerFrom, endpointsFrom, policyFile } = judged;
  const { outcome, checkedAt } = now ?? judged;
  const policy = judged.policy === null || now === null ? judged.policy : policyOfPresent(judged.policy);
  const beside = {
    file: { name: now === null ? judged.name : null, sha256: outcome.sha256 },
    checkedAt,
    policy: policy === null ? null : hideSecrets(policy),
    ...{ ledgerFrom, endpointsFrom, policyFile },
  };
  return `${JSON.stringify({ ...reportVerdict(outcome), ...beside }, null, 2)}\n`;
}

/** Returns a policy without the paths of its endpoints: they may hold a key. */
export function hideSecrets(policy: Policy): Policy {
  return { ...policy, rpc: { ...policy.rpc, urls: policy.rpc.urls.map((url) => `${new URL(url).origin}/`) } };
}
