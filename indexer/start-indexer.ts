import { setTimeout as wait } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { ChainConfig } from '../runtime/chain-settings.ts';
import { openFollowedChain } from './followed-chain.ts';
import { type IndexContext, indexOnce, type IndexStep } from './index-chain.ts';
import type { Log } from '../runtime/log.ts';

/** An indexer that runs. */
export interface RunningIndexer {
  /** Resolves when it no longer runs: with null after `stop`, with what an operator must know after it halted. */
  readonly ended: Promise<Extract<IndexStep, { kind: 'halted' }> | null>;
  /** Stops after the step under way. */
  stop(): Promise<void>;
}

/** What an indexer needs. */
export interface IndexerOptions {
  readonly pool: Pool;
  readonly config: ChainConfig;
  readonly log: Log;
}

/** The longest pause between two tries while the chain or the database can't be reached, in milliseconds. */
const LONGEST_PAUSE = 30_000;

/**
 * Returns an indexer that follows the chain until it is stopped, or halts. A chain or database that can't be reached is asked
 * again, ever more slowly.
 * @throws IndexerError when chain, ledger or database are not of each other; ReaderError when the chain can't be asked at first
 */
export async function startIndexer({ pool, config, log }: IndexerOptions): Promise<RunningIndexer> {
  const chain = await openFollowedChain(pool, config);
  const stopping = new AbortController();
  log.info({ chainId: chain.chainId, ledger: chain.ledger, registry: chain.registry }, 'following the chain');
  const ended = follow({ pool, chain, log }, config.pollMilliseconds, stopping.signal);
  return {
    ended,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

async function follow(
  context: IndexContext,
  pollMilliseconds: number,
  signal: AbortSignal,
): Promise<Extract<IndexStep, { kind: 'halted' }> | null> {
  let failures = 0;
  while (!signal.aborted) {
    const step = await tryStep(context, failures);
    failures = step === null ? failures + 1 : 0;
    if (step?.kind === 'halted') return step;
    if (step !== null && hasMore(step)) continue;
    await pause(
      failures === 0 ? pollMilliseconds : Math.min(LONGEST_PAUSE, pollMilliseconds * 2 ** failures),
      signal,
    );
  }
  return null;
}

function hasMore(step: IndexStep): boolean {
  return step.kind === 'reorg' || (step.kind === 'read' && step.isBehind);
}

async function tryStep(context: IndexContext, failures: number): Promise<IndexStep | null> {
  try {
    const step = await indexOnce(context);
    if (failures > 0) context.log.info({ failures }, 'the chain is read again');
    if (step.kind === 'moved') context.log.debug({ reason: step.reason }, 'the chain moved');
    return step;
  } catch (error) {
    context.log.warn({ err: error, failures: failures + 1 }, 'the chain could not be read; trying again');
    return null;
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal }).catch(() => {});
}
