import type { NamingReader } from '../../chain/rpc-reader.ts';
import type { Policy } from '../../core/verify/policy.ts';

/** How often, and for how many milliseconds, one verification asks an endpoint at most (§11). */
const LIMITS = { maxCalls: 4_096, maxTime: 120_000 };

/** Returns a reader of the chain that a policy names; null if it names no endpoint. */
export async function openPolicyReader(policy: Policy): Promise<NamingReader | null> {
  return policy.rpc.urls.length === 0 ? null : openReader(policy);
}

/** Begins to load the module that reads the chain, so that a later `openReader` waits less. */
export function preloadReader(): void {
  import('../../chain/rpc-reader.ts').catch(() => undefined);
}

/**
 * Returns a reader of the chain at the endpoints that a policy names. Its module is imported only when it is needed: it imports ethers,
 * which takes as long to load as all other modules together.
 */
export async function openReader({
  chainId,
  ledger,
  registry,
  finality,
  rpc,
}: Policy): Promise<NamingReader> {
  const { openRpcReader } = await import('../../chain/rpc-reader.ts');
  return openRpcReader({
    ...LIMITS,
    urls: rpc.urls,
    quorum: rpc.quorum,
    finality,
    chainId,
    ledger,
    ...(registry === null ? {} : { registry: registry.address }),
  });
}
