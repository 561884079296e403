import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { isEqualJson } from '../../../core/encoding/json.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import type { KnownEngine } from './policy-form.tsx';

/** Returns a policy with the default rules for a ledger, without a pinned contract; it accepts all engines that the page has. */
export function policyFor(
  { chainId, ledger, urls = [] }: { chainId: number; ledger: string; urls?: readonly string[] },
  engines: readonly KnownEngine[],
): Policy {
  return createPolicy({ chainId, ledger, urls, engines: engines.map(({ digest }) => digest) });
}

/** Tells whether a policy has the rules of `policyFor`: the user may have named ledger, endpoints and engines, and nothing else. */
export function hasDefaultRules(policy: Policy): boolean {
  const { chainId, ledger, rpc, engines, finality, codeHash, registry } = policy;
  const named = { rpc, finality, codeHash, registry };
  const usual = { ...createPolicy({ chainId, ledger, urls: [], engines }), ...named };
  return isEqualJson(usual, policy);
}
