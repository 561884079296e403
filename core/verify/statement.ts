import type { BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { hashStream } from '../records/record.ts';
import { answersOf, checkAnswer, checkStatement as checkSchema, isReplay } from '../records/statement.ts';
import type { Context } from './context.ts';
import { type Finding, fail, pass } from './result.ts';

/** Checks the statement's hash and schema; of an answer, also that its subject is the stream answered (§5, §11). */
export function checkStatement(context: Context, { record, statement }: BundleRecord): Finding {
  checkSchema(record, statement);
  if (!isAnswer(record.kind) || isReplay(record))
    return pass('the statement is the one signed, and follows its schema');
  const answers = answersOf(statement);
  const answered = answers === null ? undefined : context.byId.get(answers);
  if (answered === undefined)
    return fail('source-missing', 'the record answered is not in the bundle', answers, null);
  checkAnswer(record, hashStream(answered.record));
  return pass('the statement is the one signed, and answers the stream that is its subject');
}
