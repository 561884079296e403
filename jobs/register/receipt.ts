import * as z from 'zod';
import type { Hex } from '../../core/encoding/hex.ts';
import { hashSchema, signatureSchema, timeSchema } from '../../core/encoding/schema.ts';
import type { Domain } from '../../core/hashing/domain.ts';
import { recoverAddress } from '../../core/hashing/signature.ts';
import { digestReceipt } from '../../core/records/receipt.ts';
import { ApiError } from '../../client/http/api-error.ts';

/** A receipt in the form in which the server sends it (§9). */
export const receiptSchema = z.strictObject({
  record: hashSchema,
  acceptedAt: timeSchema,
  anchorBy: timeSchema,
  signature: signatureSchema,
});
export type SignedReceipt = z.infer<typeof receiptSchema>;

/** Checks that a receipt is for the record that was sent. @throws ApiError `receipt` */
export function checkReceiptRecord(id: Hex, receipt: SignedReceipt): void {
  if (receipt.record === id) return;
  throw new ApiError(200, 'receipt', `expected a receipt for record ${id}, got one for ${receipt.record}`);
}

/** Returns the address that signed a receipt, after checking that it is for the record. @throws ApiError `receipt`; BadInput `signature-…` */
export function checkReceipt(domain: Domain, id: Hex, receipt: SignedReceipt): string {
  checkReceiptRecord(id, receipt);
  return recoverAddress(digestReceipt(domain, receipt), receipt.signature);
}
