import type { OpenKey } from '../../chain/keys/key-file.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { KeptReceipt } from './submit.ts';

/** Entries that a client sent with an accepted record. */
export interface KeptEntries {
  readonly record: Hex;
  /** The root of the entries map. */
  readonly root: Hex;
  /** The key that may read them; null: anyone may. */
  readonly reader: OpenKey | null;
}

/** The evidence that a whole ledger is checked against. None of it comes from the ledger. */
export interface LedgerEvidence {
  /** Every receipt that a client has, or that was lost before it reached the client. */
  readonly receipts: readonly KeptReceipt[];
  /** The entries that the ledger must hold. */
  readonly entries: readonly KeptEntries[];
  /** The address that signs receipts, EIP-55. */
  readonly operator: string;
  /** The verifier's policy, with the endpoints of the chain. */
  readonly policy: Policy;
}

/** A running check. */
export interface Check extends LedgerEvidence {
  readonly url: string;
  readonly reader: ChainReader;
  readonly problems: string[];
  /** When each batch was anchored, as the contract's state proves. */
  readonly anchored: Map<number, number>;
  /** The batch of each sealed record. */
  readonly sealed: Map<string, number>;
}

export function expectEqual({ problems }: Check, what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) problems.push(`${what}: ${String(actual)}, expected ${String(expected)}`);
}

/** Runs a part of a check. If it throws, that is a problem too, and the other parts still run. */
export async function attempt(check: Check, what: string, part: () => Promise<void>): Promise<void> {
  try {
    await part();
  } catch (error) {
    check.problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
