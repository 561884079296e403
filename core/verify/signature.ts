import type { BundleRecord } from '../proofs/bundle.ts';
import { BadInput } from '../errors.ts';
import { digestRecord } from '../records/record.ts';
import { recoverAddress } from '../hashing/signature.ts';
import { type Finding, pass, runCheck } from './result.ts';
import { OverWork } from './work.ts';
import type { VerificationContext } from './verification-context.ts';

/** Returns the address of the key that signed a record for the policy's ledger. @throws BadInput `signature-…`; OverWork */
export function signerOf(
  { policy, recover }: VerificationContext,
  { record, signature }: Pick<BundleRecord, 'record' | 'signature'>,
): string {
  const digest = digestRecord({ chainId: policy.chainId, ledger: policy.ledger }, record);
  try {
    return recoverAddress(digest, signature, recover);
  } catch (error) {
    throw error instanceof BadInput && error.cause instanceof OverWork ? error.cause : error;
  }
}

/** Verifies that the signature is well formed and made by some key. The check `authority` decides whether that key may sign (§2, §11). */
export function verifySignature(context: VerificationContext, subject: BundleRecord): Promise<Finding> {
  return runCheck(() => pass(`signed with the key ${signerOf(context, subject)}`));
}
