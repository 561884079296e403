import type { RegisterPorts } from '../ports.ts';
import { type Draft, requireSigned, signDraftBy, type SignedDraft, submissionOf } from './draft.ts';
import { type Registered, registerSubmission } from './register-submission.ts';

/** A record file to register. */
export interface DraftToRegister {
  readonly draft: Draft;
  /** Whether its entries are sent; the ledger then has more than their root. */
  readonly withEntries: boolean;
}

interface RegisterDraftPorts extends RegisterPorts {
  /** Gets the signed record file before it is sent. */
  readonly onSigned?: (signed: SignedDraft) => void;
}

/** A record that the ledger has accepted, and its record file with signature and receipt: the file to keep. */
export interface RegisteredDraft {
  readonly signed: SignedDraft;
  readonly registered: Registered;
}

/**
 * Signs a record file unless it is signed, sends it, and checks that the receipt is for it. After a failure, what `onSigned` got can be
 * registered again: the ledger takes a record once.
 * @throws BadInput `missing-member` where it is not signed and there is no signer; WalletError; ApiError as `registerSubmission`
 */
export async function registerDraft(
  { draft, withEntries }: DraftToRegister,
  { api, signer = null, onSigned = () => {}, onRetry }: RegisterDraftPorts,
): Promise<RegisteredDraft> {
  const mustSign = draft.signature === null && signer !== null;
  const signed = mustSign ? await signDraftBy(draft, signer) : requireSigned(draft);
  onSigned(signed);
  const registered = await registerSubmission(api, submissionOf(signed, withEntries), onRetry);
  return { signed: { ...signed, receipt: registered.receipt }, registered };
}
