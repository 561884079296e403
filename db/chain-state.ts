import { formatAddress } from '../core/domain.ts';
import type { Queryable } from './pool.ts';

/** What the indexer last said of the chain as a whole. Times are unix seconds of blocks, null before the first look. */
export interface ChainState {
  readonly chainId: number;
  /** EIP-55. */
  readonly ledger: string;
  readonly registry: string;
  readonly headTime: number | null;
  readonly finalNumber: number | null;
  readonly finalTime: number | null;
  /** Why an operator must act; null when all goes on. */
  readonly halted: { readonly code: string; readonly message: string } | null;
}

interface StateRow {
  readonly chain_id: number;
  readonly ledger: Buffer;
  readonly registry: Buffer;
  readonly head_time: number | null;
  readonly final_number: number | null;
  readonly final_time: number | null;
  readonly halted_code: string | null;
  readonly halted_message: string | null;
}

/** Returns what the indexer last said of the chain, null before it said anything. */
export async function readChainState(client: Queryable): Promise<ChainState | null> {
  const { rows } = await client.query<StateRow>(
    'select chain_id, ledger, registry, head_time, final_number, final_time, halted_code, halted_message from chain_state',
  );
  const row = rows[0];
  if (row === undefined) return null;
  return {
    chainId: row.chain_id,
    ledger: formatAddress(row.ledger),
    registry: formatAddress(row.registry),
    headTime: row.head_time,
    finalNumber: row.final_number,
    finalTime: row.final_time,
    halted: row.halted_code === null ? null : { code: row.halted_code, message: row.halted_message ?? '' },
  };
}
