import type { RowIndex } from '../row-index.ts';
import { selectActivities, selectUsed, type CheckContext, type Usage, type RowWarning } from './check.ts';
import { refuseElements } from './elements.ts';
import { checkGwps } from './gwp-values.ts';
import { refuseUnknownSet, refuseUnknownSets } from './gwp-set-names.ts';
import { warnOfImplausible } from './implausible-values.ts';
import { warnOfMeasuredBesideComputed } from './measured-beside-computed.ts';
import { warnOfMissingGases } from './missing-gases.ts';
import { warnOfMissingMonths } from './missing-months.ts';
import { warnOfOldFactors } from './old-factors.ts';
import { refuseOverlaps } from './overlapping-periods.ts';
import { refuseRepeatedRows } from './repeated-rows.ts';
import { indexSeries } from './series.ts';
import { warnOfSeveralEntities } from './several-entities.ts';
import { refuseTwoVersions } from './stream-versions.ts';
import { refuseUnnamedSets } from './unnamed-gwp-sets.ts';
import { refuseUntypedMasses } from './untyped-masses.ts';

export type { CheckContext, RowWarning };

/**
 * Refuses what would count twice, and a GWP set without a meaning. It does not ask which rows are used, so a run calls it first, and
 * the reader gets this error before any about a factor.
 * @throws EngineError `two-versions`, `repeated-row`, `overlapping-periods`, `unknown-gwp-set`
 */
export function refuseRows(index: RowIndex, context: CheckContext): void {
  refuseTwoVersions(context);
  refuseUnknownSet(index, context);
  const activities = selectActivities(index, context);
  refuseRepeatedRows(activities);
  refuseOverlaps(indexSeries(activities));
}

/**
 * Checks the rows that the figures of a run use. A factor that no figure uses is part of a library, and is not looked at. So a run
 * that is repeated with only its used rows gives the same warnings. A run calls `refuseRows` before.
 * @throws EngineError `untyped-mass`, `unit-mismatch`, `other-gwp`, `unknown-gwp-set`, `missing-gwp-set`
 */
export function checkRows(index: RowIndex, context: CheckContext & Usage): RowWarning[] {
  const checked = selectUsed(index, selectActivities(index, context), context.isUsed);
  refuseUntypedMasses(checked);
  refuseElements(checked);
  refuseUnknownSets(index, checked, context);
  refuseUnnamedSets(checked);
  return [
    ...checkGwps(checked),
    ...warnOfMeasuredBesideComputed(checked),
    ...warnOfSeveralEntities(checked),
    ...warnOfMissingMonths(indexSeries(checked.activities), context),
    ...warnOfMissingGases(checked, context),
    ...warnOfOldFactors(checked, context),
    ...warnOfImplausible(checked),
  ];
}
