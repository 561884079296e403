import type { Pool, PoolClient } from 'pg';
import { type BatchHeader, checkSuccessor, hashHeader } from '../../core/batches/batch.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { HASH_BYTES, arrangeHashes, orderHashes } from '../../core/hashing/hash-order.ts';
import { buildTree, treeRoot } from '../../core/merkle/tree.ts';
import { type BatchView, findNewestBatch } from '../../db/batches/batch-views.ts';
import { insertBatch } from '../../db/batches/batches.ts';
import { readChainState } from '../../db/chain/chain-state.ts';
import { insertHeads, insertHolders } from '../../db/batches/heads.ts';
import { trySealLock } from '../../db/locks.ts';
import { insertNodes } from '../../db/batches/map-nodes.ts';
import { noteSealed } from '../../db/monitoring/monitoring.ts';
import { type Queryable, withTransaction } from '../../db/pool.ts';
import { type WaitingRecords, markSealed, readQueue, readWaiting } from '../../db/records/waiting-records.ts';
import { updateHeads } from './heads-update.ts';
import { hashLeaves } from './record-leaves.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, type NextStep, startLoop } from '../../runtime/loop.ts';
import { findUnfit, rejectUnfit } from './rejection.ts';

/** What the sealer works with. */
export interface SealerDeps {
  readonly pool: Pool;
  readonly log: Log;
  /** A batch is closed when so many records wait; none has more. */
  readonly maxRecords: number;
  /** A batch is closed when the oldest waiting record was accepted so many seconds ago. */
  readonly maxAge: number;
  /** The ledger's `maxDelay` in seconds. */
  readonly maxDelay: number;
  /** Returns the time that the chain's next block would have, unix seconds: block clock and server clock may part. */
  readonly readNextTime: () => Promise<number>;
  /** Unix seconds by the server's clock, by which records were accepted. */
  readonly now: () => number;
}

/** Why nothing is sealed now. Closed. */
export const SEAL_WAITS = {
  'another-sealer': 'another process is sealing',
  'not-ready': 'the indexer knows no final block yet',
  halted: 'the ledger stopped until its operator has reconciled it with the chain',
  closed: 'the ledger has ended',
  unanchored: 'the last batch is not on chain yet',
  'chain-time': 'the final block is no later than the last batch',
  'chain-unreachable': 'the chain does not answer',
  'chain-quiet': 'the final block is so old that a batch might come too late for the ledger contract',
  nothing: 'no record waits',
  filling: 'too few records wait, and none for long enough',
} as const;

export type SealWait = keyof typeof SEAL_WAITS;

/** The most ids in one line of the log. */
const MAX_LOGGED = 20;

/** Nothing was sealed. */
export interface SealWaiting {
  readonly waiting: SealWait;
}

/** What the next batch stands on. */
interface Opening {
  readonly last: BatchView | null;
  /** Unix seconds of block time (§6). */
  readonly sealedAt: number;
}

/**
 * Returns the header of the batch that was sealed, or why none was. Whatever waits and isn't well signed any more is rejected
 * first, in a transaction of its own, so that intake, which must pause for it, goes on before the batch is computed; then the
 * batch is sealed whole in one transaction. Any number of processes may call it: one seals, the others are told so.
 */
export async function sealOnce(deps: SealerDeps): Promise<BatchHeader | SealWaiting> {
  for (;;) {
    // A look before the transaction: while no batch is due the chain isn't asked.
    const wait = await findWait(deps.pool, deps);
    if (wait !== null) return { waiting: wait };
    const nextTime = await readNextTime(deps);
    if (nextTime === null) return { waiting: 'chain-unreachable' };
    const outcome = await withTransaction(deps.pool, (client) => sealNext(client, deps, nextTime));
    if (!('rejected' in outcome)) return outcome;
    const { rejected } = outcome;
    if (rejected.length === 0) continue;
    deps.log.warn(
      { count: rejected.length, first: rejected.slice(0, MAX_LOGGED) },
      'Records were rejected: they are not well signed any more, or stand on one that is not.',
    );
  }
}

async function readNextTime({ readNextTime, log }: SealerDeps): Promise<number | null> {
  return readNextTime().catch((error: unknown) => {
    log.warn({ err: error }, 'The chain does not answer: nothing is sealed meanwhile.');
    return null;
  });
}

/**
 * One transaction: a crash before its commit leaves the database as it was, and the next call, by any process, does the same
 * again; a crash after it leaves rejected records, or a sealed batch that the anchorer takes from the database.
 */
async function sealNext(
  client: PoolClient,
  deps: SealerDeps,
  nextTime: number,
): Promise<BatchHeader | SealWaiting | { rejected: Hex[] }> {
  // The lock ends with the transaction, so a crash frees it.
  if (!(await trySealLock(client))) return { waiting: 'another-sealer' };
  const early = await readOpening(client, deps.maxDelay, nextTime);
  if ('waiting' in early) return early;
  const wait = await findWait(client, deps);
  if (wait !== null) return { waiting: wait };
  const records = await readWaiting(client, deps.maxRecords);
  // The time is read after them: none was accepted by a newer final block than it is judged and sealed by.
  const opening = await readOpening(client, deps.maxDelay, nextTime);
  if ('waiting' in opening) return opening;
  const unfit = await findUnfit(client, records.authorships, opening.sealedAt);
  // Nothing of the batch is written yet: what is committed now are the rejections alone.
  if (unfit.length > 0) return { rejected: await rejectUnfit(client) };
  return sealBatch(client, opening, records);
}

/** `sealedAt` is one second before the newest final block, and never falls (§6). */
async function readOpening(
  client: PoolClient,
  maxDelay: number,
  nextTime: number,
): Promise<Opening | SealWaiting> {
  const state = await readChainState(client);
  if (state?.finalTime == null) return { waiting: 'not-ready' };
  if (state.halted !== null) return { waiting: 'halted' };
  if (state.ending !== null) return { waiting: 'closed' };
  const last = await findNewestBatch(client);
  // Batches are anchored in order, so the last one stands for all.
  if (last !== null && last.anchor === null) return { waiting: 'unanchored' };
  const sealedAt = state.finalTime - 1;
  if (last !== null && sealedAt < last.header.sealedAt) return { waiting: 'chain-time' };
  // The contract bounds the time from `sealedAt` to the block that anchors: half of it is left for that block.
  if (nextTime - sealedAt > maxDelay / 2) return { waiting: 'chain-quiet' };
  return { last, sealedAt };
}

async function findWait(
  client: Queryable,
  { maxRecords, maxAge, now }: SealerDeps,
): Promise<SealWait | null> {
  const { count, since } = await readQueue(client, maxRecords);
  if (since === null) return 'nothing';
  return count < maxRecords && now() - since < maxAge ? 'filling' : null;
}

async function sealBatch(
  client: PoolClient,
  { last, sealedAt }: Opening,
  records: WaitingRecords,
): Promise<BatchHeader> {
  const leaves = hashLeaves(records);
  const tree = buildTree(leaves);
  const heads = await updateHeads(client, last?.header.heads ?? ZERO_HASH, records);
  const header: BatchHeader = {
    number: (last?.header.number ?? 0) + 1,
    previous: last?.id ?? ZERO_HASH,
    records: treeRoot(tree),
    recordCount: records.count,
    heads: heads.root,
    sealedAt,
  };
  checkSuccessor(last?.header ?? null, header);
  // Map nodes are named by their content and never removed: none could be half-written even without the transaction.
  await insertNodes(client, heads.map, heads.made);
  await insertBatch(client, hashHeader(header), header, tree);
  await noteSealed(client, header.number, records.ids.subarray(0, HASH_BYTES));
  await insertHolders(client, header.number, heads.holders);
  await insertHeads(client, header.number, heads.heads);
  await markSealed(client, header.number, placeRecords(records, leaves));
  return header;
}

/** Returns records in the order of their leaves in the tree. */
function placeRecords(
  { ids, arrivals }: WaitingRecords,
  leaves: Uint8Array,
): Pick<WaitingRecords, 'ids' | 'arrivals'> {
  const order = orderHashes(leaves);
  return { ids: arrangeHashes(ids, order), arrivals: Array.from(order, (record) => arrivals[record]!) };
}

/** What must be looked at when it keeps the sealer waiting. */
const ALARMING: readonly SealWait[] = ['halted', 'closed', 'chain-quiet', 'chain-unreachable'];

/** Returns a running sealer: batches follow one another as they fall due. */
export function startSealer({ pollMs, ...deps }: SealerDeps & { readonly pollMs: number }): Loop {
  const { log } = deps;
  let reason: SealWait | null = null;
  const step = async (): Promise<NextStep> => {
    const outcome = await sealOnce(deps);
    if (!('waiting' in outcome)) {
      log.info({ batch: outcome.number, records: outcome.recordCount }, 'A batch was sealed.');
      reason = null;
      return 'at-once';
    }
    if (outcome.waiting !== reason && ALARMING.includes(outcome.waiting))
      log.warn({ waiting: outcome.waiting }, `Sealing waits: ${SEAL_WAITS[outcome.waiting]}.`);
    reason = outcome.waiting;
    return 'after-pause';
  };
  return startLoop({
    step,
    pollMs,
    onError: (error) => log.error({ err: error }, 'Sealing failed; it is tried again.'),
  });
}
