import type { Hex } from '../../core/encoding/hex.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import type { SignedReceipt } from '../inputs/draft.ts';
import { ApiError } from '../terminal/errors.ts';

/** Checks that a receipt promises the record that was sent. @throws ApiError `receipt` */
export function checkPromised(id: Hex, receipt: SignedReceipt): void {
  if (receipt.record === id) return;
  throw new ApiError(200, 'receipt', `the receipt is for ${receipt.record}, not for the record sent, ${id}`);
}

/** Returns who signed a receipt, which must promise a record. @throws ApiError `receipt`; BadInput `signature-…` */
export function checkReceipt(domain: Domain, id: Hex, receipt: SignedReceipt): string {
  checkPromised(id, receipt);
  return recoverAddress(digestReceipt(domain, receipt), receipt.signature);
}
