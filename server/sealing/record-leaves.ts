import { hashSealedBytes } from '../../core/batches/batch.ts';
import { HASH_BYTES, hashAt } from '../../core/hashing/hash-order.ts';
import { type RecordColumns, SIGNATURE_BYTES } from '../../db/rows/record-columns.ts';

/** Returns the leaves of records in the tree of their batch, concatenated in the same order (§6). */
export function hashLeaves({ count, ids, signatures }: RecordColumns): Uint8Array {
  const leaves = new Uint8Array(count * HASH_BYTES);
  for (let record = 0; record < count; record++) {
    const signature = signatures.subarray(record * SIGNATURE_BYTES, (record + 1) * SIGNATURE_BYTES);
    leaves.set(hashSealedBytes(hashAt(ids, record), signature), record * HASH_BYTES);
  }
  return leaves;
}
