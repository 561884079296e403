import type { BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { hashRecord } from '../records/record.ts';
import { type Finding, fail, pass } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Verifies the record id. For an assurance or decision, also that all its sources are in the proof file and of other parties (§5, §11). */
export function verifyRecord({ byId }: VerificationContext, { id, record }: BundleRecord): Finding {
  const actual = hashRecord(record);
  if (actual !== id)
    return fail('record-id', `the record has the hash ${actual}, expected its id ${id}`, id, actual);
  if (!isAnswer(record.kind)) return pass('the hash of the record is its id');
  for (const source of record.sources) {
    const found = byId.get(source);
    if (found === undefined)
      return fail('source-missing', `source ${source} is not in the proof file`, source, null);
    if (found.record.party === record.party)
      return fail(
        'own-source',
        `source ${source} is a record of the same party; expected another party's`,
        null,
        record.party,
      );
  }
  return pass('the hash of the record is its id; all its sources are in the proof file and of other parties');
}
