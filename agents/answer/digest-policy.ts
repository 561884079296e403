import type { Hex } from '../../core/encoding/hex.ts';
import { hashJson } from '../../core/hashing/json-hash.ts';
import type { Policy } from '../../core/verify/policy.ts';

/** Returns the hash by which figures name the policy under which they were verified (keccak of the JCS); that of null where there is none. */
export function digestPolicy(policy: Policy | null): Hex {
  return hashJson(policy);
}
