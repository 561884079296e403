import { findAgreedBlock, NEWEST } from '../../chain/rpc/agreed-block.ts';
import { formatQuantity } from '../../chain/rpc/rpc-schema.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isTurn } from '../../db/batches/anchorer-turn.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import { readFeeMarket, readNextTime, readNonce, sendRaw } from './chain-calls.ts';
import { chooseFees } from './fees.ts';
import type { StepDeps } from './step.ts';

/** Gas of a transaction that does nothing. */
const EMPTY_GAS = 21_000;
/** If more blocks than this follow the final one, the chain makes blocks by itself, and an empty transaction does not help. */
const MOST_BLOCKS = 100;

/**
 * Sends an empty transaction if the final block is older than half of `maxDelay` because no block was mined: a batch sealed now might be
 * too late, and a batch in a newer block is not final. Returns null if that is not the case, and while the indexer has not read the
 * newest block: that block may be the one that was needed. After a crash there is only one more block.
 */
export async function wakeChain(deps: StepDeps, state: ChainState): Promise<{ kind: 'woken' } | null> {
  const { pool, turn, signer, maxDelay, feeCap } = deps;
  if (!isQuiet(state, await readNextTime(deps, deps.now), maxDelay)) return null;
  const head = await findAgreedBlock(deps, NEWEST);
  if (head.block.number !== state.headNumber || !(await isTurn(pool, turn))) return null;
  const fees = chooseFees(await readFeeMarket(head), feeCap);
  if (fees === null) return null;
  const raw = (await signer.signTransaction({
    type: 2,
    chainId: state.chainId,
    nonce: await readNonce(head.endpoints, signer.address, head.block.hash),
    to: signer.address,
    gasLimit: formatQuantity(EMPTY_GAS),
    ...fees,
  })) as Hex;
  return (await sendRaw(deps, raw)) === null ? { kind: 'woken' } : null;
}

function isQuiet(
  { headNumber, finalNumber, finalTime }: ChainState,
  nextTime: number,
  maxDelay: number,
): boolean {
  if (headNumber === null || finalNumber === null || finalTime === null) return false;
  // A batch is sealed one second before the final block (§6).
  return nextTime - (finalTime - 1) > maxDelay / 2 && headNumber - finalNumber <= MOST_BLOCKS;
}
