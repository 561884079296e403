import { Transaction } from 'ethers';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { type BatchView, findOldestUnanchored } from '../../db/batches/batch-views.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import { trySealLock } from '../../db/locks.ts';
import { withTransaction } from '../../db/pool.ts';
import { type StoredTransaction, readTransactions } from '../../db/batches/transactions.ts';
import { lockBatch, voidBatches } from '../../db/batches/void-batches.ts';
import { readNonce } from './anchor-chain.ts';
import { type AnchorerDeps, type AnchorStep, VOID_SIGNS, type VoidSign } from './anchor-step.ts';

/** Returns whether no block can hold a header any more, because a final one is too late for it (§9). */
export function isTooLate({ header }: BatchView, { finalTime }: ChainState, maxDelay: number): boolean {
  return finalTime !== null && finalTime > header.sealedAt + maxDelay;
}

/**
 * Returns whether transactions, of which there is one, all lost their nonces as of the final block that the indexer read (§9). Up to
 * that block every event was read: where no anchor of the batch was, none of them can be mined any more, whatever an endpoint
 * hides. Where no quorum tells, they count as alive.
 */
export async function areLost(
  deps: AnchorerDeps,
  { finalHash }: ChainState,
  transactions: readonly StoredTransaction[],
): Promise<boolean> {
  if (finalHash === null || transactions.length === 0) return false;
  const bySender = Map.groupBy(transactions, ({ raw }) => Transaction.from(raw).from);
  for (const [sender, sent] of bySender) {
    const nonce = sender === null ? null : await readNonce(deps, sender, finalHash).catch(takeAsUnknown);
    if (nonce === null || sent.some((transaction) => transaction.nonce >= nonce)) return false;
  }
  return true;
}

function takeAsUnknown(error: unknown): null {
  if (error instanceof ReaderError) return null;
  throw error;
}

/**
 * Takes a batch back of which nothing but `judged` was sent, with its successors (§9). One transaction: a crash leaves the batch whole,
 * or its records waiting again. What another process did meanwhile stands: an anchor that was read, a transaction that was stored.
 */
export async function voidBatch(
  { pool, log }: AnchorerDeps,
  { id, header }: BatchView,
  sign: VoidSign,
  judged: readonly StoredTransaction[],
): Promise<AnchorStep> {
  const { number } = header;
  const done = await withTransaction(pool, async (client) => {
    if (!(await trySealLock(client)) || !(await lockBatch(client, number))) return false;
    const now = await findOldestUnanchored(client);
    const stored = await readTransactions(client, number);
    if (now?.id !== id || stored.length !== judged.length) return false;
    await voidBatches(client, number);
    return true;
  });
  if (!done) return { kind: 'waiting', reason: 'moved' };
  log.warn(
    { batch: number, header: id, sign },
    `A batch can't be mined any more, since ${VOID_SIGNS[sign]}: its records are sealed again.`,
  );
  return { kind: 'voided', batch: number, sign };
}
