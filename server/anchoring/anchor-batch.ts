import { Transaction } from 'ethers';
import { type AgreedBlock, findAgreedBlock, NEWEST } from '../../chain/rpc/agreed-block.ts';
import { encodeAnchor } from '../../chain/contracts/anchor-call.ts';
import { formatRefusal, type Refusal } from '../../chain/contracts/refusal.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BatchView } from '../../db/batches/batch-views.ts';
import type { ChainState } from '../../db/chain/chain-state.ts';
import {
  insertTransaction,
  readTransactions,
  type StoredTransaction,
} from '../../db/batches/transactions.ts';
import { estimateGas, isKnown, limitGas, readFeeMarket, readNonce, sendRaw } from './chain-calls.ts';
import { bumpFees, chooseFees, type Fees } from './fees.ts';
import type { AnchorStep, AnchorWait, StepDeps } from './step.ts';
import { wakeChain } from './quiet-chain.ts';
import { areLost, voidBatch } from './void-header.ts';

/** The batch to anchor, and the newest block, at which the chain is read. */
interface Attempt {
  readonly state: ChainState;
  readonly batch: BatchView;
  readonly head: AgreedBlock;
}

/** The contract has this batch, or a later one. */
const ON_CHAIN: readonly AnchorWait[] = ['mined', 'indexer-behind'];

/**
 * Takes the next step for a batch that is not on the chain as read so far. The step depends on the transactions stored for the batch, and
 * on the nonce that the chain expects next. If none of them has that nonce, their nonces were used by other transactions or by reverts,
 * an earlier transaction was lost, or the batch is mined but not read yet: then a new transaction is sent, unless the contract already
 * has the batch. While that new transaction may still be mined, the header is not void, however many were lost (docs/decisions/0014).
 */
export async function anchorBatch(deps: StepDeps, state: ChainState, batch: BatchView): Promise<AnchorStep> {
  const head = await findAgreedBlock(deps, NEWEST);
  const nonce = await readNonce(head.endpoints, deps.signer.address, head.block.hash);
  const attempt = { state, batch, head };
  const stored = await readTransactions(deps.pool, batch.number);
  const open = stored.find((each) => each.nonce === nonce && senderOf(each.raw) === deps.signer.address);
  if (open === undefined) return replaceLost(deps, attempt, nonce, stored);
  if (deps.now() - open.sentAt >= deps.replaceAfter) return replace(deps, attempt, open);
  if (await isKnown(deps, open.hash)) return { kind: 'waiting', reason: 'pending' };
  return resend(deps, attempt, open);
}

/** Makes the batch void if all of its transactions are lost, or sends a new one; neither if the contract has the batch already. */
async function replaceLost(
  deps: StepDeps,
  attempt: Attempt,
  nonce: number,
  stored: readonly StoredTransaction[],
): Promise<AnchorStep> {
  const gas = await estimate(deps, attempt);
  // The indexer missed the anchor, or has not read it yet: void, its records would be sealed a second time.
  if (typeof gas !== 'string' && gas.kind === 'waiting' && ON_CHAIN.includes(gas.reason)) return gas;
  if (await areLost(deps, attempt.state, stored)) return voidBatch(deps, attempt.batch, 'nonce', stored);
  return typeof gas === 'string' ? sendNew(deps, attempt, nonce, gas) : gas;
}

/**
 * Sends a transaction again that the endpoints have lost, unless the contract would refuse it now. After a reorganisation the newest block
 * can be earlier than the seal of the batch: mined there, the transaction would revert and use its nonce for nothing.
 */
async function resend(deps: StepDeps, attempt: Attempt, open: StoredTransaction): Promise<AnchorStep> {
  const gas = await estimate(deps, attempt);
  return typeof gas === 'string' ? send(deps, 'resent', open) : gas;
}

async function sendNew(deps: StepDeps, attempt: Attempt, nonce: number, gas: string): Promise<AnchorStep> {
  const fees = chooseFees(await readFeeMarket(attempt.head), deps.feeCap);
  if (fees === null) return feeCapReached(deps);
  return store(deps, attempt, { kind: 'sent', nonce, gas, fees });
}

/** Replaces a transaction by one with higher fees. Above the fee cap it stays unchanged, and is mined once gas costs less. */
async function replace(deps: StepDeps, attempt: Attempt, open: StoredTransaction): Promise<AnchorStep> {
  const gas = await estimate(deps, attempt);
  if (typeof gas !== 'string') return gas;
  const fees = bumpFees(open, await readFeeMarket(attempt.head), deps.feeCap);
  if (fees !== null) return store(deps, attempt, { kind: 'replaced', nonce: open.nonce, gas, fees });
  if (await isKnown(deps, open.hash)) return feeCapReached(deps);
  const resent = await send(deps, 'resent', open);
  return resent.kind === 'blocked' ? feeCapReached(deps) : resent;
}

/**
 * Signs a transaction, stores it, then sends it. After a crash before the insert there is no transaction. After a crash between insert and
 * sending, no node knows the transaction, and the next step sends it again. After sending it is pending or mined, and the next step waits.
 */
async function store(
  deps: StepDeps,
  { state, batch }: Attempt,
  { kind, nonce, gas, fees }: { kind: 'sent' | 'replaced'; nonce: number; gas: string; fees: Fees },
): Promise<AnchorStep> {
  const { pool, turn, signer, now } = deps;
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
  if (!(await insertTransaction(pool, turn, batch.id, transaction)))
    return { kind: 'waiting', reason: 'moved' };
  return send(deps, kind, transaction);
}

async function send(
  deps: StepDeps,
  kind: 'sent' | 'replaced' | 'resent',
  { hash, number, raw }: StoredTransaction,
): Promise<AnchorStep> {
  const refusal = await sendRaw(deps, raw);
  if (refusal !== null) {
    const message = `No endpoint accepts the transaction of batch ${number}. It will be sent again. Answer: ${refusal}`;
    return { kind: 'blocked', reason: 'not-sent', message };
  }
  return { kind, batch: number, transaction: hash };
}

/** Returns the gas limit; if the contract rejects the call, the step that follows from its error. */
async function estimate(
  deps: StepDeps,
  { state, batch: { header }, head }: Attempt,
): Promise<string | AnchorStep> {
  const call = { from: deps.signer.address, to: state.ledger, data: encodeAnchor(header) };
  const result = await estimateGas(head.endpoints, call);
  return typeof result === 'number' ? limitGas(result) : judgeRefusal(deps, state, header.number, result);
}

async function judgeRefusal(
  deps: StepDeps,
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
      const message = `The ledger contract rejects batch ${batch}: ${formatRefusal(refusal)}.`;
      return { kind: 'blocked', reason: 'refused', message };
    }
  }
}

function feeCapReached({ feeCap }: StepDeps): AnchorStep {
  const message = `Gas costs more than the configured cap of ${feeCap} wei. The batch waits until it costs less; to anchor it now, raise ANCHOR_MAX_FEE.`;
  return { kind: 'blocked', reason: 'fee-cap', message };
}

function senderOf(raw: Hex): string | null {
  return Transaction.from(raw).from;
}
