import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { Policy } from '../../core/verify/policy.ts';
import { listNamedEngines } from '../engines/named-engines.ts';
import { createPolicy } from './new-policy.ts';

/**
 * Returns a policy without endpoints for the ledger that a file names, so that it is checked for what it can tell by itself. It accepts what
 * the file names, because then the engines that are at hand, `engines`, run alone: another one is missing, and the file is not at fault.
 */
export function policyOfFile(file: Uint8Array, engines: readonly Hex[]): Policy {
  try {
    const bundle = parseBundle(file);
    const { chainId, ledger } = bundle;
    return createPolicy({
      ...{ chainId, ledger, urls: [] },
      engines: [...new Set([...engines, ...listNamedEngines(bundle)])],
    });
  } catch {
    // The verification says why it cannot be read.
    return createPolicy({ chainId: 1, ledger: `0x${'0'.repeat(40)}`, urls: [], engines });
  }
}
