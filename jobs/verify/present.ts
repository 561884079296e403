import type { Hex } from '../../core/encoding/hex.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import type { Policy } from '../../core/verify/policy.ts';
import type { Standing } from '../../core/verify/currentness.ts';
import type { ProofVerification } from './verify-proof.ts';
import { type Cause, CAUSES } from './verdict-cause.ts';

/** Why a fresh proof file of a record does not tell how the record stands today. */
export type PresentFault =
  | 'notFetched'
  | 'notVerified'
  | 'otherRecord'
  | 'notGenuine'
  | 'unusable'
  | 'notNewer';

/** How a record stands today, beside an older proof file of it; `known` by a fresh proof file, which was verified too. */
export type Present =
  | { readonly state: 'checking' }
  | {
      readonly state: 'known';
      /** The verification of the fresh proof file. */
      readonly outcome: ProofVerification;
      /** Unix seconds. */
      readonly checkedAt: number;
    }
  | {
      readonly state: 'unknown';
      readonly fault: PresentFault;
      /** What went wrong, in English; null where the fault says it all. */
      readonly detail: string | null;
    };

/** Returns how many batches were anchored after the one whose heads a file shows; 0 where that is not known. */
export function countNewer({ summary, latest }: Pick<ProofVerification, 'summary' | 'latest'>): number {
  const batch = summary?.standing.batch ?? null;
  return batch === null || latest === null ? 0 : Math.max(0, latest - batch);
}

/** Tells whether a file shows what was signed and anchored, whatever else its verdict says. */
export function isGenuineFile({ why }: Pick<ProofVerification, 'why'>): boolean {
  return why.verdict === 'verified' || (why.verdict === 'not-verified' && why.isGenuine);
}

/** Tells whether a newer version may exist that a genuine file cannot show, and that its policy asks for. */
export function isDated(outcome: ProofVerification): boolean {
  return (
    outcome.newest !== 'not-asked' && outcome.at === null && countNewer(outcome) > 0 && isGenuineFile(outcome)
  );
}

/** Returns the policy by which a fresh file is judged: the same, without what the older file proves of the figures once and for all. */
export function policyOfPresent(policy: Policy): Policy {
  return { ...policy, keys: [], require: policy.require.filter((check) => check !== 'reperformance') };
}

/** Causes with which a fresh file tells how its record stands: it is genuine, and newer than the other one. */
const TELLING: readonly Cause[] = [
  ...(['withdrawn', 'replaced', 'sourceWithdrawn', 'sourceReplaced'] as const),
  ...(['objected', 'policy'] as const),
];

/** Returns what a fresh file, which may come from anybody, tells about the record of an older, genuine file. */
export function judgePresent(file: ProofVerification, fresh: ProofVerification, checkedAt: number): Present {
  const fault = findFault(file, fresh);
  if (fault === null) return { state: 'known', outcome: fresh, checkedAt };
  return { state: 'unknown', fault, detail: null };
}

function findFault(file: ProofVerification, fresh: ProofVerification): PresentFault | null {
  const id = subjectOf(fresh);
  if (id !== null && id !== subjectOf(file)) return 'otherRecord';
  const { why } = fresh;
  if (why.verdict === 'unchecked') return 'notVerified';
  if (why.verdict === 'not-verified' && !why.isGenuine) return 'notGenuine';
  const [older, newer] = [batchOf(file), batchOf(fresh)];
  if (id === null || newer === null) return 'unusable';
  if (older === null || newer <= older) return 'notNewer';
  return why.verdict === 'verified' || TELLING.includes(why.cause) ? null : 'unusable';
}

function subjectOf({ bundle }: ProofVerification): Hex | null {
  return bundle?.records[0]?.id ?? null;
}

function batchOf({ summary }: ProofVerification): number | null {
  return summary?.standing.batch ?? null;
}

/** The verdict that is shown of a file: its own, or that of its record today where this is graver or newer. */
export interface ShownVerdict {
  readonly outcome: ProofVerification;
  /** Batches that were anchored after the one as of which it holds. */
  readonly newer: number;
  /** Whether it is of today, by a fresh file. */
  readonly isPresent: boolean;
}

/** Returns which verdict is shown. A fresh file never makes a file better that is not verified: it may only add something graver. */
export function chooseShown(file: ProofVerification, present: Present | null): ShownVerdict {
  const own = { outcome: file, newer: file.at === null ? countNewer(file) : 0, isPresent: false };
  if (present?.state !== 'known' || !isGenuineFile(file)) return own;
  const outcome = withFiguresOf(file, present.outcome);
  const now = { outcome, newer: countNewer(outcome), isPresent: true };
  if (file.verdict === 'verified') return now;
  return rankOf(present.outcome) < rankOf(file) ? now : own;
}

/** Returns the verification of a fresh file, which may hide the figures that the file itself shows: those are judged by the file. */
export function withFiguresOf(
  { shownFigures, hidesFigures }: ProofVerification,
  fresh: ProofVerification,
): ProofVerification {
  return { ...fresh, shownFigures, hidesFigures };
}

function rankOf({ why }: ProofVerification): number {
  return why.verdict === 'not-verified' ? CAUSES.indexOf(why.cause) : CAUSES.length;
}

/** Returns a summary with the figures of a file, and with how the record, what it cites and its answers stand today where that is known. */
export function mergeSummary(file: ProofVerification, present: Present | null): ProofVerification {
  const now = present?.state === 'known' ? present.outcome : null;
  if (file.summary === null || now?.summary == null) return file;
  const { standing, basis, answers, otherAnswers } = now.summary;
  const known = new Map(basis.map((each) => [each.record, each]));
  // What the older file shows of other records stays shown: the fresh one need not hold it.
  const others = new Map([...file.summary.otherAnswers, ...otherAnswers].map((each) => [each.record, each]));
  const parties = new Map([...file.parties, ...now.parties].map((party) => [party.id, party]));
  return {
    ...file,
    latest: now.latest,
    parties: [...parties.values()],
    summary: {
      ...file.summary,
      standing,
      basis: file.summary.basis.map((each) => known.get(each.record) ?? each),
      answers,
      otherAnswers: [...others.values()],
    },
  };
}

/** A record that was replaced or withdrawn: the subject of a file, or a result that it cites. */
export interface Replaced {
  readonly record: Hex;
  /** The title of a cited result; null for the subject itself. */
  readonly title: string | null;
  readonly standing: Standing;
  /** The version of the record that replaced it; null where the file does not tell. */
  readonly version: number | null;
}

/** Returns what a verification found to be replaced or withdrawn. */
export function listReplaced({ summary, bundle }: Pick<ProofVerification, 'summary' | 'bundle'>): Replaced[] {
  if (summary === null || bundle === null) return [];
  const { record, standing, basis } = summary;
  return [{ record, title: null, standing }, ...basis]
    .filter((each) => each.standing.state === 'superseded' || each.standing.state === 'withdrawn')
    .map((each) => ({ ...each, version: findVersion(bundle, each.standing.by) }));
}

/** Returns which version of its stream a record is, as a file tells; null where it does not. */
export function findVersion({ records, history, heads }: Bundle, id: string | null): number | null {
  const shown = [...records, ...history].find((each) => each.id === id)?.record;
  return shown?.sequence ?? heads.find(({ head }) => head?.record === id)?.head?.sequence ?? null;
}
