import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import { isAnswer } from '../records/kind.ts';
import { isReplay, isWithdrawal } from '../records/statement.ts';
import { NO_CHAIN } from './anchor.ts';
import {
  type GatheredHeads,
  NO_HEAD,
  checkHeadProof,
  findHead,
  latestUntil,
  verifyAge,
  verifyLatest,
  verifyReplays,
} from './heads.ts';
import { type Finding, fail, pass, runCheck } from './result.ts';
import { countHeadHashes } from './work.ts';
import type { VerificationContext } from './verification-context.ts';

/** Tells whether a record must be the newest version in its stream: an assurance or decision, or any record where the policy says so (§11). */
export function isCurrentnessRequired({ policy }: VerificationContext, { record }: BundleRecord): boolean {
  return policy.require.includes('currentness') || isCurrentAnswer(record);
}

/** Tells whether the check currentness is made for a record: for the subject, and for every assurance and decision (§11). */
export function isCurrentnessChecked({ bundle }: VerificationContext, subject: BundleRecord): boolean {
  return subject === bundle.records[0] || isCurrentAnswer(subject.record);
}

/** A replay stays true when a newer one follows, so it need not be the newest. */
function isCurrentAnswer(record: BundleRecord['record']): boolean {
  return isAnswer(record.kind) && !isReplay(record);
}

/** Verifies the proofs of a head in the proof file, and the batches that it depends on. */
export function verifyHead(context: VerificationContext, head: BundleHead): Promise<Finding> {
  return runCheck(() => {
    context.work.spend('hashes', countHeadHashes(head));
    checkHeadProof(head);
    return context.reader === null ? NO_CHAIN : verifyLatest(context, head);
  });
}

/** Verifies that a record is the newest version in its stream, by a head of the stream in the proof file (§7, §11). */
export function verifyCurrentness(
  context: VerificationContext,
  subject: BundleRecord,
  gathered: GatheredHeads,
): Promise<Finding> {
  return runCheck(async () => {
    const head = findHead(gathered, subject);
    if (head === undefined) return NO_HEAD;
    const held = await verifyHead(context, head);
    if (held.result !== 'pass' || context.reader === null) return held;
    const replays = verifyReplays(context, head.header, gathered.replays);
    if (replays.result !== 'pass') return replays;
    const age = verifyAge(context, await latestUntil(context.reader, head));
    const finding = compareHead(subject, head, { age, replays });
    return isCurrentnessRequired(context, subject) ? finding : soften(finding);
  });
}

function compareHead(
  { id, record, statement }: BundleRecord,
  { header, head }: BundleHead,
  { age, replays }: { readonly age: Finding; readonly replays: Finding },
): Finding {
  if (
    head === null ||
    head.sequence < record.sequence ||
    (head.sequence === record.sequence) !== (head.record === id)
  ) {
    return fail(
      'not-head',
      `as of batch ${header.number} the head of its stream is ${head === null ? 'absent' : head.record}, so this record never became the head`,
      id,
      head?.record ?? null,
    );
  }
  if (head.record !== id) {
    return fail(
      'superseded',
      `a newer version exists as of batch ${header.number}: sequence ${head.sequence}, record ${head.record}`,
      id,
      head.record,
    );
  }
  if (isWithdrawal(record.kind, statement))
    return fail('withdrawn', 'this version, the newest in its stream, is a withdrawal', null, statement);
  if (age.result !== 'pass') return age;
  return pass(
    `the newest version in its stream as of batch ${header.number}; ${age.basis}; ${replays.basis}`,
  );
}

/** A newer version, a withdrawal and age only warn where they are not required; anything else that is wrong fails (§11). */
function soften(finding: Finding): Finding {
  const softens = ['superseded', 'withdrawn', 'too-old'].includes(finding.code);
  return finding.result === 'fail' && softens ? { ...finding, result: 'warn' } : finding;
}
