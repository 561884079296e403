import type { BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { hashRecord } from '../records/record.ts';
import type { Context } from './context.ts';
import { type Finding, fail, pass } from './result.ts';

/** Checks the record id; of an answer, that all its sources are in the bundle and of other parties (§5, §11). */
export function checkRecord({ byId }: Context, { id, record }: BundleRecord): Finding {
  const actual = hashRecord(record);
  if (actual !== id) return fail('record-id', 'the record does not hash to its id', id, actual);
  if (!isAnswer(record.kind)) return pass('the record hashes to its id');
  for (const source of record.sources) {
    const found = byId.get(source);
    if (found === undefined)
      return fail('source-missing', `its source ${source} is not in the bundle`, source, null);
    if (found.record.party === record.party)
      return fail('own-source', `its source ${source} is of its own party`, null, record.party);
  }
  return pass('the record hashes to its id, its sources are here and of other parties');
}
