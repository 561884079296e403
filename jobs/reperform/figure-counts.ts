import type { Recomputation } from './recomputation.ts';

/** How many figures there are, how many are equal, and how many differ; the others were not computed. */
export function countFigures({ figures }: Recomputation): {
  readonly all: number;
  readonly equal: number;
  readonly different: number;
} {
  const count = (...states: string[]): number => figures.filter(({ state }) => states.includes(state)).length;
  return { all: figures.length, equal: count('equal'), different: count('differs', 'detail') };
}

/** Tells whether there are figures, and every one was computed again. */
export function isAllComputed(recomputation: Recomputation | null): boolean {
  if (recomputation === null) return false;
  const { all, equal, different } = countFigures(recomputation);
  return all > 0 && equal + different === all;
}
