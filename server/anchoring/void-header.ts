import { Transaction } from 'ethers';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { isTurn } from '../../db/batches/anchorer-turn.ts';
import { type BatchView, findOldestUnanchored } from '../../db/batches/batch-views.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import { trySealLock } from '../../db/locks.ts';
import { withTransaction } from '../../db/pool.ts';
import { type StoredTransaction, readTransactions } from '../../db/batches/transactions.ts';
import { lockBatch, voidBatches } from '../../db/batches/void-batches.ts';
import { readNonce } from './chain-calls.ts';
import { type StepDeps, type AnchorStep, VOID_REASONS, type VoidReason } from './step.ts';

/** Tells whether a header can no longer be mined because a final block is too late for it (§9). */
export function isTooLate({ header }: BatchView, { finalTime }: ChainState, maxDelay: number): boolean {
  return finalTime !== null && finalTime > header.sealedAt + maxDelay;
}

/**
 * Tells whether all transactions of a batch lost their nonces by the final block that the indexer has read (§9). There must be at least one.
 * All events up to that block were read. If they do not contain the anchor of the batch, these transactions can no longer be mined, even if
 * an endpoint hides something. If no quorum reports a nonce, the transactions count as still open.
 */
export async function areLost(
  deps: StepDeps,
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
 * Makes a batch and its successors void, and lets their records wait again (§9). `judged` are all transactions that were sent for it. This is
 * one transaction: after a crash the batch is unchanged, or its records wait again. If another process has meanwhile read its anchor or
 * stored another transaction, nothing changes.
 */
export async function voidBatch(
  { pool, turn, log }: StepDeps,
  { id, header }: BatchView,
  why: VoidReason,
  judged: readonly StoredTransaction[],
): Promise<AnchorStep> {
  const { number } = header;
  const done = await withTransaction(pool, async (client) => {
    if (!(await trySealLock(client)) || !(await lockBatch(client, number))) return false;
    if (!(await isTurn(client, turn))) return false;
    const now = await findOldestUnanchored(client);
    const stored = await readTransactions(client, number);
    if (now?.id !== id || stored.length !== judged.length) return false;
    await voidBatches(client, number);
    return true;
  });
  if (!done) return { kind: 'waiting', reason: 'moved' };
  log.warn(
    { batch: number, header: id, why },
    `A batch is void: ${VOID_REASONS[why]}. Its records will be sealed again.`,
  );
  return { kind: 'voided', batch: number, why };
}
