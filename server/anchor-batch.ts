import { Transaction } from 'ethers';
import { encodeAnchor } from '../chain/ledger.ts';
import { formatRefusal, type Refusal } from '../chain/refusal.ts';
import type { Hex } from '../core/hex.ts';
import type { BatchView } from '../db/batch-views.ts';
import type { ChainState } from '../db/chain-state.ts';
import { insertTransaction, readTransactions, type StoredTransaction } from '../db/transactions.ts';
import {
  estimateGas,
  isKnown,
  isMined,
  limitGas,
  readFeeMarket,
  readNonce,
  sendRaw,
} from './anchor-chain.ts';
import { bumpFees, chooseFees, type Fees } from './anchor-fees.ts';
import type { AnchorerDeps, AnchorStep } from './anchor-step.ts';
import { wakeChain } from './quiet-chain.ts';

/**
 * Returns what it did for a batch that no block holds: that depends on the transactions that were stored for it and on the nonce
 * that the chain expects next.
 */
export async function anchorBatch(
  deps: AnchorerDeps,
  state: ChainState,
  batch: BatchView,
): Promise<AnchorStep> {
  const { pool, rpcs, signer } = deps;
  const nonce = await readNonce(rpcs, signer.address);
  const stored = (await readTransactions(pool, batch.header.number)).filter(
    ({ raw }) => senderOf(raw) === signer.address,
  );
  for (const { hash, nonce: used } of stored) {
    if (used < nonce && (await isMined(rpcs, hash))) return { kind: 'waiting', reason: 'mined' };
  }
  const open = stored.find((transaction) => transaction.nonce === nonce);
  // None was stored, or their nonces went to others or to reverts, or one before them was lost: the batch needs a new one.
  if (open === undefined) return sendNew(deps, state, batch, nonce);
  if (deps.now() - open.sentAt >= deps.replaceAfter) return replace(deps, state, batch, open);
  if (await isKnown(rpcs, open.hash)) return { kind: 'waiting', reason: 'pending' };
  return send(deps, 'resent', open);
}

async function sendNew(
  deps: AnchorerDeps,
  state: ChainState,
  batch: BatchView,
  nonce: number,
): Promise<AnchorStep> {
  const gas = await estimate(deps, state, batch);
  if (typeof gas !== 'string') return gas;
  const fees = chooseFees(await readFeeMarket(deps.rpcs), deps.feeCap);
  if (fees === null) return feeCapReached(deps);
  return store(deps, state, batch, { kind: 'sent', nonce, gas, fees });
}

/** Above the cap the transaction stays as it is: it is mined once the chain asks for less. */
async function replace(
  deps: AnchorerDeps,
  state: ChainState,
  batch: BatchView,
  open: StoredTransaction,
): Promise<AnchorStep> {
  const gas = await estimate(deps, state, batch);
  if (typeof gas !== 'string') return gas;
  const fees = bumpFees(open, await readFeeMarket(deps.rpcs), deps.feeCap);
  if (fees !== null) return store(deps, state, batch, { kind: 'replaced', nonce: open.nonce, gas, fees });
  if (await isKnown(deps.rpcs, open.hash)) return feeCapReached(deps);
  return send(deps, 'resent', open);
}

/**
 * Signs a transaction, stores it, sends it. A crash before the insert leaves nothing; between insert and sending, a transaction
 * that no node knows: the next step sends it again; after sending, one that is known or mined: the next step waits.
 */
async function store(
  deps: AnchorerDeps,
  state: ChainState,
  batch: BatchView,
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
  await insertTransaction(pool, transaction);
  return send(deps, kind, transaction);
}

async function send(
  { rpcs }: AnchorerDeps,
  kind: 'sent' | 'replaced' | 'resent',
  { hash, number, raw }: StoredTransaction,
): Promise<AnchorStep> {
  const refusal = await sendRaw(rpcs, raw);
  if (refusal !== null) {
    const message = `No endpoint takes the transaction of batch ${number}, which is sent again: ${refusal}`;
    return { kind: 'blocked', reason: 'not-sent', message };
  }
  return { kind, batch: number, transaction: hash };
}

/** Returns the gas limit, or what the contract's error means for the batch. */
async function estimate(
  deps: AnchorerDeps,
  state: ChainState,
  { header }: BatchView,
): Promise<string | AnchorStep> {
  const call = { from: deps.signer.address, to: state.ledger, data: encodeAnchor(header) };
  const result = await estimateGas(deps.rpcs, call);
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
