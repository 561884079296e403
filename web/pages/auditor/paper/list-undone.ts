import type { DoneWork } from '../opinion/cautions.ts';
import { countFigures } from '../recompute/figure-counts.ts';

/** A part of the work on a record that was not done. */
export type Undone = 'verdict' | 'figures' | 'rows' | 'samples' | 'opinion';

/** Returns which parts were not done, and how many sampled rows nobody looked at. */
export function listUndone(
  { verdict, recomputation, work }: Pick<DoneWork, 'verdict' | 'recomputation' | 'work'>,
  hasOpinion: boolean,
): { readonly parts: readonly Undone[]; readonly openRows: number } {
  const found = work.samples.flatMap((sample) => sample.found);
  const openRows = found.filter(({ finding }) => finding === 'open').length;
  const counts = recomputation === null ? null : countFigures(recomputation);
  const isComputed = counts !== null && counts.all > 0 && counts.equal + counts.different === counts.all;
  const parts: readonly (readonly [Undone, boolean])[] = [
    ['verdict', verdict === 'verified' || verdict === 'not-verified'],
    ['figures', isComputed],
    ['rows', recomputation !== null && recomputation.rows !== null],
    ['samples', found.length > openRows],
    ['opinion', hasOpinion],
  ];
  return { parts: parts.flatMap(([part, isDone]) => (isDone ? [] : [part])), openRows };
}
