import type { OpenKey } from '../../chain/keys/key-file.ts';
import type { ChainReader } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { KeptReceipt } from './submit.ts';

/** Entries that a client sent with a record that was acknowledged. */
export interface KeptEntries {
  readonly record: Hex;
  /** The root of their map. */
  readonly root: Hex;
  /** The key that may read them; null where anyone may. */
  readonly reader: OpenKey | null;
}

/** By what a whole ledger is judged: nothing of it comes from the ledger. */
export interface LedgerEvidence {
  /** Every receipt that clients hold, or that was lost on its way to them. */
  readonly receipts: readonly KeptReceipt[];
  /** What the ledger must hold beside records. */
  readonly entries: readonly KeptEntries[];
  /** The address that signs receipts, EIP-55. */
  readonly operator: string;
  /** The verifier's policy, with the endpoints of the chain. */
  readonly policy: Policy;
}

/** A check under way. */
export interface Check extends LedgerEvidence {
  readonly url: string;
  readonly reader: ChainReader;
  readonly problems: string[];
  /** Batch → when it was anchored, as the word on chain proves. */
  readonly anchored: Map<number, number>;
  /** Record → the batch that it is sealed in. */
  readonly sealed: Map<string, number>;
}

export function expectEqual({ problems }: Check, what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) problems.push(`${what}: ${String(actual)} instead of ${String(expected)}`);
}

/** Does a part of a check: what it can't even ask is a problem too, and the other parts go on. */
export async function attempt(check: Check, what: string, part: () => Promise<void>): Promise<void> {
  try {
    await part();
  } catch (error) {
    check.problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
