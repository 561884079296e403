import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { isReplay, isWithdrawal } from '../records/statement.ts';
import type { Context } from './context.ts';
import {
  checkHeadProof,
  checkLatest,
  findHead,
  type HeadEvidence,
  judgeAge,
  judgeReplays,
  latestUntil,
} from './heads.ts';
import { type Finding, fail, pass, skip } from './result.ts';

/** Tells whether a record must be the latest of its stream: an assurance or decision, or anything where the policy says so (§11). */
export function isCurrentnessRequired({ policy }: Context, { record }: BundleRecord): boolean {
  return policy.require.includes('currentness') || (isAnswer(record.kind) && !isReplay(record));
}

/** Tells whether currentness is judged of a record: of the subject, and of every answer that is no replay (§11). */
export function isCurrentnessJudged({ bundle }: Context, subject: BundleRecord): boolean {
  return subject === bundle.records[0] || (isAnswer(subject.record.kind) && !isReplay(subject.record));
}

/** Checks that a head in the bundle holds: its proofs, and the batches that it rests on. */
export async function checkHead(context: Context, head: BundleHead): Promise<Finding> {
  checkHeadProof(head);
  if (context.reader === null) return skip('no-chain', 'no endpoint of the chain was given');
  return checkLatest(context, head);
}

/** Checks that a record is the latest of its stream, by a head of it that the bundle shows (§7, §11). */
export async function checkCurrentness(
  context: Context,
  subject: BundleRecord,
  evidence: HeadEvidence,
): Promise<Finding> {
  const head = findHead(evidence, subject);
  if (head === undefined)
    return skip('no-head', 'the bundle shows no head of this stream as of its batch or later');
  const held = await checkHead(context, head);
  if (held.result !== 'pass') return held;
  const replays = judgeReplays(context, head.header, evidence.replays);
  if (replays.result !== 'pass') return replays;
  const until = await latestUntil(context, head);
  const finding = judgeHead(subject, head, [judgeAge(context, until), replays]);
  return isCurrentnessRequired(context, subject) ? finding : soften(finding);
}

function judgeHead(
  { id, record, statement }: BundleRecord,
  { header, head }: BundleHead,
  [age, replays]: [Finding, Finding],
): Finding {
  if (
    head === null ||
    head.sequence < record.sequence ||
    (head.sequence === record.sequence) !== (head.record === id)
  ) {
    return fail(
      'not-head',
      `as of batch ${header.number} its stream’s head is ${head?.record ?? 'none'}`,
      id,
      head?.record ?? null,
    );
  }
  if (head.record !== id) {
    return fail(
      'superseded',
      `superseded by sequence ${head.sequence}, record ${head.record}, as of batch ${header.number}`,
      id,
      head.record,
    );
  }
  if (isWithdrawal(record.kind, statement))
    return fail('withdrawn', 'the latest of its stream takes back what it said', null, statement);
  if (age.result !== 'pass') return age;
  return pass(`the latest of its stream as of batch ${header.number}, ${age.basis}, ${replays.basis}`);
}

/** Supersession, withdrawal and age warn where they are not required; all else that is wrong fails (§11). */
function soften(finding: Finding): Finding {
  const softens = ['superseded', 'withdrawn', 'too-old'].includes(finding.code);
  return finding.result === 'fail' && softens ? { ...finding, result: 'warn' } : finding;
}
