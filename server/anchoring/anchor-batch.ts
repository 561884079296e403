import { Transaction } from 'ethers';
import { type AgreedBlock, findAgreedBlock, NEWEST } from '../../chain/rpc/agreed-block.ts';
import { encodeAnchor } from '../../chain/contracts/ledger.ts';
import { formatRefusal, type Refusal } from '../../chain/contracts/refusal.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BatchView } from '../../db/batches/batch-views.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import {
  insertTransaction,
  readTransactions,
  type StoredTransaction,
} from '../../db/batches/transactions.ts';
import { estimateGas, isKnown, limitGas, readFeeMarket, readNonce, sendRaw } from './anchor-chain.ts';
import { bumpFees, chooseFees, type Fees } from './anchor-fees.ts';
import type { AnchorerDeps, AnchorStep } from './anchor-step.ts';
import { wakeChain } from './quiet-chain.ts';
import { areLost, voidBatch } from './void-header.ts';

/** A batch that is to be anchored, and the newest block as of which that is looked at. */
interface Attempt {
  readonly state: ChainState;
  readonly batch: BatchView;
  readonly head: AgreedBlock;
}

/**
 * Returns what it did for a batch that no block which was read holds: that depends on the transactions that were stored for it and on
 * the nonce that the chain expects next. Where none of them has that nonce, theirs went to others, or to reverts, or one before
 * them was lost, or the batch is mined and not read yet: a new one is wanted, unless the contract says that it has the batch.
 * While that new one may be mined the header is not void, however many were lost (docs/decisions/0014).
 */
export async function anchorBatch(
  deps: AnchorerDeps,
  state: ChainState,
  batch: BatchView,
): Promise<AnchorStep> {
  const head = await findAgreedBlock(deps, NEWEST);
  const nonce = await readNonce(head.endpoints, deps.signer.address, head.block.hash);
  const attempt = { state, batch, head };
  const stored = await readTransactions(deps.pool, batch.number);
  const open = stored.find((each) => each.nonce === nonce && senderOf(each.raw) === deps.signer.address);
  if (open === undefined) {
    if (await areLost(deps, state, stored)) return voidBatch(deps, batch, 'nonce', stored);
    return sendNew(deps, attempt, nonce);
  }
  if (deps.now() - open.sentAt >= deps.replaceAfter) return replace(deps, attempt, open);
  if (await isKnown(deps, open.hash)) return { kind: 'waiting', reason: 'pending' };
  return send(deps, 'resent', open);
}

async function sendNew(deps: AnchorerDeps, attempt: Attempt, nonce: number): Promise<AnchorStep> {
  const gas = await estimate(deps, attempt);
  if (typeof gas !== 'string') return gas;
  const fees = chooseFees(await readFeeMarket(attempt.head), deps.feeCap);
  if (fees === null) return feeCapReached(deps);
  return store(deps, attempt, { kind: 'sent', nonce, gas, fees });
}

/** Above the cap the transaction stays as it is: it is mined once the chain asks for less. */
async function replace(deps: AnchorerDeps, attempt: Attempt, open: StoredTransaction): Promise<AnchorStep> {
  const gas = await estimate(deps, attempt);
  if (typeof gas !== 'string') return gas;
  const fees = bumpFees(open, await readFeeMarket(attempt.head), deps.feeCap);
  if (fees !== null) return store(deps, attempt, { kind: 'replaced', nonce: open.nonce, gas, fees });
  if (await isKnown(deps, open.hash)) return feeCapReached(deps);
  return send(deps, 'resent', open);
}

/**
 * Signs a transaction, stores it, sends it. A crash before the insert leaves nothing; between insert and sending, a transaction
 * that no node knows: the next step sends it again; after sending, one that is known or mined: the next step waits.
 */
async function store(
  deps: AnchorerDeps,
  { state, batch }: Attempt,
  { kind, nonce, gas, fees }: { kind: 'sent' | 'replaced'; nonce: number; gas: string; fees: Fees },
): Promise<AnchorStep> {
  const { pool, signer, now } = deps;
  const raw = (await signer.signTransaction({
    type: 2,
    chainId: state.chainId,
    nonce,
    to: state.ledger,
    data: encodeAnchor(batch.header),
    gasLimit: gas,
    ...fees,
  })) as Hex;
  const hash = Transaction.from(raw).hash as Hex;
  const transaction = { hash, number: batch.header.number, nonce, raw, ...fees, sentAt: now() };
  if (!(await insertTransaction(pool, batch.id, transaction))) return { kind: 'waiting', reason: 'moved' };
  return send(deps, kind, transaction);
}

async function send(
  deps: AnchorerDeps,
  kind: 'sent' | 'replaced' | 'resent',
  { hash, number, raw }: StoredTransaction,
): Promise<AnchorStep> {
  const refusal = await sendRaw(deps, raw);
  if (refusal !== null) {
    const message = `No endpoint takes the transaction of batch ${number}, which is sent again: ${refusal}`;
    return { kind: 'blocked', reason: 'not-sent', message };
  }
  return { kind, batch: number, transaction: hash };
}

/** Returns the gas limit, or what the contract's error means for the batch. */
async function estimate(
  deps: AnchorerDeps,
  { state, batch: { header }, head }: Attempt,
): Promise<string | AnchorStep> {
  const call = { from: deps.signer.address, to: state.ledger, data: encodeAnchor(header) };
  const result = await estimateGas(head.endpoints, call);
  return typeof result === 'number' ? limitGas(result) : judgeRefusal(deps, state, header.number, result);
}

async function judgeRefusal(
  deps: AnchorerDeps,
  state: ChainState,
  batch: number,
  refusal: Refusal,
): Promise<AnchorStep> {
  switch (refusal.name) {
    case 'AlreadyAnchored':
      return { kind: 'waiting', reason: 'mined' };
    case 'WrongNumber':
    case 'WrongPrevious':
      return { kind: 'waiting', reason: 'indexer-behind' };
    case 'SealedAhead':
      return { kind: 'waiting', reason: 'chain-time' };
    case 'SealedTooLate':
      return (await wakeChain(deps, state)) ?? { kind: 'waiting', reason: 'late' };
    default: {
      const message = `The ledger contract refuses batch ${batch}: ${formatRefusal(refusal)}.`;
      return { kind: 'blocked', reason: 'refused', message };
    }
  }
}

function feeCapReached({ feeCap }: AnchorerDeps): AnchorStep {
  const message = `The chain asks for more than ${feeCap} wei for a unit of gas; the batch waits until it asks for less.`;
  return { kind: 'blocked', reason: 'fee-cap', message };
}

function senderOf(raw: Hex): string | null {
  return Transaction.from(raw).from;
}
