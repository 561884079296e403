import { hashSealed } from '../batches/batch.ts';
import type { BundleRecord } from '../proofs/bundle.ts';
import { checkLeaf } from '../merkle/tree.ts';
import { type Finding, pass, runCheck } from './result.ts';
import { formatTime } from '../encoding/time.ts';

/** Verifies that the record and its signature are in the batch whose header is in the proof file (§6, §11). */
export function verifyInclusion({
  id,
  signature,
  inclusion: { header, proof },
}: Pick<BundleRecord, 'id' | 'signature' | 'inclusion'>): Promise<Finding> {
  return runCheck(() => {
    checkLeaf(header.records, hashSealed({ record: id, signature }), proof, header.recordCount);
    return pass(
      `${header.recordCount === 1 ? 'the only record' : `one of the ${header.recordCount} records`} in batch ${header.number}, sealed at ${formatTime(header.sealedAt)}`,
    );
  });
}
