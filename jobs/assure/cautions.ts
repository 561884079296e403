import type { RowFinding } from '../sample/working-paper.ts';
import type { GivenOpinion } from './opinion-statement.ts';

/** What was found for an opinion so far. */
export interface AuditFindings {
  /** The verdict on the proof file; null where it was not verified. */
  readonly verdict: 'verified' | 'not-verified' | 'unchecked' | null;
  /** Figures that differ when they are computed again. */
  readonly differing: number;
  /** Whether there are figures, and every one was computed again. */
  readonly isAllComputed: boolean;
  /** Whether a run over all rows uses other rows than the registered one. */
  readonly usesOtherRows: boolean;
  /** Whether all records behind the figures could be read. */
  readonly isSeen: boolean;
  /** What was found at each row of the samples. */
  readonly rows: readonly RowFinding[];
}

/** Something that speaks against an opinion. `isGrave`: an unqualified opinion contradicts it. */
export type Caution =
  | { readonly code: 'differs' | 'rowsDiffer'; readonly isGrave: true; readonly count: number }
  | { readonly code: 'otherRows' | 'notVerified'; readonly isGrave: true }
  | { readonly code: 'noEvidence' | 'openRows'; readonly isGrave: false; readonly count: number }
  | { readonly code: 'notSeen' | 'notComputed' | 'noSample'; readonly isGrave: false };

/** Returns what an auditor should think of before signing, the gravest first. */
export function listCautions(found: AuditFindings): Caution[] {
  const count = (finding: RowFinding): number => found.rows.filter((each) => each === finding).length;
  const [rowsDiffer, without, open] = [count('differs'), count('no-evidence'), count('open')];
  const cautions: (Caution | false)[] = [
    found.differing > 0 && { code: 'differs', isGrave: true, count: found.differing },
    found.usesOtherRows && { code: 'otherRows', isGrave: true },
    found.verdict === 'not-verified' && { code: 'notVerified', isGrave: true },
    rowsDiffer > 0 && { code: 'rowsDiffer', isGrave: true, count: rowsDiffer },
    !found.isSeen && { code: 'notSeen', isGrave: false },
    !found.isAllComputed && { code: 'notComputed', isGrave: false },
    without > 0 && { code: 'noEvidence', isGrave: false, count: without },
    open > 0 && { code: 'openRows', isGrave: false, count: open },
    found.rows.length === 0 && { code: 'noSample', isGrave: false },
  ];
  return cautions.filter((caution) => caution !== false);
}

/** Whether an opinion must be confirmed: an unqualified one against which something speaks, and any of an auditor who has not seen all. */
export function mustConfirm(opinion: GivenOpinion, cautions: readonly Caution[]): boolean {
  const isBlind = cautions.some(({ code }) => code === 'notSeen');
  return isBlind || (opinion === 'unqualified' && cautions.length > 0);
}
