import type { ReplayedChain } from '../../jobs/replay/run-replay.ts';
import type { ChainedLedger } from './chained-ledger.ts';

/** Returns the chain of a ledger as a policy without further rules describes it, read from endpoints that must all agree. */
export function chainOf({ domain }: Pick<ChainedLedger, 'domain'>, urls: readonly string[]): ReplayedChain {
  const rpc = { urls: [...urls], quorum: urls.length };
  return { ...rpc, ...domain, finality: 'finalized', codeHash: null, registry: null, checkpoints: [] };
}
