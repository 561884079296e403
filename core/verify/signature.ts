import type { BundleRecord } from '../proofs/bundle.ts';
import { digestRecord } from '../records/record.ts';
import { recoverAddress } from '../hashing/signature.ts';
import type { Context } from './context.ts';
import { type Finding, pass } from './result.ts';

/** Returns the address that signed a record in the policy's domain. @throws BadInput `signature-…` */
export function signerOf(
  { policy, recover }: Context,
  { record, signature }: Pick<BundleRecord, 'record' | 'signature'>,
): string {
  return recoverAddress(
    digestRecord({ chainId: policy.chainId, ledger: policy.ledger }, record),
    signature,
    recover,
  );
}

/** Checks that the signature is well formed and some key made it; whether that key may is for `authority` (§2, §11). */
export function checkSignature(context: Context, subject: BundleRecord): Finding {
  return pass(`signed by the key ${signerOf(context, subject)}`);
}
