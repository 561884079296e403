import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';

/** A block that the indexer has read. */
export interface IndexedBlock {
  readonly number: number;
  readonly hash: Hex;
  readonly parent: Hex;
  /** Unix seconds. */
  readonly time: number;
}

interface BlockRow {
  readonly number: number;
  readonly hash: Buffer;
  readonly parent: Buffer;
  readonly time: number;
}

/** Returns the newest final block and the blocks after it, which may still be replaced, the newest first. */
export async function readOpenBlocks(client: Queryable): Promise<IndexedBlock[]> {
  const { rows } = await client.query<BlockRow>(
    `select number, hash, parent, time from blocks
     where number >= coalesce((select final_number from chain_state), 0) order by number desc`,
  );
  return rows.map((row) => ({ ...row, hash: fromBytea(row.hash), parent: fromBytea(row.parent) }));
}

/**
 * Makes `block` the newest block that was read, if `before` still is. Returns whether it did. When two indexers try it at once, the
 * second gets false and must drop what it read. Call it in a transaction.
 */
export async function replaceNewestBlock(
  client: Queryable,
  before: Pick<IndexedBlock, 'number' | 'hash'> | null,
  block: Pick<IndexedBlock, 'number' | 'time'> | null,
): Promise<boolean> {
  // Locked first, so that the block is read as the last change left it.
  const state = await client.query(
    'select from chain_state where head_number is not distinct from $1 and halted_code is null for update',
    [before?.number ?? null],
  );
  if (state.rowCount !== 1) return false;
  if (before !== null) {
    const values = [before.number, toBytea(before.hash)];
    const { rowCount } = await client.query('select from blocks where number = $1 and hash = $2', values);
    if (rowCount !== 1) return false;
  }
  await client.query('update chain_state set head_number = $1, head_time = $2, updated_at = now()', [
    block?.number ?? null,
    block?.time ?? null,
  ]);
  return true;
}

/** A block that is to be stored. */
export interface NewBlock extends IndexedBlock {
  /** The indexes of the event logs that were read in it. */
  readonly logs: readonly number[];
  /** Whether it may have events that no endpoint gave. */
  readonly isDoubtful: boolean;
}

/** Stores a block. A block without events is deleted once a later one is final, or, if it is doubtful, once it was read again. */
export async function insertBlock(client: Queryable, block: NewBlock): Promise<void> {
  await client.query(
    'insert into blocks (number, hash, parent, time, logs, is_doubtful) values ($1, $2, $3, $4, $5, $6)',
    [block.number, toBytea(block.hash), toBytea(block.parent), block.time, block.logs, block.isDoubtful],
  );
}

/** Stores that further event logs were read in a stored block. */
export async function addLogs(client: Queryable, number: number, logs: readonly number[]): Promise<void> {
  await client.query(
    'update blocks set logs = logs || $2::integer[], is_doubtful = false where number = $1',
    [number, logs],
  );
}

/** Returns those of the blocks that are stored, with the indexes of their event logs. */
export async function readStoredLogs(
  client: Queryable,
  numbers: readonly number[],
): Promise<Map<number, { readonly hash: Hex; readonly logs: readonly number[] }>> {
  const { rows } = await client.query<{ number: number; hash: Buffer; logs: number[] }>(
    'select number, hash, logs from blocks where number = any($1)',
    [numbers],
  );
  return new Map(rows.map(({ number, hash, logs }) => [number, { hash: fromBytea(hash), logs }]));
}

/** Returns at most `limit` stored blocks with a number below `before`, the newest first. */
export async function listBlocks(client: Queryable, before: number, limit: number): Promise<IndexedBlock[]> {
  const { rows } = await client.query<BlockRow>(
    'select number, hash, parent, time from blocks where number < $1 order by number desc limit $2',
    [before, limit],
  );
  return rows.map((row) => ({ ...row, hash: fromBytea(row.hash), parent: fromBytea(row.parent) }));
}

/** Deletes the blocks with a higher number and all that was read from them. Returns how many blocks that were. */
export async function deleteBlocksAbove(client: Queryable, number: number): Promise<number> {
  const { rowCount } = await client.query('delete from blocks where number > $1', [number]);
  return rowCount ?? 0;
}

/**
 * Makes a block that was read, and has this hash, the final one, and deletes the blocks without events below it. Returns
 * whether it did. The final block never becomes an older one.
 */
export async function raiseFinalBlock(client: Queryable, number: number, hash: Hex): Promise<boolean> {
  const { rowCount } = await client.query(
    `update chain_state s set final_number = b.number, final_hash = b.hash, final_time = b.time
     from blocks b where b.number = $1 and b.hash = $2 and coalesce(s.final_number, -1) < b.number`,
    [number, toBytea(hash)],
  );
  if (rowCount !== 1) return false;
  await client.query("delete from blocks where number < $1 and logs = '{}' and not is_doubtful", [number]);
  return true;
}
