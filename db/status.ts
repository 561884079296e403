import { formatAddress } from '../core/domain.ts';
import type { Hex } from '../core/hex.ts';
import { fromBytea } from './bytea.ts';
import type { Queryable } from './pool.ts';

/** A block as far as the status tells of it. */
export interface StatusBlock {
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
}

/** How the ledger stands, as this database knows. */
export interface LedgerStatus {
  /** Null before the indexer has looked at the chain. */
  readonly chain: {
    readonly chainId: number;
    readonly ledger: string;
    readonly registry: string;
    readonly head: StatusBlock | null;
    readonly final: (StatusBlock & { readonly hash: Hex }) | null;
  } | null;
  /** The number of the newest batch that was sealed, that a block holds, that a final block holds; 0 before the first. */
  readonly sealed: number;
  readonly anchored: number;
  readonly final: number;
  /** Records accepted and not yet sealed; since when the oldest waits, unix seconds. */
  readonly waiting: number;
  readonly waitingSince: number | null;
  /** Why an operator must act; null when all goes on. */
  readonly halted: { readonly code: string; readonly message: string } | null;
}

interface ChainRow {
  chain_id: number;
  ledger: Buffer;
  registry: Buffer;
  head_number: number | null;
  head_time: number | null;
  final_number: number | null;
  final_hash: Buffer | null;
  final_time: number | null;
  halted_code: string | null;
  halted_message: string | null;
}

interface CountRow {
  sealed: number;
  anchored: number;
  final: number;
  waiting: number;
  waiting_since: number | null;
}

/** Returns how the ledger stands. */
export async function readStatus(client: Queryable): Promise<LedgerStatus> {
  const { rows } = await client.query<ChainRow>('select * from chain_state');
  const chain = rows[0];
  const counts = await client.query<CountRow>(
    `select
       (select coalesce(max(number), 0) from batches) as sealed,
       (select coalesce(max(b.number), 0) from batches b join anchors a on a.number = b.number and a.header = b.id) as anchored,
       (select coalesce(max(b.number), 0) from batches b join anchors a on a.number = b.number and a.header = b.id
          where a.block_number <= $1) as final,
       w.waiting, w.waiting_since
     from (select count(*) as waiting, min(accepted_at) as waiting_since from records where batch is null and rejected_code is null) w`,
    [chain?.final_number ?? -1],
  );
  const { sealed, anchored, final, waiting, waiting_since: waitingSince } = counts.rows[0] as CountRow;
  return {
    chain: describeChain(chain),
    sealed,
    anchored,
    final,
    waiting,
    waitingSince,
    halted: describeHalt(chain),
  };
}

function describeChain(row: ChainRow | undefined): LedgerStatus['chain'] {
  if (row === undefined) return null;
  const { head_number, head_time, final_number, final_time, final_hash } = row;
  return {
    chainId: row.chain_id,
    ledger: formatAddress(row.ledger),
    registry: formatAddress(row.registry),
    head: head_number === null || head_time === null ? null : { number: head_number, time: head_time },
    final:
      final_number === null || final_time === null || final_hash === null
        ? null
        : { number: final_number, time: final_time, hash: fromBytea(final_hash) },
  };
}

function describeHalt(row: ChainRow | undefined): LedgerStatus['halted'] {
  return row?.halted_code == null ? null : { code: row.halted_code, message: row.halted_message ?? '' };
}
