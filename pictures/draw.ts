import type { Drawing, PicturedResult } from './drawing/picture.ts';
import { drawContributions, hasContributions } from './kinds/contributions.ts';
import { drawFlows } from './kinds/flows.ts';
import { partsOf } from './kinds/gather-flows.ts';
import { drawIntervals, hasInterval } from './kinds/intervals.ts';
import { drawPaths, isPath } from './kinds/paths.ts';

/** What can be drawn of a result. The first that it has is drawn where none is asked for. */
export const PICTURES = ['intervals', 'flows', 'paths', 'contributions'] as const;
export type PictureKind = (typeof PICTURES)[number];

/** Returns what can be drawn of a result. */
export function listPictures({ figures }: PicturedResult): PictureKind[] {
  const has: Record<PictureKind, boolean> = {
    intervals: figures.some(hasInterval),
    flows: figures.some(({ key }) => partsOf(key) !== null),
    paths: figures.some(isPath),
    contributions: figures.some(hasContributions),
  };
  return PICTURES.filter((kind) => has[kind]);
}

/** Draws a picture that the result has (`listPictures`). `key` is the figure that it is about, where one was chosen. */
export function drawPicture(
  { figures }: PicturedResult,
  kind: PictureKind,
  key: string | null = null,
): Drawing {
  if (kind === 'flows') return drawFlows(figures, key);
  if (kind === 'paths') return drawPaths(figures);
  return kind === 'contributions' ? drawContributions(figures, key) : drawIntervals(figures);
}
