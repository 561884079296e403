import type { AuditFindings } from '../../../../jobs/assure/cautions.ts';
import type { AuditWork } from '../shared/audit-store.ts';
import { countFigures, isAllComputed } from '../recompute/figure-counts.ts';
import type { Material } from '../recompute/material.ts';
import type { Recomputation } from '../recompute/recomputation.ts';

/** What was done for an opinion so far. */
export interface DoneWork {
  readonly verdict: AuditFindings['verdict'];
  readonly recomputation: Recomputation | null;
  readonly material: Material | null;
  readonly work: AuditWork;
}

/** Returns what was found by the work that was done. */
export function findingsOf({ verdict, recomputation, material, work }: DoneWork): AuditFindings {
  return {
    verdict,
    differing: recomputation === null ? 0 : countFigures(recomputation).different,
    isAllComputed: isAllComputed(recomputation),
    usesOtherRows: recomputation?.usesOtherRows === true,
    isSeen: material !== null && material.closed.length === 0,
    rows: work.samples.flatMap(({ found }) => found.map(({ finding }) => finding)),
  };
}
