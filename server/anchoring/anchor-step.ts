import type { Pool } from 'pg';
import type { Endpoints } from '../../chain/rpc/quorum.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BatchView } from '../../db/batches/batch-views.ts';
import type { Log } from '../../runtime/log.ts';

/** The account that anchors; ethers' Wallet is one. */
export interface AnchorSigner {
  /** EIP-55. */
  readonly address: string;
  /** Returns the signed transaction as hex. */
  signTransaction(transaction: object): Promise<string>;
}

/**
 * What the anchorer works with. Whatever is sent goes to all endpoints; what a quorum of them says decides what to do next, never
 * what is anchored: that the indexer says.
 */
export interface AnchorerDeps extends Endpoints {
  readonly pool: Pool;
  readonly signer: AnchorSigner;
  readonly log: Log;
  /** Makes sure that a batch stands in a second place (§9); a batch of which that fails is not sent. Absent: nothing is published. */
  readonly publish?: (batch: BatchView) => Promise<void>;
  /** The ledger's `maxDelay` in seconds. */
  readonly maxDelay: number;
  /** The most that is paid for a unit of gas, in wei. */
  readonly feeCap: bigint;
  /** Seconds after which a transaction that waits is replaced by one that pays more. */
  readonly replaceAfter: number;
  /** Unix seconds. */
  readonly now: () => number;
}

/** What one step did, or why it did nothing. */
export type AnchorStep =
  /** A transaction was stored and sent: for the first time, with higher fees in place of another, or again, as it was. */
  | { readonly kind: 'sent' | 'replaced' | 'resent'; readonly batch: number; readonly transaction: Hex }
  /** An empty transaction was sent, so that a chain that mines on demand moves on. */
  | { readonly kind: 'woken' }
  /** A header that can no longer be mined was taken back; its records wait again. */
  | { readonly kind: 'voided'; readonly batch: number; readonly sign: VoidSign }
  | { readonly kind: 'waiting'; readonly reason: AnchorWait }
  /** It won't go on by itself. */
  | { readonly kind: 'blocked'; readonly reason: AnchorBlock; readonly message: string };

/** By what a header is known to be void (§9). Closed. */
export const VOID_SIGNS = {
  time: 'a final block is too late for it',
  nonce: 'every transaction that carried it lost its nonce to another that is final',
} as const;

export type VoidSign = keyof typeof VOID_SIGNS;

/** Why there is nothing to do yet. Closed. */
export const ANCHOR_WAITS = {
  'another-anchorer': 'another process is anchoring',
  'not-ready': 'the indexer has not read the chain yet',
  halted: 'the ledger stopped until its operator has reconciled it with the chain',
  closed: 'the ledger has ended',
  nothing: 'every batch is on chain',
  pending: 'the transaction waits for a block',
  mined: 'a block holds the batch, and the indexer has not read it yet',
  'indexer-behind': 'the chain has other batches than the indexer has read',
  moved: 'the batch was read on chain, sent or taken back by another process meanwhile',
  'chain-time': 'the newest block is no later than the batch',
  late: 'the batch comes too late for the ledger contract, and no final block says so yet',
} as const;

export type AnchorWait = keyof typeof ANCHOR_WAITS;

/** What an operator must see to. Closed. */
export type AnchorBlock = 'fee-cap' | 'refused' | 'not-sent' | 'not-published';
