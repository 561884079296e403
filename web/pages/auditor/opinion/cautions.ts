import type { AuditWork } from '../shared/audit-store.ts';
import { countFigures, isAllComputed } from '../../../../jobs/reperform/figure-counts.ts';
import type { Material } from '../../../../jobs/reperform/material.ts';
import type { Recomputation } from '../../../../jobs/reperform/recomputation.ts';

/** What was done for an opinion so far. */
export interface DoneWork {
  readonly verdict: 'verified' | 'not-verified' | 'unchecked' | null;
  readonly recomputation: Recomputation | null;
  readonly material: Material | null;
  readonly work: AuditWork;
}

/** Something that speaks against an opinion. `isGrave`: an unqualified opinion contradicts it. */
export type Caution =
  | { readonly code: 'differs' | 'rowsDiffer'; readonly isGrave: true; readonly count: number }
  | { readonly code: 'otherRows' | 'notVerified'; readonly isGrave: true }
  | { readonly code: 'noEvidence' | 'openRows'; readonly isGrave: false; readonly count: number }
  | { readonly code: 'notSeen' | 'notComputed' | 'noSample'; readonly isGrave: false };

/** Returns what an auditor should think of before signing, the gravest first. */
export function listCautions({ verdict, recomputation, material, work }: DoneWork): Caution[] {
  const found = work.samples.flatMap((sample) => sample.found);
  const count = (finding: string): number => found.filter((each) => each.finding === finding).length;
  const [differing, without, open] = [count('differs'), count('no-evidence'), count('open')];
  const figures = recomputation === null ? null : countFigures(recomputation);
  const isSeen = material !== null && material.closed.length === 0;
  const cautions: (Caution | false)[] = [
    figures !== null && figures.different > 0 && { code: 'differs', isGrave: true, count: figures.different },
    recomputation?.usesOtherRows === true && { code: 'otherRows', isGrave: true },
    verdict === 'not-verified' && { code: 'notVerified', isGrave: true },
    differing > 0 && { code: 'rowsDiffer', isGrave: true, count: differing },
    !isSeen && { code: 'notSeen', isGrave: false },
    !isAllComputed(recomputation) && { code: 'notComputed', isGrave: false },
    without > 0 && { code: 'noEvidence', isGrave: false, count: without },
    open > 0 && { code: 'openRows', isGrave: false, count: open },
    found.length === 0 && { code: 'noSample', isGrave: false },
  ];
  return cautions.filter((caution) => caution !== false);
}
