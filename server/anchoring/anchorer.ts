import { type BatchView, findNewestBatch, findOldestUnanchored } from '../../db/batches/batch-views.ts';
import { type ChainState, readChainState } from '../../db/chain/chain-state.ts';
import { tryAnchorLock } from '../../db/locks.ts';
import { withTransaction } from '../../db/pool.ts';
import { readTransactions } from '../../db/batches/transactions.ts';
import { readQueue } from '../../db/records/waiting-records.ts';
import { anchorBatch } from './anchor-batch.ts';
import { ANCHOR_WAITS, type AnchorerDeps, type AnchorStep } from './anchor-step.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, type NextStep, startLoop } from '../../runtime/loop.ts';
import { wakeChain } from './quiet-chain.ts';
import { isTooLate, voidBatch } from './void-header.ts';

/**
 * Returns what it did to bring the oldest batch that is not anchored onto the chain. It starts from the database and the chain
 * alone, every time: the first start, the next step and the restart after a crash are one path. Any number of processes may call
 * it: one anchors. What it sends says nothing about what is anchored; only the indexer's reading does.
 * @throws ReaderError when the chain can't be asked
 */
export async function anchorOnce(deps: AnchorerDeps): Promise<AnchorStep> {
  return withTransaction(deps.pool, async (lock) => {
    // The transaction carries the lock and nothing else: a crash frees it, and what is stored below is committed at once.
    if (!(await tryAnchorLock(lock))) return { kind: 'waiting', reason: 'another-anchorer' };
    const state = await readChainState(deps.pool);
    if (state === null) return { kind: 'waiting', reason: 'not-ready' };
    if (state.halted !== null) return { kind: 'waiting', reason: 'halted' };
    const batch = await findOldestUnanchored(deps.pool);
    if (batch !== null && isTooLate(batch, state, deps.maxDelay))
      return voidBatch(deps, batch, 'time', await readTransactions(deps.pool, batch.number));
    if (state.ending !== null) return { kind: 'waiting', reason: 'closed' };
    if (batch === null) return prepareSealing(deps, state);
    return (await publishBatch(deps, batch)) ?? anchorBatch(deps, state, batch);
  });
}

/** Returns null when the batch stands published, else why it can't be sent (§9). The next step tries again. */
async function publishBatch({ publish }: AnchorerDeps, batch: BatchView): Promise<AnchorStep | null> {
  try {
    await publish?.(batch);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `Batch ${batch.number} can't be published, and is not sent until it is: ${why}`;
    return { kind: 'blocked', reason: 'not-published', message };
  }
}

/**
 * The sealer waits while the final block is old, and what is anchored becomes final only under later blocks: on a chain that mines on
 * demand nothing but a transaction makes them.
 */
async function prepareSealing(deps: AnchorerDeps, state: ChainState): Promise<AnchorStep> {
  const { count } = await readQueue(deps.pool, 1);
  const newest = await findNewestBatch(deps.pool);
  const isWanted = count > 0 || newest?.state === 'anchored';
  const woken = isWanted ? await wakeChain(deps, state) : null;
  return woken ?? { kind: 'waiting', reason: 'nothing' };
}

/** Returns a running anchorer. */
export function startAnchorer({ pollMs, ...deps }: AnchorerDeps & { readonly pollMs: number }): Loop {
  const { log } = deps;
  let last = '';
  /** What goes on as it was is told once. */
  const tellOnce = (key: string, line: () => void): void => {
    if (key !== last) line();
    last = key;
  };
  const step = async (): Promise<NextStep> => {
    const outcome = await anchorOnce(deps);
    tellOnce(JSON.stringify(outcome), () => tell(log, outcome));
    return outcome.kind === 'voided' ? 'at-once' : 'after-pause';
  };
  return startLoop({
    step,
    pollMs,
    onError: (error) =>
      tellOnce(String(error), () => log.error({ err: error }, 'Anchoring failed; it is tried again.')),
  });
}

function tell(log: Log, outcome: AnchorStep): void {
  switch (outcome.kind) {
    case 'blocked':
      return log.error({ reason: outcome.reason }, outcome.message);
    case 'waiting':
      if (['halted', 'late', 'closed'].includes(outcome.reason))
        log.warn({ waiting: outcome.reason }, `Anchoring waits: ${ANCHOR_WAITS[outcome.reason]}.`);
      return;
    case 'woken':
      return log.info({}, 'The chain was quiet: an empty transaction moves it on.');
    case 'voided':
      return;
    case 'sent':
    case 'replaced':
    case 'resent':
      return log.info(outcome, `The transaction of a batch was ${outcome.kind}.`);
  }
}
