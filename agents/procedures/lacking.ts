import type { Item } from '../handles/item.ts';
import type { RunName } from '../handles/run-name.ts';
import type { FoundCode } from '../reasons/found.ts';
import { listLeftOut } from './left-out.ts';
import { findPicked, type Pick } from './pick.ts';
import type { Procedure } from './procedure.ts';
import type { Workbench } from './workbench.ts';

/**
 * Returns what an answer needs of a run that was computed, and that is not there: figures that a statement would be about, or a number of its person. Else
 * the answer would say nothing, without a reason.
 */
export function findLacking(procedure: Procedure, run: RunName, issued: Workbench): readonly Item[] {
  const { obligations } = procedure;
  const picks = obligations.flatMap((each) => (each.is === 'framed' ? each.with : []));
  const isEmpty = (pick: Pick): boolean => findPicked(pick, issued).length === 0;
  const lacksFigure = picks.some((pick) => 'figures' in pick && pick.of === run && isEmpty(pick));
  const lacksNumber = run === 'a' && picks.some((pick) => 'given' in pick && isEmpty(pick));
  const finding = (code: FoundCode, message: string = run): Item => ({
    ...{ kind: 'finding', code, message, about: [], isPrivate: false },
  });
  const leftOut = run === 'a' ? listLeftOut(procedure, issued) : [];
  return [
    ...(lacksFigure ? [finding('no-figure-of-run')] : []),
    ...(lacksNumber ? [finding('no-number')] : []),
    ...leftOut.map((each) => finding('run-not-given', each)),
  ];
}
