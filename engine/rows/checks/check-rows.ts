import type { RowIndex } from '../row-index.ts';
import { selectActivities, selectUsed, type CheckContext, type Usage, type RowWarning } from './check.ts';
import { refuseElements } from './elements.ts';
import { checkGwps } from './gwp-values.ts';
import { refuseUnknownSet, refuseUnknownSets } from './gwp-set-names.ts';
import { groupCarriers } from './carrier.ts';
import { warnOfCopiedValues } from './copied-values.ts';
import { warnOfDoubledSeries } from './doubled-series.ts';
import { warnOfTotals } from './likely-totals.ts';
import { warnOfFarPeriods } from './far-periods.ts';
import { warnOfImplausible } from './implausible-values.ts';
import { refuseImpossibleFuels } from './impossible-fuels.ts';
import { refuseImpossible } from './impossible-values.ts';
import { warnOfMeasuredBesideComputed } from './measured-beside-computed.ts';
import { warnOfMissingGases } from './missing-gases.ts';
import { warnOfMissingMonths } from './missing-months.ts';
import { warnOfOldFactors } from './old-factors.ts';
import { warnOfSpellings } from './other-spellings.ts';
import { refuseOverlaps } from './overlapping-periods.ts';
import { refuseRepeatedRows } from './repeated-rows.ts';
import { warnOfSameInvoices } from './same-invoices.ts';
import { indexSeries } from './series.ts';
import { warnOfSeveralEntities } from './several-entities.ts';
import { refuseTwoVersions } from './stream-versions.ts';
import { refuseUnnamedSets } from './unnamed-gwp-sets.ts';
import { refuseUntypedMasses } from './untyped-masses.ts';
import { warnOfOtherYears, warnOfUnusualAmounts } from './unusual-amounts.ts';
import { warnOfUnusualFactors } from './unusual-factors.ts';

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
 * that is repeated with only its used rows gives the same warnings, in the same order. A run calls `refuseRows` before.
 * @throws EngineError `untyped-mass`, `out-of-range`, `unit-mismatch`, `other-gwp`, `unknown-gwp-set`, `missing-gwp-set`
 */
export function checkRows(index: RowIndex, context: CheckContext & Usage): RowWarning[] {
  const checked = selectUsed(index, selectActivities(index, context), context.isUsed);
  refuseUntypedMasses(checked);
  refuseElements(checked);
  refuseImpossible(checked);
  refuseImpossibleFuels(checked);
  refuseUnknownSets(index, checked, context);
  refuseUnnamedSets(checked);
  const { activities } = checked;
  const series = indexSeries(activities);
  const found = [
    checkGwps(checked),
    warnOfMeasuredBesideComputed(checked),
    warnOfSeveralEntities(checked),
    warnOfMissingMonths(series, context),
    warnOfDoubledSeries(series),
    // What one check reads of a group of rows is still near when the next one reads it.
    groupCarriers(activities).flatMap((rows) => [...warnOfSameInvoices(rows), ...warnOfTotals(rows)]),
    warnOfCopiedValues(series),
    warnOfSpellings(checked),
    warnOfMissingGases(checked, context),
    warnOfOldFactors(checked, context),
    warnOfImplausible(checked),
    warnOfUnusualFactors(checked),
    warnOfUnusualAmounts(activities),
    warnOfOtherYears(index, activities, context),
    warnOfFarPeriods(index, activities, context),
  ];
  return found.flatMap((warnings) => warnings.toSorted((a, b) => placeOf(a) - placeOf(b)));
}

/** Returns the place of the first row that a warning is about. Warnings that belong to no figure have no rows but those that they count. */
function placeOf({ rows: [first], counted = [] }: RowWarning): number {
  return (first ?? counted[0])?.index ?? 0;
}
