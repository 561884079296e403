import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum } from '../chain/rpc/quorum.ts';
import { findBatchView, findNewestBatch } from '../db/batches/batch-views.ts';
import { voidBatches } from '../db/batches/void-batches.ts';
import { type IndexedBlock, deleteBlocksAbove, listBlocks } from '../db/chain/blocks.ts';
import { type ChainState, clearHalt, readChainState, rewindChain } from '../db/chain/chain-state.ts';
import { takeSealLock } from '../db/locks.ts';
import { withTransaction } from '../db/pool.ts';
import { renumberWaiting } from '../db/records/imported-records.ts';
import type { BatchName } from '../core/publication/format.ts';
import { readChainBatches } from './chain-batches.ts';
import type { OperatorDeps } from './deps.ts';
import { requireBatch } from './import-batch.ts';
import { type ImportResult, checkCopy, importMissing } from './import-missing.ts';
import { OperatorError } from './operator-error.ts';
import { findUnfitBatch } from './unfit-batches.ts';

/** What a reconciliation did, and the state of the ledger after it. */
export interface ReconcileResult extends ImportResult {
  /** Why the ledger is halted now: null when it is not, as after every success. */
  readonly halted: string | null;
  /** Why the ledger was halted before; null when it was not, and nothing was done. */
  readonly resolved: string | null;
  /** The first batch that was voided, with all later ones; null when none was. */
  readonly voidedFrom: number | null;
}

/** How the batches of chain and database differ. */
interface Difference {
  /** Batches that the chain holds and the database does not. */
  readonly missing: readonly BatchName[];
  /** The first batch of the database for which the chain holds another one; null when there is none. */
  readonly voidFrom: number | null;
  /** The number of the newest batch that the chain holds. */
  readonly last: number;
}

/** Blocks that are compared at once. */
const PAGE = 100;

/**
 * Makes the database of a halted ledger agree with the chain, and ends the halt (§9). Where both differ, the chain wins:
 *
 * 1. batches are voided where the chain holds another batch, so that their records wait again;
 * 2. the chain's batches are imported from the publication;
 * 3. after a reorganisation past finality: batches whose records are no longer well signed are voided too, and blocks that the
 *    chain replaced are deleted, to be read again;
 * 4. the halt is cleared, last: a run that was cut short before is simply repeated.
 *
 * @throws PublicationError `copy-lacks` before anything is changed; PublicationError, OperatorError, ReaderError
 */
export async function reconcileLedger(deps: OperatorDeps): Promise<ReconcileResult> {
  const { pool, report } = deps;
  await checkCopy(deps);
  const { halted } = await requireState(deps);
  if (halted === null) {
    const newest = (await findNewestBatch(pool))?.number ?? 0;
    return { halted: null, resolved: null, voidedFrom: null, batches: 0, records: 0, rejected: 0, newest };
  }
  report(`The ledger is halted (${halted.code}): ${halted.message}`);
  const isRewound = halted.code === 'reorg-past-finality';
  const { missing, voidFrom, last } = await compareBatches(deps);
  for (const name of missing) await requireBatch(deps, name);
  if (voidFrom !== null) await voidFromBatch(deps, voidFrom);
  const imported = await importMissing(deps, missing);
  // Only after the import, which would import a published batch that was voided again.
  const unfit = isRewound ? await findUnfitBatch(deps, last) : null;
  if (unfit !== null) await voidFromBatch(deps, unfit);
  await endHalt(deps, isRewound);
  return {
    ...imported,
    halted: (await requireState(deps)).halted?.code ?? null,
    resolved: halted.code,
    voidedFrom: voidFrom ?? unfit,
    newest: (await findNewestBatch(pool))?.number ?? 0,
  };
}

async function requireState({ pool }: OperatorDeps): Promise<ChainState> {
  const state = await readChainState(pool);
  if (state !== null) return state;
  throw new OperatorError(
    'not-indexed',
    'No indexer has read a chain into this database yet. To fill an empty database, run npm run operator -- restore.',
  );
}

async function compareBatches({ pool, reader, report }: OperatorDeps): Promise<Difference> {
  const missing: BatchName[] = [];
  let voidFrom: number | null = null;
  let last = 0;
  for await (const name of readChainBatches(reader)) {
    last = name.number;
    const stored = await findBatchView(pool, name.number);
    if (stored?.id === name.id) continue;
    missing.push(name);
    if (stored !== null) voidFrom ??= name.number;
    const instead = stored === null ? 'does not have it' : `has ${stored.id} instead`;
    report(`Batch ${name.number} on the chain is ${name.id}; the database ${instead}.`);
  }
  if (missing.length === 0) report('The database holds every batch that the chain holds.');
  return { missing, voidFrom, last };
}

/** §9: the records of batches that can no longer be anchored are accepted again, and wait to be sealed. */
async function voidFromBatch({ pool, report }: OperatorDeps, from: number): Promise<void> {
  await withTransaction(pool, async (client) => {
    await takeSealLock(client);
    await voidBatches(client, from);
  });
  report(`Batch ${from} and all later ones are void; their records wait again.`);
}

/** One transaction: until it is committed the ledger stays halted. */
async function endHalt(deps: OperatorDeps, isRewound: boolean): Promise<void> {
  const ancestor = isRewound ? await findAncestor(deps) : null;
  await withTransaction(deps.pool, async (client) => {
    if (isRewound) {
      const dropped = await deleteBlocksAbove(client, ancestor?.number ?? -1);
      await rewindChain(client, ancestor);
      deps.report(`Deleted ${dropped} blocks that the chain replaced; the indexer will read them again.`);
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
