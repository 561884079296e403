import type { BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { type Kind, KINDS, nameOfKind } from '../records/kind.ts';
import { hashStream } from '../records/record.ts';
import { answersOf } from '../records/statement.ts';
import { formatTime } from '../encoding/time.ts';
import { describeMoment, findRewound } from './as-of.ts';
import { isCurrentAnswer, type Judged, type Standing, verifyHead } from './currentness.ts';
import { type GatheredHeads, NO_HEAD, findHead, verifyReplays } from './heads.ts';
import { warnOfNewer } from './newer-versions.ts';
import { type Finding, type VerifyCode, fail, pass, runCheck, skip } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** An assurance of the subject's stream, or a decision on it, as the proof file shows it. */
export interface Answer {
  readonly record: Hex;
  readonly party: Hex;
  readonly kind: 'assurance' | 'decision';
  /** The opinion or outcome. */
  readonly says: string;
  readonly level: string | null;
  readonly scope: string | null;
  readonly standard: string | null;
  readonly reason: string | null;
  /** The version that it answers. */
  readonly version: { readonly record: Hex; readonly sequence: number | null };
  readonly standing: Standing;
  /** Whether it stands, and answers the subject and not another version. */
  readonly counts: boolean;
}

/** What the check answers found for one record, or for a judge without one. */
export interface AnswerFinding {
  readonly record: Hex | null;
  readonly finding: Finding;
}

/** How each record stands that the check currentness covers. */
export type JudgedRecords = ReadonlyMap<Hex, Judged>;

/** How an answer stands that counts as no answer. */
const NOT_STANDING: readonly Standing['state'][] = ['superseded', 'withdrawn', 'later'];

/** Returns the answers to the subject's stream that the proof file shows, assurances first. */
export function listAnswers({ bundle, byId }: VerificationContext, judged: JudgedRecords): Answer[] {
  const subject = bundle.records[0]!;
  const stream = hashStream(subject.record).slice(2);
  return bundle.records
    .filter((each) => each !== subject && isCurrentAnswer(each.record) && each.record.subject === stream)
    .sort((a, b) => a.record.kind - b.record.kind)
    .map(({ id, record, statement }) => {
      const text = (name: string): string | null => {
        const value = statement[name];
        return typeof value === 'string' && value !== '' ? value : null;
      };
      const answered = answersOf(statement) ?? subject.id;
      const standing = judged.get(id)!.standing;
      return {
        record: id,
        party: record.party,
        kind: record.kind === KINDS.assurance ? ('assurance' as const) : ('decision' as const),
        says: text(record.kind === KINDS.assurance ? 'opinion' : 'outcome') ?? '',
        level: text('level'),
        scope: text('scope'),
        standard: text('standard'),
        reason: text('reason'),
        version: { record: answered, sequence: byId.get(answered)?.record.sequence ?? null },
        standing,
        counts: answered === subject.id && !NOT_STANDING.includes(standing.state),
      };
    });
}

/** Verifies what others say about the subject: what each answer says, and that no answer of a judge is hidden (§11). */
export async function verifyAnswers(
  context: VerificationContext,
  answers: readonly Answer[],
  gathered: GatheredHeads,
): Promise<AnswerFinding[]> {
  const { judges, require } = context.policy;
  const shown = answers.map((answer) => ({ record: answer.record, finding: judgeAnswer(context, answer) }));
  const early = context.bundle.records.flatMap((each) => findEarly(context, each));
  const ofJudges = await Promise.all(judges.map((judge) => verifyJudge(context, judge, answers, gathered)));
  const found = [...early, ...shown, ...ofJudges.flat()];
  if (judges.length === 0 && (found.length === 0 || require.includes('answers')))
    found.push({ record: null, finding: NO_JUDGES });
  return found;
}

const NO_JUDGES = skip(
  'no-judges',
  'the policy names no judges, so that answers may be missing in the proof file',
);

function judgeAnswer(context: VerificationContext, answer: Answer): Finding {
  const { policy, byId } = context;
  const { judges, refuse } = policy;
  const { party, kind, says, version, standing, reason } = answer;
  const isJudge = judges.includes(party);
  const what = `the ${kind} of ${isJudge ? 'the judge' : 'the party'} ${party}`;
  if (standing.state === 'superseded' || standing.state === 'withdrawn') {
    const code: VerifyCode = `answer-${standing.state}`;
    const isHidden = standing.by !== null && !byId.has(standing.by);
    const by =
      standing.by === null ? '' : ` by ${standing.by}${isHidden ? ', which is not in the proof file' : ''}`;
    const basis = `${what} was ${standing.state}${by}: it counts as no answer`;
    return { ...pass(basis), code, result: isHidden ? 'warn' : 'pass' };
  }
  if (standing.state === 'later')
    return {
      ...pass(
        `${what} was given later, anchored at ${formatTime(byId.get(answer.record)!.anchor.anchoredAt)}, and does not count`,
      ),
      code: 'answer-later',
    };
  if (!answer.counts)
    return {
      ...pass(
        `${what} answers ${version.sequence === null ? 'another version' : `sequence ${version.sequence}`}, record ${version.record}, and counts for that version alone`,
      ),
      code: 'other-version',
    };
  const stated = `${what} says ${says}${reason === null ? '' : `: ${JSON.stringify(reason)}`}`;
  const objection = refuse.find((word) => word === says);
  if (objection === undefined) return pass(stated);
  const code: VerifyCode = `answer-${objection}`;
  return { ...fail(code, stated, null, says), result: isJudge ? 'fail' : 'warn' };
}

/** An answer cannot have been sealed before what it answers. */
function findEarly({ byId }: VerificationContext, answer: BundleRecord): AnswerFinding[] {
  const id = isCurrentAnswer(answer.record) ? answersOf(answer.statement) : null;
  const object = id === null ? undefined : byId.get(id);
  if (object === undefined) return [];
  const [own, other] = [answer.inclusion.header.number, object.inclusion.header.number];
  if (own >= other) return [];
  const basis = `it was sealed in batch ${own}, before the record that it answers, sealed in batch ${other}`;
  const finding = fail('answer-too-early', basis, other, own);
  return [{ record: answer.id, finding }];
}

/** Verifies that both streams in which a judge answers the subject's stream are shown, and where required that one has an answer. */
async function verifyJudge(
  context: VerificationContext,
  judge: Hex,
  answers: readonly Answer[],
  gathered: GatheredHeads,
): Promise<AnswerFinding[]> {
  const kinds = [KINDS.assurance, KINDS.decision];
  const found = await Promise.all(
    kinds.map(async (kind) => ({
      record: null,
      finding: await runCheck(() => verifyJudgeStream(context, judge, kind, gathered)),
    })),
  );
  if (!context.policy.require.includes('answers') || found.some(({ finding }) => finding.result !== 'pass'))
    return found;
  if (answers.some(({ party, counts }) => party === judge && counts)) return found;
  const finding = fail('no-answer', `the judge ${judge} has no standing answer to this version`, judge, null);
  return [...found, { record: null, finding }];
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
  const stream = hashStream({ party: judge, kind, subject: hashStream(subject.record).slice(2) });
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
