import { newestAnchor, newestBatch } from '../batches/batch-views.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type ChainState, type Ending, readChainState } from '../chain/chain-state.ts';
import type { Queryable } from '../pool.ts';

/** A block, as the status shows it. */
export interface StatusBlock {
  readonly number: number;
  /** Unix seconds. */
  readonly time: number;
}

/** The status of the ledger, as stored in this database. */
export interface LedgerStatus {
  /** Null before the indexer has read anything. */
  readonly chain: {
    readonly chainId: number;
    readonly ledger: string;
    readonly registry: string;
    readonly head: StatusBlock | null;
    readonly final: (StatusBlock & { readonly hash: Hex }) | null;
  } | null;
  /** The numbers of the newest sealed, the newest anchored and the newest final batch; 0 before the first. */
  readonly sealed: number;
  readonly anchored: number;
  readonly final: number;
  /** The number of records that are accepted and not sealed, and when the oldest was accepted, in unix seconds. */
  readonly waiting: number;
  readonly waitingSince: number | null;
  /** Why the ledger is halted and needs an operator; null when it is not halted. */
  readonly halted: { readonly code: string; readonly message: string } | null;
  /** How the ledger ended; null while it is open. */
  readonly ending: Ending | null;
}

interface CountRow {
  sealed: number;
  anchored: number;
  final: number;
  waiting: number;
  waiting_since: number | null;
}

/** Returns the status of the ledger. */
export async function readStatus(client: Queryable): Promise<LedgerStatus> {
  const state = await readChainState(client);
  const counts = await client.query<CountRow>(
    `select
       (select coalesce(max(number), 0) from batches) as sealed,
       coalesce((${newestBatch('(select max(number) from anchors)')}), 0) as anchored,
       coalesce((${newestBatch(newestAnchor('$1'))}), 0) as final,
       w.waiting, w.waiting_since
     from (select count(*) as waiting, min(accepted_at) as waiting_since from waiting_records) w`,
    [state?.finalNumber ?? -1],
  );
  const { sealed, anchored, final, waiting, waiting_since: waitingSince } = counts.rows[0] as CountRow;
  return {
    chain: state === null ? null : describeChain(state),
    sealed,
    anchored,
    final,
    waiting,
    waitingSince,
    halted: state?.halted ?? null,
    ending: state?.ending ?? null,
  };
}

function describeChain(state: ChainState): NonNullable<LedgerStatus['chain']> {
  const { chainId, ledger, registry, headNumber, headTime, finalNumber, finalTime, finalHash } = state;
  return {
    chainId,
    ledger,
    registry,
    head: headNumber === null || headTime === null ? null : { number: headNumber, time: headTime },
    final:
      finalNumber === null || finalTime === null || finalHash === null
        ? null
        : { number: finalNumber, time: finalTime, hash: finalHash },
  };
}
