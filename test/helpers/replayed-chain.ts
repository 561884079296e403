import type { ReplayPorts } from '../../jobs/replay/replay-ports.ts';
import { chainOfPolicy, type ReplayedChain } from '../../jobs/replay/run-replay.ts';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { openLocalReplay } from '../../cli/replay/local-replay.ts';
import type { ChainedLedger } from './chained-ledger.ts';

/** Returns the chain of a ledger as a policy without further rules describes it, read from endpoints that must all agree. */
export function chainOf({ domain }: Pick<ChainedLedger, 'domain'>, urls: readonly string[]): ReplayedChain {
  return chainOfPolicy(createPolicy({ ...domain, urls }));
}

/** Returns what a replay in this thread needs, with its state in a folder. */
export function replayIn(state: string): ReplayPorts & ReturnType<typeof openLocalReplay> {
  return { ...openLocalReplay({ state, threads: 1, onWarning: () => {} }), onProgress: () => {} };
}
