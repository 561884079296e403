import type { BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { hashRecord } from '../records/record.ts';
import { type Finding, fail, pass } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Verifies the record id, and that the subject is a record of the policy's party. For an assurance or decision, also that all its sources are in the proof file and of other parties (§5, §11). */
export function verifyRecord(
  { bundle, byId, policy }: VerificationContext,
  { id, record }: BundleRecord,
): Finding {
  const { subjectParty } = policy;
  if (id === bundle.records[0]!.id && subjectParty !== null && record.party !== subjectParty)
    return fail(
      'wrong-party',
      `the record belongs to the party ${record.party}, expected ${subjectParty}`,
      subjectParty,
      record.party,
    );
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
