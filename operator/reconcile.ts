import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum } from '../chain/rpc/quorum.ts';
import { findBatchView, findNewestBatch } from '../db/batches/batch-views.ts';
import { type IndexedBlock, deleteBlocksAbove, listBlocks } from '../db/chain/blocks.ts';
import { clearHalt, readChainState, rewindChain } from '../db/chain/chain-state.ts';
import { renumberWaiting } from '../db/records/imported-records.ts';
import { takeSealLock } from '../db/locks.ts';
import { withTransaction } from '../db/pool.ts';
import { voidBatches } from '../db/batches/void-batches.ts';
import type { BatchName } from '../server/publication/format.ts';
import { readChainBatches } from './chain-batches.ts';
import type { OperatorDeps } from './deps.ts';
import { requireBatch } from './import-batch.ts';
import { type ImportResult, checkCopy, importMissing } from './import-missing.ts';
import { OperatorError } from './operator-error.ts';
import { findUnfitBatch } from './unfit-batches.ts';

/** What was done so that a ledger goes on. */
export interface ReconcileResult extends ImportResult {
  /** Why it had stopped; null when it had not. */
  readonly halted: string | null;
  /** The first batch that was taken back, its successors with it; null when none was. */
  readonly voidedFrom: number | null;
}

/** Where the chain and the database part. */
interface Difference {
  /** What the chain holds and the database does not. */
  readonly missing: readonly BatchName[];
  /** The first number under which the database holds another batch than the chain; null when there is none. */
  readonly voidFrom: number | null;
  /** The newest batch that the chain holds. */
  readonly last: number;
}

/** Blocks that are compared at once. */
const PAGE = 100;

/**
 * Returns what it did to bring a ledger that stopped together with the chain, which wins (§9): takes back the batches that the chain
 * holds otherwise, or that it may not be sent as it is now, so that their records wait again, imports those of the chain from the publication, forgets blocks that the chain
 * replaced, and lets the ledger go on. The halt is the last to go: what is cut short is begun again.
 * @throws PublicationError `copy-lacks` before anything is changed; PublicationError, OperatorError, ReaderError
 */
export async function reconcileLedger(deps: OperatorDeps): Promise<ReconcileResult> {
  const { pool, tell } = deps;
  await checkCopy(deps);
  const state = await readChainState(pool);
  if (state === null)
    throw new OperatorError(
      'not-indexed',
      'The database was never brought together with a chain: npm run operator -- restore fills an empty one.',
    );
  if (state.halted === null) {
    tell('The ledger did not stop: there is nothing to reconcile.');
    return { halted: null, voidedFrom: null, batches: 0, records: 0, rejected: 0, newest: 0 };
  }
  tell(`The ledger stopped (${state.halted.code}): ${state.halted.message}`);
  const isRewound = state.halted.code === 'reorg-past-finality';
  const { missing, voidFrom, last } = await compareBatches(deps);
  for (const name of missing) await requireBatch(deps, name);
  if (voidFrom !== null) await takeBack(deps, voidFrom);
  const imported = await importMissing(deps, missing);
  // After the import, which would bring back what was published.
  const unfit = isRewound ? await findUnfitBatch(deps, last) : null;
  if (unfit !== null) await takeBack(deps, unfit);
  await goOn(deps, isRewound);
  tell('The ledger goes on: start the indexer again.');
  const newest = (await findNewestBatch(pool))?.number ?? 0;
  return { halted: state.halted.code, ...imported, voidedFrom: voidFrom ?? unfit, newest };
}

async function compareBatches({ pool, reader, tell }: OperatorDeps): Promise<Difference> {
  const missing: BatchName[] = [];
  let voidFrom: number | null = null;
  let last = 0;
  for await (const name of readChainBatches(reader)) {
    last = name.number;
    const stored = await findBatchView(pool, name.number);
    if (stored?.id === name.id) continue;
    missing.push(name);
    if (stored !== null) voidFrom ??= name.number;
    const instead = stored === null ? 'nothing' : `${stored.id}, which the chain does not hold`;
    tell(`The chain holds ${name.id} as batch ${name.number}, the database ${instead}.`);
  }
  if (missing.length === 0) tell('The database holds every batch that the chain holds.');
  return { missing, voidFrom, last };
}

/** §9: the records of batches that can't be mined any more return to accepted. */
async function takeBack({ pool, tell }: OperatorDeps, from: number): Promise<void> {
  await withTransaction(pool, async (client) => {
    await takeSealLock(client);
    await voidBatches(client, from);
  });
  tell(`Batch ${from} and its successors are taken back; their records wait again.`);
}

/** One transaction: until its commit the ledger stays stopped. */
async function goOn(deps: OperatorDeps, isRewound: boolean): Promise<void> {
  const ancestor = isRewound ? await findAncestor(deps) : null;
  await withTransaction(deps.pool, async (client) => {
    if (isRewound) {
      const dropped = await deleteBlocksAbove(client, ancestor?.number ?? -1);
      await rewindChain(client, ancestor);
      deps.tell(`${dropped} blocks that the chain replaced are forgotten, and read again.`);
    }
    await renumberWaiting(client);
    await clearHalt(client);
  });
}

/** Returns the newest stored block that the chain still holds, null when it holds none of them. */
async function findAncestor({ pool, endpoints }: OperatorDeps): Promise<IndexedBlock | null> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const blocks = await listBlocks(pool, before, PAGE);
    for (const block of blocks) {
      const found = await askQuorum(endpoints, readBlock(block.number));
      if (found?.hash === block.hash) return block;
    }
    const last = blocks.at(-1);
    if (last === undefined) return null;
    before = last.number;
  }
}
