import {
  deleteBlocksAbove,
  listBlocks,
  type IndexedBlock,
  raiseFinalBlock,
  replaceNewestBlock,
  readOpenBlocks,
} from '../db/chain/blocks.ts';
import { findNewestAnchor } from '../db/chain/anchors.ts';
import {
  type ChainState,
  haltChain,
  isFinalBlock,
  noteMissedEvent,
  readChainState,
  rewindChain,
} from '../db/chain/chain-state.ts';
import { storeClockSkew } from '../db/chain/clock.ts';
import { noteFinal, noteReorganisation } from '../db/monitoring/monitoring.ts';
import { type Queryable, withTransaction } from '../db/pool.ts';
import { Invariant } from '../core/errors.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { forgetChains, selectChain } from '../chain/rpc/agreed-block.ts';
import { readRange, type ReadBlock } from './chain-range.ts';
import { type ChainView, viewChain } from './followed-chain.ts';
import type { IndexContext } from './index-context.ts';
import { areEqual, askLedgerFacts, EventMissed, type LedgerFacts, readLedgerFacts } from './ledger-facts.ts';
import { readAgain } from './read-again.ts';
import type { LedgerChain } from '../runtime/open-chain.ts';
import { relateToChain, type Relation } from './reorganisation.ts';
import { storeRange } from './store-range.ts';

/** What one step did. */
export type IndexStep =
  /** Blocks were read, up to `head`; `doubtful` may have events that no endpoint gave; `isBehind` says that the chain has more. */
  | {
      readonly kind: 'read';
      readonly head: number | null;
      readonly final: number | null;
      readonly doubtful: readonly number[];
      readonly isBehind: boolean;
    }
  /** Stored blocks are no longer on the chain: `dropped` blocks were deleted, with everything read from them. */
  | { readonly kind: 'reorg'; readonly head: number | null; readonly dropped: number }
  /** The chain moved during the step, or its endpoints lag behind the final block. Nothing was changed; the next step tries again. */
  | { readonly kind: 'moved'; readonly reason: string }
  /** An operator must act. No further blocks are read. */
  | { readonly kind: 'halted'; readonly code: string; readonly message: string };

/**
 * Brings the database one step closer to the chain, and returns what it did. It either deletes the blocks that a reorganisation
 * replaced, or reads the next range and moves the final block. Each step is one transaction: after a crash the database matches an
 * earlier state of the chain, and the next step continues. Only this function stores what is anchored and what is final.
 * @throws ReaderError when the chain can't be read
 */
export async function indexOnce(context: IndexContext): Promise<IndexStep> {
  const { pool, chain } = context;
  const state = await readChainState(pool);
  if (state === null) throw new Invariant('the followed chain was never opened');
  if (state.halted !== null) return { kind: 'halted', ...state.halted };
  const began = performance.now();
  const view = await viewChain(chain);
  const ended = state.readAt + Math.ceil((performance.now() - began) / 1000);
  const skew = context.measureClock?.({ head: view.head, began: state.readAt, ended }) ?? null;
  if (skew !== null) await storeClockSkew(pool, skew);
  const known = await readOpenBlocks(pool);
  const relation = await relateToChain(known, state.finalNumber, view);
  if (relation.kind !== 'same') await confirmChain(view, chain);
  switch (relation.kind) {
    case 'past-finality':
      return haltPastFinality(context, relation);
    case 'behind':
      return {
        kind: 'moved',
        reason: `the chain ends at block ${view.head.number}, before block ${relation.final.number}, which was final`,
      };
    case 'reorg':
      return dropBlocks(context, known[0] ?? null, relation.ancestor);
    case 'same':
      return readBlocks(context, state, view, relation.head);
  }
}

/** Before blocks are deleted: the endpoints still serve the chain that they served when they were first asked. @throws ReaderError */
async function confirmChain({ endpoints }: ChainView, { domain }: LedgerChain): Promise<void> {
  forgetChains(endpoints);
  await selectChain(endpoints, domain.chainId);
}

async function haltPastFinality(
  { pool, log }: IndexContext,
  { final, found }: Extract<Relation, { kind: 'past-finality' }>,
): Promise<IndexStep> {
  const code = 'reorg-past-finality';
  const message =
    `Block ${final.number} was final with hash ${final.hash}, but the chain now has ${found.hash}: a final block was replaced. ` +
    'Nothing is sealed until the operator has found the cause and run npm run operator -- reconcile.';
  const isHalted = await withTransaction(pool, async (client) => {
    if (!(await isFinalBlock(client, final))) return false;
    await haltChain(client, code, message);
    return true;
  });
  if (!isHalted) return { kind: 'moved', reason: 'another indexer or the operator was faster' };
  log.error({ code, block: final.number }, message);
  return { kind: 'halted', code, message };
}

async function dropBlocks(
  { pool, log }: IndexContext,
  head: IndexedBlock | null,
  ancestor: IndexedBlock | null,
): Promise<IndexStep> {
  const dropped = await withTransaction(pool, async (client) => {
    if (!(await replaceNewestBlock(client, head, ancestor))) return null;
    const count = await deleteBlocksAbove(client, ancestor?.number ?? -1);
    await noteReorganisation(client, count);
    return count;
  });
  if (dropped === null) return { kind: 'moved', reason: 'another indexer was faster' };
  log.warn(
    { dropped, head: ancestor?.number ?? null },
    'The chain was reorganised; the blocks that it replaced were deleted.',
  );
  return { kind: 'reorg', head: ancestor?.number ?? null, dropped };
}

async function readBlocks(
  context: IndexContext,
  state: ChainState,
  view: ChainView,
  parent: IndexedBlock | null,
): Promise<IndexStep> {
  const { pool, chain, log } = context;
  const blocks = await readRange(view, parent, state.startBlock, [chain.domain.ledger, chain.registry]);
  if (blocks === null) return { kind: 'moved', reason: 'the chain moved while it was read' };
  const last = blocks.at(-1)?.block ?? parent;
  if (!(await storeChecked(context, parent, view, blocks)))
    return { kind: 'moved', reason: 'another indexer was faster' };
  await readAgain(context, view, blocks.length > 0);
  const after = await readChainState(pool);
  if (after?.halted != null) {
    log.error({ code: after.halted.code }, after.halted.message);
    return { kind: 'halted', ...after.halted };
  }
  const head = last?.number ?? null;
  return {
    kind: 'read',
    head,
    final: after?.finalNumber ?? null,
    doubtful: blocks.flatMap(({ block, isDoubtful }) => (isDoubtful ? [block.number] : [])),
    isBehind: head !== null && head < view.head.number,
  };
}

/**
 * Stores a range if its events, with those before, add up to what the contract says. Else one is missing: nothing is stored, and no
 * block becomes final, so that nothing is decided without the event. If it already was missing before the range, the blocks since the
 * newest anchor are deleted, to be read again.
 * @throws EventMissed
 */
async function storeChecked(
  context: IndexContext,
  parent: IndexedBlock | null,
  view: ChainView,
  blocks: readonly ReadBlock[],
): Promise<boolean> {
  const { pool } = context;
  const last = blocks.at(-1)?.block;
  const contract = last === undefined ? null : await askFacts(context, view, last);
  try {
    return await store(context, parent, view, { blocks, contract });
  } catch (error) {
    if (!(error instanceof EventMissed)) throw error;
    await noteMissedEvent(pool, true);
    const before = parent === null ? null : await askFacts(context, view, parent);
    if (before !== null && !areEqual(before, await readLedgerFacts(pool)))
      await dropSinceAnchor(context, parent);
    throw error;
  }
}

/** Returns what the contract says at a block; null if the endpoints do not keep the state of a block that is not the newest. */
async function askFacts(
  { chain, log }: IndexContext,
  { head, endpoints }: ChainView,
  block: Pick<IndexedBlock, 'number' | 'hash'>,
): Promise<LedgerFacts | null> {
  try {
    return await askLedgerFacts(endpoints, chain.domain.ledger, block);
  } catch (error) {
    if (block.number === head.number || !(error instanceof ReaderError) || error.code !== 'rpc-answer')
      throw error;
    log.debug(
      { err: error, block: block.number },
      'The endpoints do not keep the state of this block: the contract is compared at a later one.',
    );
    return null;
  }
}

/** Deletes the block of the newest anchor and all later ones, to read them again. */
async function dropSinceAnchor({ pool, log }: IndexContext, head: IndexedBlock | null): Promise<void> {
  const anchor = await findNewestAnchor(pool);
  const [ancestor = null] = anchor === null ? [] : await listBlocks(pool, anchor.block, 1);
  const dropped = await withTransaction(pool, async (client) => {
    if (!(await replaceNewestBlock(client, head, ancestor))) return 0;
    const final = (await readChainState(client))?.finalNumber ?? -1;
    if ((ancestor?.number ?? -1) < final) await rewindChain(client, ancestor);
    return deleteBlocksAbove(client, ancestor?.number ?? -1);
  });
  if (dropped === 0) return;
  log.warn(
    { dropped, head: ancestor?.number ?? null },
    'An event is missing in blocks that were read before; they are read again.',
  );
}

/** A range, and what the contract says at its end; null if that is not known. */
interface Range {
  readonly blocks: readonly ReadBlock[];
  readonly contract: LedgerFacts | null;
}

/**
 * Stores a range and moves newest and final block, in one transaction. Returns false if another indexer moved the newest block.
 * @throws EventMissed
 */
async function store(
  { pool, chain }: IndexContext,
  parent: IndexedBlock | null,
  view: ChainView,
  { blocks, contract }: Range,
): Promise<boolean> {
  const last = blocks.at(-1)?.block;
  return withTransaction(pool, async (client) => {
    if (last !== undefined && !(await replaceNewestBlock(client, parent, last))) return false;
    await storeRange(client, chain, blocks);
    if (contract !== null) await requireAll(client, last?.number ?? 0, contract);
    const { final } = view;
    const newest = last ?? null;
    // If the range ends before the final block, all blocks in it are final.
    const reached = newest !== null && final !== null && newest.number < final.number ? newest : final;
    if (reached !== null) {
      await noteFinal(client, reached.number, reached.hash);
      await raiseFinalBlock(client, reached.number, reached.hash);
    }
    return true;
  });
}

async function requireAll(client: Queryable, block: number, contract: LedgerFacts): Promise<void> {
  const events = await readLedgerFacts(client);
  if (!areEqual(events, contract)) throw new EventMissed(block, contract, events);
  await noteMissedEvent(client, false);
}
