import type { BundleRecord } from '../proofs/bundle.ts';
import { isAnswer, isReplay } from '../records/kind.ts';
import { hashStream } from '../records/record.ts';
import { answersOf, checkAnswer, checkStatement } from '../records/statement.ts';
import { type Finding, fail, pass, runCheck } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** Verifies the hash and schema of a statement. For an answer, also that its subject is the stream that it answers (§5, §11). */
export function verifyStatement(context: VerificationContext, subject: BundleRecord): Promise<Finding> {
  const { record, statement } = subject;
  return runCheck(() => {
    checkStatement(record, statement);
    if (!isAnswer(record.kind) || isReplay(record))
      return pass('the statement is the one that was signed, and follows the schema of its kind');
    const answers = answersOf(statement);
    const answered = answers === null ? undefined : context.byId.get(answers);
    if (answered === undefined)
      return fail(
        'source-missing',
        `record ${answers}, which is answered, is not in the proof file`,
        answers,
        null,
      );
    checkAnswer(record, hashStream(answered.record));
    return pass('the statement is the one that was signed, and answers the stream in its subject');
  });
}
