import type { Hex } from '../encoding/hex.ts';
import { type Kind, KINDS, nameOfKind } from '../records/kind.ts';
import { hashStream, subjectOfAnswers } from '../records/record.ts';
import { describeMoment, findRewound } from './as-of.ts';
import { verifyHead } from './currentness.ts';
import { type GatheredHeads, NO_HEAD, findHead, verifyReplays } from './heads.ts';
import { warnOfNewer } from './newer-versions.ts';
import { type Finding, fail, pass, runCheck, skip } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/**
 * Verifies that both streams in which a judge answers the subject's stream are shown, and where required that the judge has an answer that
 * counts. A stream that only warns is shown: a hint of something newer takes nothing back.
 */
export async function verifyJudge(
  context: VerificationContext,
  judge: Hex,
  hasAnswered: boolean,
  gathered: GatheredHeads,
): Promise<Finding[]> {
  const kinds = [KINDS.assurance, KINDS.decision];
  const found = await Promise.all(
    kinds.map((kind) => runCheck(() => verifyJudgeStream(context, judge, kind, gathered))),
  );
  const isShown = found.every(({ result }) => result === 'pass' || result === 'warn');
  if (!isShown || hasAnswered || !context.policy.require.includes('answers')) return found;
  const basis = `the judge ${judge} has no standing answer to this version`;
  return [...found, fail('no-answer', basis, judge, null)];
}

async function verifyJudgeStream(
  context: VerificationContext,
  judge: Hex,
  kind: Kind,
  gathered: GatheredHeads,
): Promise<Finding> {
  const subject = context.bundle.records[0]!;
  const from = findHead(gathered, subject)?.header.number;
  if (from === undefined) return NO_HEAD;
  const stream = hashStream({ party: judge, kind, subject: subjectOfAnswers(subject.record) });
  const heads = (gathered.heads.get(stream) ?? []).filter(({ header }) => header.number >= from);
  const found = findRewound(context, heads);
  const what = `the ${nameOfKind(kind)} of the judge ${judge}`;
  if (found === undefined)
    return skip(
      'answer-not-shown',
      heads.length > 0
        ? `the proof file shows ${what} as of a later batch, and lacks the one that was the newest then`
        : `the proof file neither shows ${what} nor proves that there is none, as of batch ${from}`,
    );
  const { shown, then } = found;
  const held = await verifyHead(context, shown);
  if (held.result !== 'pass') return held;
  const replays = verifyReplays(context, shown.header, gathered.replays);
  if (replays.result !== 'pass') return replays;
  const { head } = then;
  const asOf = describeMoment(context, then);
  if (head === null)
    return warnOfNewer(
      context,
      pass(`the judge ${judge} has given no ${nameOfKind(kind)} ${asOf}`),
      then,
      heads,
    );
  if (context.byId.has(head.record))
    return warnOfNewer(context, pass(`${what} is in the proof file, the newest ${asOf}`), then, heads);
  return skip('answer-not-shown', `${what} is the record ${head.record}, which is not in the proof file`);
}
