import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { Queryable } from '../pool.ts';
import type { Turn } from './anchorer-turn.ts';

/** A signed transaction that anchors the header of a batch. */
export interface StoredTransaction {
  readonly hash: Hex;
  /** Number of the batch. */
  readonly number: number;
  readonly nonce: number;
  /** The signed transaction, as it is sent. */
  readonly raw: Hex;
  /** In wei. */
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
  /** Unix seconds at which it was signed. */
  readonly sentAt: number;
}

interface TransactionRow {
  readonly hash: Buffer;
  readonly number: number;
  readonly nonce: number;
  readonly raw: Buffer;
  readonly max_fee_per_gas: string;
  readonly max_priority_fee_per_gas: string;
  readonly sent_at: number;
}

/**
 * Stores a transaction for the batch with this header id. Returns false if that batch is void or has the transaction already, or if another
 * process has the turn to anchor.
 */
export async function insertTransaction(
  client: Queryable,
  turn: Turn,
  header: Hex,
  transaction: StoredTransaction,
): Promise<boolean> {
  const { hash, number, nonce, raw, maxFeePerGas, maxPriorityFeePerGas, sentAt } = transaction;
  // Locks the row of the batch: storing a transaction and voiding the batch wait for each other.
  const { rowCount } = await client.query(
    `insert into transactions (hash, number, nonce, raw, max_fee_per_gas, max_priority_fee_per_gas, sent_at)
     select $1, number, $3, $4, $5, $6, to_timestamp($7) from batches, anchorer_turn
     where number = $2 and id = $8 and token = $9 for key share of batches for share of anchorer_turn
     on conflict do nothing`,
    [
      toBytea(hash),
      number,
      nonce,
      toBytea(raw),
      String(maxFeePerGas),
      String(maxPriorityFeePerGas),
      sentAt,
      toBytea(header),
      turn.token,
    ],
  );
  return rowCount === 1;
}

/** Returns the transactions of a batch, the latest first. */
export async function readTransactions(client: Queryable, number: number): Promise<StoredTransaction[]> {
  const { rows } = await client.query<TransactionRow>(
    `select hash, number, nonce, raw, max_fee_per_gas, max_priority_fee_per_gas,
       extract(epoch from sent_at)::bigint as sent_at
     from transactions where number = $1 order by nonce desc, max_fee_per_gas desc, max_priority_fee_per_gas desc`,
    [number],
  );
  return rows.map((row) => ({
    hash: fromBytea(row.hash),
    number: row.number,
    nonce: row.nonce,
    raw: fromBytea(row.raw),
    maxFeePerGas: BigInt(row.max_fee_per_gas),
    maxPriorityFeePerGas: BigInt(row.max_priority_fee_per_gas),
    sentAt: row.sent_at,
  }));
}
