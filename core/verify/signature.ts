import type { BundleRecord } from '../proofs/bundle.ts';
import { digestRecord } from '../records/record.ts';
import { recoverAddress } from '../hashing/signature.ts';
import { type Finding, pass, runCheck } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Returns the address of the key that signed a record for the policy's ledger. @throws BadInput `signature-…` */
export function signerOf(
  { policy, recover }: VerificationContext,
  { record, signature }: Pick<BundleRecord, 'record' | 'signature'>,
): string {
  return recoverAddress(
    digestRecord({ chainId: policy.chainId, ledger: policy.ledger }, record),
    signature,
    recover,
  );
}

/** Verifies that the signature is well formed and made by some key. The check `authority` decides whether that key may sign (§2, §11). */
export function verifySignature(context: VerificationContext, subject: BundleRecord): Promise<Finding> {
  return runCheck(() => pass(`signed with the key ${signerOf(context, subject)}`));
}
