import type { ProofVerification } from '../../../jobs/verify/verify-proof.ts';

/** What only the chain can tell: that a batch is on it, and who may sign. */
const BY_CHAIN = ['anchor', 'authority'] as const;

/** Tells whether every record of a file was compared with the chain. Without that, anyone can have made up all of it. */
export function isComparedWithChain(checks: ProofVerification['checks']): boolean {
  return BY_CHAIN.every((name) => {
    const found = checks.filter(({ check }) => check === name);
    return found.length > 0 && found.every(({ result }) => result === 'pass' || result === 'warn');
  });
}
