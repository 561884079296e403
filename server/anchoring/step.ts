import type { Pool } from 'pg';
import type { Endpoints } from '../../chain/rpc/quorum.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Turn } from '../../db/batches/anchorer-turn.ts';
import type { BatchView } from '../../db/batches/batch-views.ts';
import type { Log } from '../../runtime/log.ts';

/** The account that anchors, such as a Wallet of ethers. */
export interface AnchorSigner {
  /** EIP-55. */
  readonly address: string;
  /** Signs a transaction; returns it as hex. */
  signTransaction(transaction: object): Promise<string>;
}

/**
 * What the anchorer works with. Transactions are sent to all endpoints. The answers of a quorum decide what to do next, but never whether
 * a batch is anchored: only the indexer decides that.
 */
export interface AnchorerDeps extends Endpoints {
  readonly pool: Pool;
  /** Names this process among those that anchor. */
  readonly worker: string;
  readonly signer: AnchorSigner;
  readonly log: Log;
  /** Publishes a batch as a second copy (§9). If that fails, the batch is not sent. Absent: nothing is published. */
  readonly publish?: (batch: BatchView, turn: Turn) => Promise<void>;
  /** The ledger's `maxDelay` in seconds. */
  readonly maxDelay: number;
  /** The highest price for a unit of gas, in wei. */
  readonly feeCap: bigint;
  /** Seconds after which a pending transaction is replaced by one with higher fees. */
  readonly replaceAfter: number;
  /** Unix seconds. */
  readonly now: () => number;
}

/** What a step works with. */
export interface StepDeps extends AnchorerDeps {
  readonly turn: Turn;
}

/** The result of one step: what it did, or why it did nothing. */
export type AnchorStep =
  /** A transaction was stored and sent: a new one, one with higher fees in place of another, or the same one again. */
  | { readonly kind: 'sent' | 'replaced' | 'resent'; readonly batch: number; readonly transaction: Hex }
  /** An empty transaction was sent, so that a chain that mines on demand makes a block. */
  | { readonly kind: 'woken' }
  /** A batch was made void, because its header can no longer be mined. Its records wait again. */
  | { readonly kind: 'voided'; readonly batch: number; readonly why: VoidReason }
  | { readonly kind: 'waiting'; readonly reason: AnchorWait }
  /** An operator must act. */
  | { readonly kind: 'blocked'; readonly reason: AnchorBlock; readonly message: string };

/** Why a header can no longer be mined (§9). No other codes exist. */
export const VOID_REASONS = {
  time: 'the newest final block is too late for it',
  nonce: 'final transactions have used the nonces of all transactions that carried it',
} as const;

export type VoidReason = keyof typeof VOID_REASONS;

/** Why the anchorer waits. No other codes exist. */
export const ANCHOR_WAITS = {
  'another-anchorer': 'another process is anchoring',
  'not-ready': 'the indexer has not read the chain yet',
  halted: 'the ledger is halted until its operator has reconciled it with the chain',
  closed: 'the ledger has ended',
  nothing: 'every batch is on the chain',
  pending: 'the transaction is pending',
  mined: 'the batch is on the chain, but the indexer has not read that block yet',
  'indexer-behind': 'the chain has batches that the indexer has not read yet',
  moved: 'another process has changed the batch meanwhile: it was read on the chain, sent or made void',
  'chain-time': 'the newest block is not later than the batch',
  late: 'the batch is too late for the ledger contract, but no final block proves that yet',
} as const;

export type AnchorWait = keyof typeof ANCHOR_WAITS;

/** Why an operator must act. No other codes exist. */
export type AnchorBlock = 'fee-cap' | 'refused' | 'not-sent' | 'not-published';
