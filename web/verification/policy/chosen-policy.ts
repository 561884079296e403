import * as z from 'zod';
import { parsePolicy, type Policy } from '../../../core/verify/policy.ts';

/** Whose word the address of the ledger is in a policy. */
export type Word = 'user' | 'server' | 'proof';

/** The policy of the user of a page. */
export interface ChosenPolicy {
  readonly policy: Policy;
  readonly ledgerFrom: Word;
}

const KEPT = 'verify-policy';

const keptSchema = z.object({ ledgerFrom: z.enum(['user', 'server', 'proof']), policy: z.unknown() });

/** Returns the policy that this browser keeps; null without one, where it is not valid, and where a page may keep nothing. */
export function readKept(): ChosenPolicy | null {
  try {
    const { ledgerFrom, policy } = keptSchema.parse(JSON.parse(localStorage.getItem(KEPT) ?? 'null'));
    return { ledgerFrom, policy: parsePolicy(JSON.stringify(policy)) };
  } catch {
    return null;
  }
}

/** Keeps a policy in this browser; null forgets it. A policy holds no secret, besides what the user put into an endpoint’s address. */
export function keep(chosen: ChosenPolicy | null): void {
  try {
    if (chosen === null) localStorage.removeItem(KEPT);
    else localStorage.setItem(KEPT, JSON.stringify(chosen));
  } catch {
    // The choice then lasts as long as the page.
  }
}
