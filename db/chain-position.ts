import { formatAddress } from '../core/domain.ts';
import type { Hex } from '../core/hex.ts';
import { fromBytea, toBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A block of the chain that was read. */
export interface IndexedBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly parent: Hex;
  /** Unix seconds. */
  readonly time: number;
}

/** Of which ledger this database tells. */
export interface IndexedLedger {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  readonly registry: string;
  /** The first block that is read. */
  readonly startBlock: number;
}

/** How far the chain was read. */
export interface ChainPosition extends IndexedLedger {
  /** Null before the first block. */
  readonly head: number | null;
  readonly final: number | null;
  readonly halted: { readonly code: string; readonly message: string } | null;
}

interface PositionRow {
  readonly chain_id: number;
  readonly ledger: Buffer;
  readonly registry: Buffer;
  readonly start_block: number;
  readonly head_number: number | null;
  readonly final_number: number | null;
  readonly halted_code: string | null;
  readonly halted_message: string | null;
}

interface BlockRow {
  readonly number: number;
  readonly hash: Buffer;
  readonly parent: Buffer;
  readonly time: number;
}

/** Returns how far the chain was read, null before the first look at it. */
export async function readPosition(client: Queryable): Promise<ChainPosition | null> {
  const { rows } = await client.query<PositionRow>(
    `select chain_id, ledger, registry, start_block, head_number, final_number, halted_code, halted_message from chain_state`,
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    chainId: row.chain_id,
    ledger: formatAddress(row.ledger),
    registry: formatAddress(row.registry),
    startBlock: row.start_block,
    head: row.head_number,
    final: row.final_number,
    halted: row.halted_code === null ? null : { code: row.halted_code, message: row.halted_message ?? '' },
  };
}

/** Stores of which ledger this database tells, once: a second call changes nothing. */
export async function insertPosition(client: Queryable, ledger: IndexedLedger): Promise<void> {
  await client.query(
    `insert into chain_state (chain_id, ledger, registry, start_block) values ($1, $2, $3, $4) on conflict do nothing`,
    [ledger.chainId, toBytea(ledger.ledger), toBytea(ledger.registry), ledger.startBlock],
  );
}

/** Returns the blocks that may still be replaced and the final one below them, the newest first. */
export async function readOpenBlocks(client: Queryable): Promise<IndexedBlock[]> {
  const { rows } = await client.query<BlockRow>(
    `select number, hash, parent, time from blocks
     where number >= coalesce((select final_number from chain_state), 0) order by number desc`,
  );
  return rows.map((row) => ({ ...row, hash: fromBytea(row.hash), parent: fromBytea(row.parent) }));
}

/**
 * Moves the newest block that was read from `before` to `block`; tells whether it stood there: of two indexers that move it at
 * once, the second must drop what it read.
 */
export async function moveHead(
  client: Queryable,
  before: number | null,
  block: Pick<IndexedBlock, 'number' | 'time'> | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update chain_state set head_number = $2, head_time = $3, updated_at = now()
     where head_number is not distinct from $1 and halted_code is null`,
    [before, block?.number ?? null, block?.time ?? null],
  );
  return rowCount === 1;
}

/** Stores a block; whether it holds events decides whether it is kept once it is final. */
export async function insertBlock(client: Queryable, block: IndexedBlock, hasEvents: boolean): Promise<void> {
  await client.query(
    'insert into blocks (number, hash, parent, time, has_events) values ($1, $2, $3, $4, $5)',
    [block.number, toBytea(block.hash), toBytea(block.parent), block.time, hasEvents],
  );
}

/** Deletes the blocks above a number, with all that was read from them; returns how many. */
export async function deleteBlocksAbove(client: Queryable, number: number): Promise<number> {
  const { rowCount } = await client.query('delete from blocks where number > $1', [number]);
  return rowCount ?? 0;
}

/**
 * Moves the final block up to one that was read and has this hash, and drops the empty blocks below it; tells whether it did.
 * It never moves down.
 */
export async function moveFinal(client: Queryable, number: number, hash: Hex): Promise<boolean> {
  const { rowCount } = await client.query(
    `update chain_state s set final_number = b.number, final_hash = b.hash, final_time = b.time
     from blocks b where b.number = $1 and b.hash = $2 and coalesce(s.final_number, -1) < b.number`,
    [number, toBytea(hash)],
  );
  if (rowCount !== 1) return false;
  await client.query('delete from blocks where number < $1 and not has_events', [number]);
  return true;
}

/** Stops whoever reads the chain or writes to it until an operator has acted; the first reason stays. */
export async function haltChain(client: Queryable, code: string, message: string): Promise<void> {
  await client.query(
    'update chain_state set halted_code = $1, halted_message = $2, updated_at = now() where halted_code is null',
    [code, message],
  );
}
