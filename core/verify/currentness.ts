import type { BundleHead, BundleRecord } from '../proofs/bundle.ts';
import type { Hex } from '../encoding/hex.ts';
import { isAnswer, isReplay, KINDS } from '../records/kind.ts';
import { hashStream } from '../records/record.ts';
import { isWithdrawal } from '../records/statement.ts';
import { NO_CHAIN } from './anchor.ts';
import { describeLater, describeMoment, describeUnknownThen, findRewound, isLater } from './as-of.ts';
import { listCitations } from './citations.ts';
import {
  type GatheredHeads,
  NO_HEAD,
  checkHeadProof,
  latestUntil,
  listHeads,
  verifyAge,
  verifyLatest,
  verifyReplays,
} from './heads.ts';
import { findContinuation, moveHead, warnOfNewer } from './newer-versions.ts';
import { type Finding, fail, pass, runCheck } from './result.ts';
import { countHeadHashes } from './work.ts';
import type { VerificationContext } from './verification-context.ts';

/** Whether a record is the newest version in its stream, as the proof file shows it. */
export interface Standing {
  /** `later`: it was anchored after the time as of which the file is judged. */
  readonly state: 'current' | 'superseded' | 'withdrawn' | 'unknown' | 'later';
  /** The newest version; null where it is this one, or is not known. */
  readonly by: Hex | null;
  /** What the newest version says about itself: `correction`, `restatement` or `withdrawal`. */
  readonly change: string | null;
  readonly reason: string | null;
  /** The batch whose heads show it. */
  readonly batch: number | null;
  /** Until when it is known, unix seconds; null where the chain was not asked. */
  readonly asOf: number | null;
}

/** How a record stands, and what the check currentness finds if that is required. */
export interface Judged {
  readonly standing: Standing;
  readonly finding: Finding;
}

/** What a record is in its proof file, as far as the check currentness covers it (§11). */
export type Part = 'subject' | 'cited' | 'answer';

/** How a record stands whose newest version the proof file does not show. */
export const UNKNOWN_STANDING: Standing = {
  state: 'unknown',
  by: null,
  change: null,
  reason: null,
  batch: null,
  asOf: null,
};

/** Returns which records the check currentness covers: the subject, the results that it cites, and every assurance and decision (§11). */
export function listParts({ bundle, byId }: VerificationContext): ReadonlyMap<BundleRecord, Part> {
  const subject = bundle.records[0]!;
  const cited = new Set(listCitations([subject]).map(({ citation }) => citation.result));
  if (subject.record.kind === KINDS.disclosure) subject.record.sources.forEach((id) => cited.add(id));
  const parts = new Map<BundleRecord, Part>([[subject, 'subject']]);
  for (const id of cited) {
    const result = byId.get(id);
    if (result?.record.kind === KINDS.result && result !== subject) parts.set(result, 'cited');
  }
  for (const each of bundle.records)
    if (isCurrentAnswer(each.record) && each !== subject) parts.set(each, 'answer');
  return parts;
}

/** A replay stays true when a newer one follows, so it need not be the newest. */
export function isCurrentAnswer(record: BundleRecord['record']): boolean {
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

/** Finds how a record stands, by a head of its stream in the proof file (§7, §11). */
export async function judgeStanding(
  context: VerificationContext,
  subject: BundleRecord,
  gathered: GatheredHeads,
): Promise<Judged> {
  const early = findEarlierHead(subject, gathered);
  if (early !== null) return { standing: UNKNOWN_STANDING, finding: early };
  if (isLater(context, subject.anchor))
    return {
      standing: { ...UNKNOWN_STANDING, state: 'later' },
      finding: describeLater(context, subject.anchor),
    };
  const from = subject === context.bundle.records[0] ? 0 : gathered.from;
  // An earlier head can only show that the record was replaced: a stream never goes back.
  const heads = listHeads(gathered, subject).filter(
    ({ header, head }) => header.number >= from || (head?.sequence ?? 0) > subject.record.sequence,
  );
  if (heads.length === 0) return { standing: UNKNOWN_STANDING, finding: NO_HEAD };
  const found = findRewound(context, heads);
  if (found === undefined) return { standing: UNKNOWN_STANDING, finding: describeUnknownThen(context) };
  const { shown: head } = found;
  const newer = findContinuation(context, subject);
  const then = newer === null ? found.then : moveHead(found.then, newer);
  const seen: { asOf: number | null; isProven: boolean } = { asOf: null, isProven: false };
  const finding = await runCheck(async () => {
    const held = await verifyHead(context, head);
    seen.isProven = held.result !== 'fail';
    if (held.result !== 'pass' || context.reader === null) return held;
    const replays = verifyReplays(context, head.header, gathered.replays);
    if (replays.result !== 'pass' && newer === null) return replays;
    const until = await latestUntil(context.reader, head);
    seen.asOf = Math.min(until, context.at ?? until);
    const lag = (await context.reader.latest()) - head.header.number;
    const age = addLag(verifyAge(context, until), lag, context.bundle.records[0]!.id);
    return warnOfNewer(context, compareHead(context, subject, then, { age, replays }), then, heads);
  });
  if (!seen.isProven || finding.code === 'not-head') return { standing: UNKNOWN_STANDING, finding };
  return { standing: { ...standingOf(context, subject, then), asOf: seen.asOf }, finding };
}

/** A record that a head names was sealed by then: shown in a later batch, it would look newer than it is. */
function findEarlierHead({ id, record, inclusion }: BundleRecord, { heads }: GatheredHeads): Finding | null {
  const { number } = inclusion.header;
  const early = heads
    .get(hashStream(record))
    ?.find(({ header, head }) => header.number < number && head?.record === id);
  if (early === undefined) return null;
  return fail(
    'order-falls',
    `it is shown in batch ${number}, but was the head of its stream as of batch ${early.header.number} already: it was sealed twice`,
    early.header.number,
    number,
  );
}

/** Says how far an old head lags behind the chain, and how to get a newer one. */
function addLag(age: Finding, lag: number, subject: Hex): Finding {
  const batches = lag <= 0 ? '' : `, ${lag} ${lag === 1 ? 'batch' : 'batches'} before the newest`;
  const refresh =
    age.result === 'pass'
      ? ''
      : `; fetch the proof file again: ledger proof ${subject}, or renew it without the server: ledger proof refresh`;
  return { ...age, basis: `${age.basis}${batches}${refresh}` };
}

function standingOf(
  { byId }: VerificationContext,
  { id, record, statement }: BundleRecord,
  { header, head }: BundleHead,
): Standing {
  const shown = { ...UNKNOWN_STANDING, batch: header.number };
  if (head === null) return shown;
  if (head.record === id)
    return isWithdrawal(record.kind, statement)
      ? { ...shown, state: 'withdrawn', ...wordsOf(statement) }
      : { ...shown, state: 'current' };
  const newer = byId.get(head.record);
  const withdrawn = newer !== undefined && isWithdrawal(newer.record.kind, newer.statement);
  return {
    ...shown,
    state: withdrawn ? 'withdrawn' : 'superseded',
    by: head.record,
    ...(newer === undefined ? {} : wordsOf(newer.statement)),
  };
}

function wordsOf(statement: BundleRecord['statement']): Pick<Standing, 'change' | 'reason'> {
  const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
  return { change: text(statement['change']), reason: text(statement['reason']) };
}

function compareHead(
  context: VerificationContext,
  subject: BundleRecord,
  shown: BundleHead,
  { age, replays }: { readonly age: Finding; readonly replays: Finding },
): Finding {
  const { id, record, statement } = subject;
  const { head } = shown;
  const asOf = describeMoment(context, shown);
  if (
    head === null ||
    head.sequence < record.sequence ||
    (head.sequence === record.sequence) !== (head.record === id)
  ) {
    return fail(
      'not-head',
      `${asOf} the head of its stream is ${head === null ? 'absent' : head.record}, so this record never became the head`,
      id,
      head?.record ?? null,
    );
  }
  const { state, by, change, reason } = standingOf(context, subject, shown);
  const why = reason === null ? '' : `: ${JSON.stringify(reason)}`;
  if (state === 'withdrawn' && by === null)
    return fail(
      'withdrawn',
      `this version, the newest in its stream, is a withdrawal${why}`,
      null,
      statement,
    );
  if (state === 'withdrawn')
    return fail(
      'withdrawn',
      `withdrawn ${asOf} by sequence ${head.sequence}, record ${head.record}${why}`,
      id,
      by,
    );
  if (state === 'superseded') {
    const held = context.byId.has(head.record);
    const words = held
      ? `${change === null ? '' : `, a ${change}`}${why}`
      : ', which is not in the proof file';
    return fail(
      'superseded',
      `a newer version exists ${asOf}: sequence ${head.sequence}, record ${head.record}${words}`,
      id,
      by,
    );
  }
  if (age.result !== 'pass') return age;
  return pass(`the newest version in its stream ${asOf}; ${age.basis}; ${replays.basis}`);
}

/** Returns what the check currentness reports for a part of the proof file; null where it reports nothing (§11). */
export function reportCurrentness(
  { policy }: VerificationContext,
  part: Part,
  { finding, standing }: Judged,
): Finding | null {
  if (policy.newest === 'not-asked' && finding.code === 'no-replays' && standing.by !== null)
    return { ...finding, result: 'warn', code: 'head-newer', actual: standing.by };
  const isReplaced = finding.code === 'superseded' || finding.code === 'withdrawn';
  // An answer that was replaced or given later counts as no answer: the check answers says so.
  if (part === 'answer' && (isReplaced || finding.code === 'anchored-later')) return null;
  const isBasis = part === 'cited' && isReplaced;
  const named = isBasis ? ({ ...finding, code: `basis-${finding.code}` } as Finding) : finding;
  const warns = policy.newest === 'not-asked' || (isBasis && policy.basis === 'warn');
  const isOfTime = isReplaced || finding.code === 'too-old';
  return warns && isOfTime ? { ...named, result: 'warn' } : named;
}
