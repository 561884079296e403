import type { Hex } from '../../core/encoding/hex.ts';
import type { RecordState } from '../../db/records/record-states.ts';
import type { SignedReceipt } from '../../db/records/records.ts';
import type { Submission } from './submission.ts';

/** A value or an error. The error may be one that a thread has already turned into its description for clients. */
export type Outcome<Value> = { readonly value: Value } | { readonly error: unknown };

/** A submission that was parsed. */
export type Incoming = Omit<Submission, 'entriesText'> & {
  /** Returns the text of its entries, or the error in them. It is called only for parties that may write. */
  readonly encodeEntries: () => Outcome<string | null>;
};

/** The answer for a record that is in the ledger. */
export interface Acceptance {
  readonly id: Hex;
  readonly receipt: SignedReceipt;
  readonly state: RecordState;
  /** False if the ledger had the record already: then the receipt is the first one. */
  readonly created: boolean;
}
