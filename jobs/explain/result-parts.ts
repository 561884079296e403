import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { findRunEntry, isRunEntry, isSolutionEntry, type Run, runSchema } from '../../core/records/run.ts';

/** Returns the figures among the entries of a result or disclosure: all but its run and the solution of its equations. */
export function listFigures<Figure extends Pick<UnsaltedEntry, 'key' | 'unit'>>(
  entries: readonly Figure[],
): Figure[] {
  return entries.filter((entry) => !isRunEntry(entry) && !isSolutionEntry(entry));
}

/** Returns the run that a result states among its entries; null where there is none that can be read. */
export function readRun(entries: readonly Pick<UnsaltedEntry, 'key' | 'unit' | 'detail'>[]): Run | null {
  return runSchema.safeParse(findRunEntry(entries)?.detail).data ?? null;
}
