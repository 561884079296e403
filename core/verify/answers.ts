import type { BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { type KindName, KINDS, nameOfKind } from '../records/kind.ts';
import { hashStream } from '../records/record.ts';
import { answersOf, titleOf } from '../records/statement.ts';
import { formatTime } from '../encoding/time.ts';
import { quoteText } from '../outside-text.ts';
import { isCurrentAnswer, type Judged, type Part, type Standing } from './currentness.ts';
import type { GatheredHeads } from './heads.ts';
import { verifyJudge } from './judges.ts';
import { type Finding, type VerifyCode, fail, pass, skip } from './result.ts';
import type { VerificationContext } from './verification-context.ts';

/** An assurance or decision about a record, as the proof file shows it. */
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
  /** Whose stream it answers: that of the subject, of a result that the subject cites, or of another record. */
  readonly about: 'subject' | 'cited' | 'other';
  readonly version: AnsweredVersion;
  readonly standing: Standing;
  /** Whether it stands, and answers the very version that is the subject, or that the subject cites. */
  readonly counts: boolean;
}

/** The version that an answer answers. Where the file lacks it, only its id is known. */
export interface AnsweredVersion {
  readonly record: Hex;
  readonly kind: KindName | null;
  readonly subject: string | null;
  readonly sequence: number | null;
  readonly title: string | null;
}

/** What the check answers found for one record, or for a judge without one. */
export interface AnswerFinding {
  readonly record: Hex | null;
  readonly finding: Finding;
}

/** The records that the check currentness covers: what each is in the file, and how it stands. */
export interface JudgedParts {
  readonly parts: ReadonlyMap<Hex, Part>;
  readonly judged: ReadonlyMap<Hex, Judged>;
}

/** How an answer stands that counts as no answer. */
const NOT_STANDING: readonly Standing['state'][] = ['superseded', 'withdrawn', 'later'];

/** The order of a list of answers: what a reader asks first. */
const ABOUT: readonly Answer['about'][] = ['subject', 'cited', 'other'];

/** Returns all answers in the proof file but its subject: those about the subject's stream first, and assurances before decisions. */
export function listAnswers(context: VerificationContext, judged: JudgedParts): Answer[] {
  const [, ...others] = context.bundle.records as [BundleRecord, ...BundleRecord[]];
  const streams = nameStreams(context, judged);
  return others
    .filter(({ record }) => isCurrentAnswer(record))
    .sort((a, b) => a.record.kind - b.record.kind)
    .map((each) => describe(context, judged, each, streams.get(each.record.subject) ?? 'other'))
    .sort((a, b) => ABOUT.indexOf(a.about) - ABOUT.indexOf(b.about));
}

/** Returns what the streams of the subject, and of the results that it cites, are to a reader; by the subject of their answers (§5). */
function nameStreams({ byId }: VerificationContext, { parts }: JudgedParts): Map<string, Answer['about']> {
  const streams = new Map<string, Answer['about']>();
  for (const [id, part] of parts) {
    const stream = hashStream(byId.get(id)!.record).slice(2);
    if (part !== 'answer' && streams.get(stream) !== 'subject') streams.set(stream, part);
  }
  return streams;
}

function describe(
  { bundle, byId }: VerificationContext,
  { parts, judged }: JudgedParts,
  { id, record, statement }: BundleRecord,
  about: Answer['about'],
): Answer {
  const text = (name: string): string | null => {
    const value = statement[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const isOpinion = record.kind === KINDS.assurance;
  const answered = answersOf(statement) ?? bundle.records[0]!.id;
  const object = byId.get(answered);
  const standing = judged.get(id)!.standing;
  const part = parts.get(answered);
  const isShown = about === 'other' || (part !== undefined && part !== 'answer');
  return {
    record: id,
    party: record.party,
    kind: isOpinion ? 'assurance' : 'decision',
    says: text(isOpinion ? 'opinion' : 'outcome') ?? '',
    level: text('level'),
    scope: text('scope'),
    standard: text('standard'),
    reason: text('reason'),
    about,
    version: {
      record: answered,
      kind: object === undefined ? null : nameOfKind(object.record.kind),
      subject: object?.record.subject ?? null,
      sequence: object?.record.sequence ?? null,
      title: object === undefined ? null : titleOf(object.statement),
    },
    standing,
    counts: isShown && !NOT_STANDING.includes(standing.state),
  };
}

/**
 * Verifies what others say about the records in the file: what each answer says, and that no answer of a judge to the subject's stream is
 * hidden (§11).
 */
export async function verifyAnswers(
  context: VerificationContext,
  answers: readonly Answer[],
  gathered: GatheredHeads,
): Promise<AnswerFinding[]> {
  const { judges, require } = context.policy;
  const shown = answers.map((answer) => ({ record: answer.record, finding: judgeAnswer(context, answer) }));
  const early = context.bundle.records.flatMap((each) => findEarly(context, each));
  const ofJudges = await Promise.all(
    judges.map((judge) => verifyJudge(context, judge, hasAnswered(answers, judge), gathered)),
  );
  const found = [...early, ...shown, ...ofJudges.flat().map((finding) => ({ record: null, finding }))];
  if (judges.length === 0 && (found.length === 0 || require.includes('answers')))
    found.push({ record: null, finding: NO_JUDGES });
  return found;
}

function hasAnswered(answers: readonly Answer[], judge: Hex): boolean {
  return answers.some(({ about, party, counts }) => about === 'subject' && party === judge && counts);
}

const NO_JUDGES = skip(
  'no-judges',
  'the policy names no judges, so that answers may be missing in the proof file',
);

function judgeAnswer(context: VerificationContext, answer: Answer): Finding {
  const { judges, refuse } = context.policy;
  const { party, kind, says, about, reason } = answer;
  const isJudge = judges.includes(party);
  const what = `the ${kind} of ${isJudge ? 'the judge' : 'the party'} ${party}${nameTarget(answer)}`;
  const gone = judgeGone(context, answer, what);
  if (gone !== null) return gone;
  const stated = `${what} says ${says}${reason === null ? '' : `: ${quoteText(reason)}`}`;
  const objection = refuse.find((word) => word === says);
  if (objection === undefined) return pass(stated);
  const code: VerifyCode = `answer-${objection}`;
  return { ...fail(code, stated, null, says), result: isJudge && about !== 'other' ? 'fail' : 'warn' };
}

function nameTarget({ about, version: { record, kind } }: Answer): string {
  if (about === 'subject') return '';
  return about === 'cited' ? ` on the cited result ${record}` : ` on the ${kind ?? 'record'} ${record}`;
}

/** Returns what is found on an answer that does not count; null for one that does. */
function judgeGone({ byId }: VerificationContext, answer: Answer, what: string): Finding | null {
  const { version, standing } = answer;
  if (standing.state === 'superseded' || standing.state === 'withdrawn') {
    const isHidden = standing.by !== null && !byId.has(standing.by);
    const by =
      standing.by === null ? '' : ` by ${standing.by}${isHidden ? ', which is not in the proof file' : ''}`;
    const basis = `${what} was ${standing.state}${by}: it counts as no answer`;
    return { ...pass(basis), code: `answer-${standing.state}`, result: isHidden ? 'warn' : 'pass' };
  }
  if (standing.state === 'later') {
    const when = formatTime(byId.get(answer.record)!.anchor.anchoredAt);
    return {
      ...pass(`${what} was given later, anchored at ${when}, and does not count`),
      code: 'answer-later',
    };
  }
  if (answer.counts) return null;
  const which = version.sequence === null ? 'another version' : `sequence ${version.sequence}`;
  const basis = `${what} answers ${which}, record ${version.record}, and counts for that version alone`;
  return { ...pass(basis), code: 'other-version' };
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
