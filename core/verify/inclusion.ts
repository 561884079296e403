import { hashSealed } from '../batches/batch.ts';
import type { BundleRecord } from '../proofs/bundle.ts';
import { checkLeaf } from '../merkle/tree.ts';
import { type Finding, pass, showTime } from './result.ts';

/** Checks that the record and its signature are in the batch whose header the bundle shows (§6, §11). */
export function checkInclusion({
  id,
  signature,
  inclusion: { header, proof },
}: Pick<BundleRecord, 'id' | 'signature' | 'inclusion'>): Finding {
  checkLeaf(header.records, hashSealed({ record: id, signature }), proof, header.recordCount);
  return pass(
    `among the ${header.recordCount} records of batch ${header.number}, sealed ${showTime(header.sealedAt)}`,
  );
}
