import type { RunName } from '../handles/run-name.ts';
import type { FoundCode } from '../reasons/found.ts';
import type { Workbench } from './workbench.ts';

/** What a run lacks that an answer would be about. */
export const LACKING = [
  'no-figure-of-run',
  'no-number',
  'run-not-given',
] as const satisfies readonly FoundCode[];

/** What of a procedure says which runs an answer needs. */
interface Obliging {
  readonly runs: readonly { readonly run: RunName; readonly optional?: boolean }[];
  readonly obligations: readonly { readonly is: string; readonly run?: string }[];
}

/** Returns the runs that may be left out, were not given, and would have been a part of the answer. */
export function listLeftOut({ runs, obligations }: Obliging, { given }: Workbench): readonly RunName[] {
  return runs
    .filter(({ optional }) => optional === true)
    .filter(({ run }) => obligations.some((each) => each.is === 'computed' && each.run === run))
    .filter(({ run }) => !given.some((each) => each.run === run))
    .map(({ run }) => run);
}
