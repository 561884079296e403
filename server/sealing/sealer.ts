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
import { explainSession } from '../../db/session-errors.ts';
import { type WaitingRecords, markSealed, readQueue, readWaiting } from '../../db/records/waiting-records.ts';
import { updateHeads } from './heads-update.ts';
import { hashLeaves } from './record-leaves.ts';
import type { Log } from '../../runtime/log.ts';
import { type Loop, type NextStep, startLoop } from '../../runtime/loop.ts';
import { openLasting } from '../../runtime/lasting.ts';
import { openRepeats } from '../../runtime/repeats.ts';
import { findUnfit, rejectUnfit } from './rejection.ts';

/** What the sealer works with. */
export interface SealerDeps {
  readonly pool: Pool;
  readonly log: Log;
  /** A batch is sealed when this number of records waits. It never has more. */
  readonly maxRecords: number;
  /** A batch is sealed when the oldest waiting record was accepted this number of seconds ago. */
  readonly maxAge: number;
  /** The ledger's `maxDelay` in seconds. */
  readonly maxDelay: number;
  /** Returns the time that the next block of the chain would have, unix seconds. The clocks of chain and server may differ. */
  readonly readNextTime: () => Promise<number>;
  /** Unix seconds by the server's clock, the one that `acceptedAt` comes from. */
  readonly now: () => number;
}

/** Why the sealer waits. No other codes exist. */
export const SEAL_WAITS = {
  'another-sealer': 'another process is sealing',
  'not-ready': 'the indexer knows no final block yet',
  halted: 'the ledger is halted until its operator has reconciled it with the chain',
  closed: 'the ledger has ended',
  unanchored: 'the last batch is not on the chain yet',
  'chain-time': 'the final block is earlier than the last batch',
  'chain-unreachable': 'the chain does not answer',
  'chain-quiet': 'the final block is so old that a batch might be too late for the ledger contract',
  nothing: 'no record waits',
  filling: 'too few records wait, and none has waited long enough',
} as const;

export type SealWait = keyof typeof SEAL_WAITS;

/** The most ids in one line of the log. */
const MAX_LOGGED = 20;

/** Nothing was sealed. */
export interface SealWaiting {
  readonly waiting: SealWait;
}

/** The start of the next batch: the batch before it, and its time. */
interface Opening {
  readonly last: BatchView | null;
  /** Unix seconds of block time (§6). */
  readonly sealedAt: number;
}

/**
 * Seals the next batch and returns its header, or returns why it waits. First it rejects waiting records whose key or role is no longer
 * valid. That is a transaction of its own: intake pauses only for it, not while the batch is computed. Then the batch is sealed in one
 * transaction. Any number of processes may call it: only one seals, the others wait.
 */
export async function sealOnce(deps: SealerDeps): Promise<BatchHeader | SealWaiting> {
  for (;;) {
    // Checked before the transaction, so that the chain is not asked while no batch is due.
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
      'Records were rejected: their key or role is no longer valid, or they depend on a record that was rejected.',
    );
  }
}

async function readNextTime({ readNextTime, log }: SealerDeps): Promise<number | null> {
  return readNextTime().catch((error: unknown) => {
    log.warn({ err: error }, 'The chain does not answer. Nothing is sealed until it does.');
    return null;
  });
}

/**
 * Runs in one transaction. After a crash before the commit the database is unchanged, and the next call by any process does the same
 * again. After a crash behind the commit, records are rejected, or the batch is sealed and the anchorer finds it in the database.
 */
async function sealNext(
  client: PoolClient,
  deps: SealerDeps,
  nextTime: number,
): Promise<BatchHeader | SealWaiting | { rejected: Hex[] }> {
  // The lock ends with the transaction, so a crash releases it.
  if (!(await trySealLock(client))) return { waiting: 'another-sealer' };
  const early = await readOpening(client, deps.maxDelay, nextTime);
  if ('waiting' in early) return early;
  const wait = await findWait(client, deps);
  if (wait !== null) return { waiting: wait };
  const records = await readWaiting(client, deps.maxRecords);
  // The time is read after the records: each was accepted at this final block or an earlier one.
  const opening = await readOpening(client, deps.maxDelay, nextTime);
  if ('waiting' in opening) return opening;
  const unfit = await findUnfit(client, records.authorships, opening.sealedAt);
  // Nothing of the batch is written yet, so only the rejections are committed.
  if (unfit.length > 0) return { rejected: await rejectUnfit(client) };
  return sealBatch(client, opening, records);
}

/** Returns the start of the next batch. `sealedAt` is one second before the newest final block, and never decreases (§6). */
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
  // Batches are anchored in order: if the last one is on the chain, all are.
  if (last !== null && last.anchor === null) return { waiting: 'unanchored' };
  const sealedAt = state.finalTime - 1;
  if (last !== null && sealedAt < last.header.sealedAt) return { waiting: 'chain-time' };
  // The contract limits the time from `sealedAt` to the anchoring block. Half of it is reserved for that block.
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
  // Map nodes are stored under their hash and never removed, so they would be safe even outside the transaction.
  await insertNodes(client, heads.map, heads.made);
  await insertBatch(client, hashHeader(header), header, tree);
  await noteSealed(client, header.number, records.ids.subarray(0, HASH_BYTES));
  await insertHolders(client, header.number, heads.holders);
  await insertHeads(client, header.number, heads.heads);
  await markSealed(client, header.number, placeRecords(records, leaves));
  return header;
}

/** Sorts records in the order of their leaves in the tree. */
function placeRecords(
  { ids, arrivals }: WaitingRecords,
  leaves: Uint8Array,
): Pick<WaitingRecords, 'ids' | 'arrivals'> {
  const order = orderHashes(leaves);
  return { ids: arrangeHashes(ids, order), arrivals: Array.from(order, (record) => arrivals[record]!) };
}

/** Reasons to wait that are logged, because an operator should look at them. */
const ALARMING: readonly SealWait[] = ['halted', 'closed', 'chain-quiet', 'chain-unreachable'];

/** Starts a sealer, which seals each batch when it is due until it is stopped. */
export function startSealer({ pollMs, ...deps }: SealerDeps & { readonly pollMs: number }): Loop {
  const { log } = deps;
  const isNews = openRepeats();
  const standBy = openLasting();
  let reason: SealWait | null = null;
  const step = async (): Promise<NextStep> => {
    const outcome = await sealOnce(deps);
    const seconds = standBy('waiting' in outcome && outcome.waiting === 'another-sealer');
    if (seconds !== null) log.warn({ seconds }, `Another process has been sealing for ${seconds} s.`);
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
    onError(error) {
      const why = explainSession(error);
      if (isNews(why ?? String(error)))
        log.error({ err: error }, `Sealing failed (${why ?? 'see err'}). It will be tried again.`);
    },
  });
}
