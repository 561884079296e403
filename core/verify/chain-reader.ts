import type { BatchHeader } from '../batches/batch.ts';
import { UserFacingError } from '../errors.ts';
import type { Hex } from '../encoding/hex.ts';
import type { Role } from '../records/kind.ts';
import type { ValidityWindow } from '../parties/authority.ts';

/** A block that is final by the verifier's own rule (§11). All other answers of the reader are as of this block. */
export interface VouchedBlock {
  readonly number: number;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly time: number;
  /** Why it counts as final, in words: `finalized, 2 of 3 endpoints agree`. */
  readonly basis: string;
}

/** Where and when a batch was anchored, as its event says. Only a hint: the word in the contract's state decides (§8). */
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
 * What verification asks of the chain. An implementation may use RPC, state proofs or facts of a test. It asks each question at
 * most once and answers as of the vouched block, except for `anchorInLatestBlock` and `anchoring`. Every method may throw ReaderError.
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
  /** The ledger that takes over from a closed one, the zero address where none is named; null while the ledger is open. */
  successor(): Promise<string | null>;
  /** The word stored for a batch, zero when there is none. */
  anchor(number: number): Promise<Hex>;
  /** The same word as of the latest block, which may not be final. */
  anchorInLatestBlock(number: number): Promise<Hex>;
  keyWindows(party: Hex, key: string): Promise<readonly ValidityWindow[]>;
  roleWindows(party: Hex, role: Role): Promise<readonly ValidityWindow[]>;
  /**
   * What the event of a batch says, as a hint; null when there is none. With `since`, blocks up to the vouched one are searched, and
   * only some after `since` where an endpoint limits its searches.
   */
  anchoring(number: number, since?: number): Promise<Anchoring | null>;
  /** The name of an endpoint whose chain lacks a block; null if the chain of every endpoint that answers has it. */
  endpointWithout(blockHash: Hex): Promise<string | null>;
}

/** Why the chain could not be asked: code → meaning and what to do. No other codes exist. A check that depends on it is skipped; it neither passes nor fails. */
export const READER_CODES = {
  'rpc-unreachable':
    'Too few endpoints answered in time. Check their URLs and the network, or try again later; a page can ask only endpoints that allow requests from web pages (CORS).',
  'rpc-disagree':
    'The endpoints give different answers. One may lag behind: try again, or use other endpoints.',
  'rpc-answer':
    'An endpoint rejected a call, or gave an answer of another form than expected. Try another endpoint.',
  'rpc-limit':
    'The endpoints were asked as often, or for as long, as one verification may. Try again with faster endpoints, or ask for a proof file with fewer records.',
  'wrong-chain': 'The endpoints serve another chain than expected. Use endpoints of the chain in the policy.',
  'no-final-block': 'The chain has no final block yet. Try again later.',
  'no-contract':
    'The address has no contract of a ledger. Compare the address and the chain with those of the ledger.',
} as const;

/** The code of a ReaderError. */
export type ReaderErrorCode = keyof typeof READER_CODES;

/** The chain could not be asked, or its endpoints did not agree. */
export class ReaderError extends UserFacingError<ReaderErrorCode> {
  override readonly name = 'ReaderError';
}
