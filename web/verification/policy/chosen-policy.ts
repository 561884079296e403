import * as z from 'zod';
import { parsePolicy, type Policy } from '../../../core/verify/policy.ts';
import { mayHoldKey } from './endpoint-key.ts';

/** Whose word the address of the ledger is in a policy. */
type Word = 'user' | 'server' | 'proof';

/** The policy of the user of a page. */
export interface ChosenPolicy {
  readonly policy: Policy;
  readonly ledgerFrom: Word;
}

const KEPT = 'verify-policy';

const keptSchema = z.object({ ledgerFrom: z.enum(['user', 'server', 'proof']), policy: z.unknown() });

/** Returns the policy that this tab or this browser keeps; null without one, where it is not valid, and where a page may keep nothing. */
export function readKept(): ChosenPolicy | null {
  try {
    const ofTab = sessionStorage.getItem(KEPT);
    const { ledgerFrom, policy } = keptSchema.parse(
      JSON.parse(ofTab ?? localStorage.getItem(KEPT) ?? 'null'),
    );
    return { ledgerFrom, policy: parsePolicy(JSON.stringify(policy)) };
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
