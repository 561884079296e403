import * as z from 'zod';
import type { Policy } from '../../../core/verify/policy.ts';
import { readPolicyFile } from '../../../jobs/verify/policy-fields.ts';
import { mayHoldKey } from './endpoint-key.ts';

/** Whose word the address of the ledger is in a policy: `policy` is a file with a policy, which somebody else may have sent. */
export type Word = 'user' | 'server' | 'proof' | 'policy';

/** Whose words a policy is made of. */
export interface PolicyWords {
  readonly ledgerFrom: Word;
  /** Who named the endpoints. Who compares the address of the ledger has not chosen whom the page asks about it. */
  readonly endpointsFrom: 'user' | 'server';
  /** The name of the file that the rules come from; null where they come from none. */
  readonly policyFile: string | null;
}

/** The policy of the user of a page. */
export interface ChosenPolicy extends PolicyWords {
  readonly policy: Policy;
}

/** Returns whose words a policy is made of; without one, the ledger is the one that a proof file names. */
export function wordsOf(chosen: ChosenPolicy | null): PolicyWords {
  const { ledgerFrom = 'proof', endpointsFrom = 'user', policyFile = null } = chosen ?? {};
  return { ledgerFrom, endpointsFrom, policyFile };
}

/** Returns who named the endpoints of a policy that the user made from another one: the user, who added one. */
export function nameEndpoints(policy: Policy, before: ChosenPolicy | null): PolicyWords['endpointsFrom'] {
  const known = before?.policy.rpc.urls ?? [];
  const isAdded = policy.rpc.urls.some((url) => !known.includes(url));
  return isAdded ? 'user' : wordsOf(before).endpointsFrom;
}

const KEPT = 'verify-policy';

const keptSchema = z.object({
  ledgerFrom: z.enum(['user', 'server', 'proof', 'policy']),
  endpointsFrom: z.enum(['user', 'server']),
  policyFile: z.string().max(300).nullable(),
  policy: z.unknown(),
});

/** Returns the policy that this tab or this browser keeps; null without one, where it is not valid, and where a page may keep nothing. */
export function readKept(): ChosenPolicy | null {
  try {
    const ofTab = sessionStorage.getItem(KEPT);
    const kept = keptSchema.parse(JSON.parse(ofTab ?? localStorage.getItem(KEPT) ?? 'null'));
    return { ...kept, policy: readPolicyFile(JSON.stringify(kept.policy)) };
  } catch {
    return null;
  }
}

/**
 * Keeps a policy in this browser, or until the tab is closed where the address of an endpoint may hold a key: no secret is stored. Null
 * forgets it.
 */
export function keep(chosen: ChosenPolicy | null): void {
  try {
    sessionStorage.removeItem(KEPT);
    localStorage.removeItem(KEPT);
    if (chosen === null) return;
    const place = chosen.policy.rpc.urls.some(mayHoldKey) ? sessionStorage : localStorage;
    place.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // The choice then lasts as long as the page.
  }
}
