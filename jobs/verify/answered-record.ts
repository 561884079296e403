import { type Hex, isHex } from '../../core/encoding/hex.ts';
import { isAnswer } from '../../core/records/kind.ts';
import { answersOf } from '../../core/records/statement.ts';
import type { ProofVerification } from './verify-proof.ts';

/** Returns the record that the subject of a proof file answers; null where it answers none. */
export function findAnswered({ bundle }: Pick<ProofVerification, 'bundle'>): Hex | null {
  const subject = bundle?.records[0];
  if (subject === undefined || !isAnswer(subject.record.kind)) return null;
  const id = answersOf(subject.statement);
  return isHex(id, 32) ? id : null;
}
