import type { Hex } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import type { Policy } from '../../core/verify/policy.ts';

/** The policy of an answer without registered records: its program computes the figures, and nothing is proven. */
export const NO_POLICY: Hex = `0x${'0'.repeat(64)}`;

/** Returns the digest by which figures and answers name the policy under which they were verified: keccak of the JCS; zeros where there is none. */
export function digestPolicy(policy: Policy | null): Hex {
  return policy === null ? NO_POLICY : hashJson(policy);
}
