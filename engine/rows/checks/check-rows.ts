import type { RowIndex } from '../row-index.ts';
import {
  groupWarnings,
  selectChecked,
  type CheckContext,
  type CheckedRows,
  type RowWarning,
} from './check.ts';
import { refuseOtherGwps } from './gwp-values.ts';
import { refuseUnknownSet, refuseUnknownSets } from './gwp-set-names.ts';
import { warnOfImplausible } from './implausible-values.ts';
import { warnOfMeasuredBesideComputed } from './measured-beside-computed.ts';
import { warnOfMissingGases } from './missing-gases.ts';
import { warnOfMissingMonths } from './missing-months.ts';
import { warnOfOldFactors } from './old-factors.ts';
import { refuseOverlaps } from './overlapping-periods.ts';
import { refuseRepeatedRows } from './repeated-rows.ts';
import { SeriesIndex } from './series.ts';
import { warnOfSeveralEntities } from './several-entities.ts';
import { refuseTwoVersions } from './stream-versions.ts';
import { refuseUnnamedSets } from './unnamed-gwp-sets.ts';
import { refuseUntypedMasses } from './untyped-masses.ts';

export { groupWarnings, type CheckContext, type RowWarning };

/**
 * Refuses what would count twice, and a GWP set without a meaning. It does not ask which rows are used, so a run can call it first,
 * and the reader gets this error before any about a factor.
 * @throws EngineError `two-versions`, `repeated-row`, `overlapping-periods`, `unknown-gwp-set`
 */
export function refuseRows(index: RowIndex, context: Omit<CheckContext, 'isUsed'>): void {
  refuseInputs(index, context, selectChecked(index, { ...context, isUsed: () => false }));
}

/**
 * Checks the rows of a run: the activities that are in its period, and the factors that its figures use. A factor that no figure
 * uses is part of a library, and is not looked at. So a run that is repeated with only its used rows gives the same warnings.
 *
 * @throws EngineError as `refuseRows`; `untyped-mass`, `other-gwp`, `missing-gwp-set`
 */
export function checkRows(index: RowIndex, context: CheckContext): RowWarning[] {
  const checked = selectChecked(index, context);
  const series = refuseInputs(index, context, checked);
  refuseUntypedMasses(checked);
  refuseOtherGwps(checked);
  refuseUnknownSets(index, checked);
  refuseUnnamedSets(checked);
  return [
    ...warnOfMeasuredBesideComputed(checked),
    ...warnOfSeveralEntities(checked, context),
    ...warnOfMissingMonths(series, context),
    ...warnOfMissingGases(checked, context),
    ...warnOfOldFactors(checked, context),
    ...warnOfImplausible(checked),
  ];
}

/** Returns the series of the activities, after the checks that do not ask which rows are used. */
function refuseInputs(
  index: RowIndex,
  context: Omit<CheckContext, 'isUsed'>,
  checked: CheckedRows,
): SeriesIndex {
  refuseTwoVersions(context);
  refuseUnknownSet(index, context);
  refuseRepeatedRows(checked);
  const series = new SeriesIndex(checked);
  refuseOverlaps(series);
  return series;
}
