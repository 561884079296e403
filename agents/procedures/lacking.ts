import type { Item } from '../handles/item.ts';
import type { RunName } from '../handles/run-name.ts';
import type { FoundCode } from '../reasons/found.ts';
import { findPicked, type Issued, type Pick } from './pick.ts';
import type { Procedure } from './procedure.ts';

/** What a run lacks that an answer would be about. */
export const LACKING = ['no-figure-of-run', 'no-number'] as const satisfies readonly FoundCode[];

/**
 * Returns what an answer needs of a run that was computed, and that is not there: figures that a statement would be about, or a number of its person. Else
 * the answer would say nothing, without a reason.
 */
export function findLacking({ obligations }: Procedure, run: RunName, issued: Issued): readonly Item[] {
  const picks = obligations.flatMap((each) => (each.is === 'framed' ? each.with : []));
  const isEmpty = (pick: Pick): boolean => findPicked(pick, issued).length === 0;
  const lacksFigure = picks.some((pick) => 'figures' in pick && pick.of === run && isEmpty(pick));
  const lacksNumber = run === 'a' && picks.some((pick) => 'given' in pick && isEmpty(pick));
  const finding = (code: FoundCode): Item => ({
    ...{ kind: 'finding', code, message: run, about: [], isPrivate: false },
  });
  return [
    ...(lacksFigure ? [finding('no-figure-of-run')] : []),
    ...(lacksNumber ? [finding('no-number')] : []),
  ];
}
