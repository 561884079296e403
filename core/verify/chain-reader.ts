import type { BatchHeader } from '../batches/batch.ts';
import { UserFacingError } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Role } from '../records/kind.ts';

/** A block that the verifier's own rule makes reliable (§11): what is asked below is asked as of this block. */
export interface VouchedBlock {
  readonly number: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly time: number;
  /** Why it is relied on, in words: `finalized, 2 of 3 endpoints agree`. */
  readonly basis: string;
}

/** A window of a role or a key: it holds at t when from ≤ t < until (§2, §8). */
export interface LedgerWindow {
  readonly from: number;
  readonly until: number;
}

/** Where and when the chain says a batch was anchored, from its event; the word in state decides whether that is so (§8). */
export interface Anchoring {
  readonly number: number;
  readonly header: Hex;
  readonly fields: Omit<BatchHeader, 'previous'>;
  readonly anchoredAt: number;
  readonly transaction: Hex;
  readonly block: number;
  readonly blockHash: Hex;
}

/**
 * What verification must know of the chain. Whoever implements it, by RPC, by state proofs or in a test, answers the same
 * questions, each of them once; all but `newestAnchor` and `anchoring` as of the vouched block. Every method may throw ReaderError.
 */
export interface ChainReader {
  chainId(): Promise<number>;
  vouchedBlock(): Promise<VouchedBlock>;
  /** Keccak-256 of the code at an address; of empty code when there is none. */
  codeHash(address: string): Promise<Hex>;
  /** The registry that the ledger contract names. */
  registry(): Promise<string>;
  /** The number of the latest batch, 0 before the first. */
  latest(): Promise<number>;
  /** The word stored for a batch, zero when there is none. */
  anchor(number: number): Promise<Hex>;
  /** The same word as of the newest block, final or not. */
  newestAnchor(number: number): Promise<Hex>;
  keyWindows(party: Hex, key: string): Promise<readonly LedgerWindow[]>;
  roleWindows(party: Hex, role: Role): Promise<readonly LedgerWindow[]>;
  /** What the events say of a batch, null when there is none: a hint. */
  anchoring(number: number): Promise<Anchoring | null>;
}

/** Why the chain could not be asked: code → meaning. Closed; a check that meets one is skipped, never passed or failed. */
export const READER_CODES = {
  'rpc-unreachable': 'Too few endpoints answered in time.',
  'rpc-disagree': 'The endpoints answer differently.',
  'rpc-answer': 'An endpoint refused, or answered in another form than expected.',
  'wrong-chain': 'The endpoints are of another chain.',
  'no-final-block': 'No block is final yet.',
  'no-contract': 'No contract stands at the address.',
} as const;

export type ReaderErrorCode = keyof typeof READER_CODES;

/** The chain could not be asked, or its endpoints did not agree. */
export class ReaderError extends UserFacingError<ReaderErrorCode> {
  override readonly name = 'ReaderError';
}
