import type { PoolClient } from 'pg';
import { formatAddress } from '../../core/hashing/domain.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { fromBytea, toBytea } from '../rows/bytea.ts';
import type { IndexedBlock } from './blocks.ts';
import type { Queryable } from '../pool.ts';

/** The ledger to which this database belongs. */
export interface IndexedLedger {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  readonly registry: string;
  /** The first block that is read. */
  readonly startBlock: number;
  /** The ledger's `maxDelay` in seconds. */
  readonly maxDelay: number;
}

/** How far the indexer has read the chain. Times are block times in unix seconds. A member is null before there is such a block. */
export interface ChainState extends IndexedLedger {
  readonly headNumber: number | null;
  readonly headTime: number | null;
  readonly finalNumber: number | null;
  readonly finalHash: Hex | null;
  readonly finalTime: number | null;
  /** Why the ledger is halted and needs an operator; null when it is not halted. */
  readonly halted: { readonly code: string; readonly message: string } | null;
  /** By how many seconds the database's clock was ahead of the newest block when that appeared; null if that is not known. */
  readonly clockSkew: number | null;
  /** When this state was read, in unix seconds by the database's clock. */
  readonly readAt: number;
  /** Whether the indexer lacks an event that the contract emitted. */
  readonly isEventMissed: boolean;
  /** How the ledger ended; null while it is open. */
  readonly ending: Ending | null;
}

/** The end of a ledger: its last batch, and the EIP-55 address of its successor (zero if there is none). */
export interface Ending {
  readonly number: number;
  readonly successor: string;
}

interface StateRow {
  readonly chain_id: number;
  readonly ledger: Buffer;
  readonly registry: Buffer;
  readonly start_block: number;
  readonly head_number: number | null;
  readonly head_time: number | null;
  readonly final_number: number | null;
  readonly final_hash: Buffer | null;
  readonly final_time: number | null;
  readonly halted_code: string | null;
  readonly halted_message: string | null;
  readonly is_event_missed: boolean;
  readonly max_delay: number;
  readonly clock_skew: number | null;
  readonly read_at: number;
  readonly last_batch: number | null;
  readonly successor: Buffer | null;
}

/** Returns what the indexer has stored about the chain, null before it has read anything. */
export async function readChainState(client: Queryable): Promise<ChainState | null> {
  const { rows } = await client.query<StateRow>(
    `select chain_id, ledger, registry, start_block, head_number, head_time, final_number, final_hash, final_time,
       halted_code, halted_message, event_missed_at is not null as is_event_missed, max_delay, clock_skew,
       extract(epoch from clock_timestamp())::bigint as read_at, e.number as last_batch, e.successor
     from chain_state left join endings e on true`,
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    chainId: row.chain_id,
    ledger: formatAddress(row.ledger),
    registry: formatAddress(row.registry),
    startBlock: row.start_block,
    headNumber: row.head_number,
    headTime: row.head_time,
    finalNumber: row.final_number,
    finalHash: row.final_hash === null ? null : fromBytea(row.final_hash),
    finalTime: row.final_time,
    halted: row.halted_code === null ? null : { code: row.halted_code, message: row.halted_message ?? '' },
    maxDelay: row.max_delay,
    clockSkew: row.clock_skew,
    readAt: row.read_at,
    isEventMissed: row.is_event_missed,
    ending:
      row.last_batch === null || row.successor === null
        ? null
        : { number: row.last_batch, successor: formatAddress(row.successor) },
  };
}

/** Stores the end of the ledger, from an event in a block. */
export async function insertEnding(client: Queryable, ending: Ending, block: number): Promise<void> {
  await client.query('insert into endings (number, successor, block_number) values ($1, $2, $3)', [
    ending.number,
    toBytea(ending.successor),
    block,
  ]);
}

/** Stores the ledger to which this database belongs. Later calls change nothing. */
export async function insertLedger(client: Queryable, ledger: IndexedLedger): Promise<void> {
  await client.query(
    `insert into chain_state (chain_id, ledger, registry, start_block, max_delay) values ($1, $2, $3, $4, $5)
     on conflict (only_row) do nothing`,
    [ledger.chainId, toBytea(ledger.ledger), toBytea(ledger.registry), ledger.startBlock, ledger.maxDelay],
  );
}

/** Tells whether a block is the final one, and locks that: nothing changes it until the transaction ends. */
export async function isFinalBlock(
  client: PoolClient,
  { number, hash }: Pick<IndexedBlock, 'number' | 'hash'>,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'select from chain_state where final_number = $1 and final_hash = $2 for update',
    [number, toBytea(hash)],
  );
  return rowCount === 1;
}

/** Halts the ledger: indexer, sealer and anchorer stop until an operator ends the halt. A later call does not replace the reason. */
export async function haltChain(client: Queryable, code: string, message: string): Promise<void> {
  await client.query(
    'update chain_state set halted_code = $1, halted_message = $2, updated_at = now() where halted_code is null',
    [code, message],
  );
}

/** Ends a halt. Call it after the operator has fixed the cause. */
export async function clearHalt(client: Queryable): Promise<void> {
  await client.query('update chain_state set halted_code = null, halted_message = null, updated_at = now()');
}

/** Stores that the indexer lacks an event that the contract emitted, or no longer lacks one. */
export async function noteMissedEvent(client: Queryable, isMissed: boolean): Promise<void> {
  await client.query(
    'update chain_state set event_missed_at = case when $1 then now() end where (event_missed_at is not null) <> $1',
    [isMissed],
  );
}

/** Makes a stored block both the newest and the final block; null means that there is none. Later blocks are no longer final. */
export async function rewindChain(client: Queryable, block: IndexedBlock | null): Promise<void> {
  await client.query(
    `update chain_state set head_number = $1, head_time = $2, final_number = $1, final_time = $2, final_hash = $3, again_number = null,
       twice_number = case when twice_number > $1 or $1 is null then $1 else twice_number end, updated_at = now()`,
    [block?.number ?? null, block?.time ?? null, block === null ? null : toBytea(block.hash)],
  );
}
