import { nameAlike, nameComparable } from '../../factors/comparable.ts';
import { DATA_LARGEST, DATA_MEDIANS } from '../../factors/data-medians.ts';
import { roughBase, roughFloat } from '../../quantities/float.ts';
import type { Row } from '../row.ts';
import { findRowType } from '../types/row-types.ts';
import { textOf, warn, type CheckedRows, type RowWarning } from './check.ts';
import { apart, guessSlip, isSlip, showRatio } from './slips.ts';

/** Methane and nitrous oxide of combustion depend on the furnace, not on the fuel: published values differ so much. */
const FURNACE = 50;
const OF_FURNACE = ['CH4', 'N2O'];
/** How near a ratio must be to that of a slip where it is not far: nobody measures so exactly by chance. */
const NEAR = 1.003;
/** Gross and net factors of a fuel differ by more than this. */
const BASES_APART = 1.03;

/**
 * Warns of each factor that is unlike the median of the starter data for the same type, subject and unit: further away than sources
 * differ, or by the ratio of a slip.
 */
export function warnOfUnusualFactors({ factors }: Pick<CheckedRows, 'factors'>): RowWarning[] {
  return factors.flatMap((row) => {
    const message = row.amount.isZero() || row.amount.isNegative() ? null : findUnusual(row);
    return message === null ? [] : [warn('implausible-value', message, [row])];
  });
}

function findUnusual(row: Row): string | null {
  const { subject, alike } = findRowType(row.detail.row) ?? {};
  if (subject === undefined || alike === undefined) return null;
  const value = roughFloat(row.amount) * roughBase(row.unit);
  const medianOf = (detail: object): number | undefined =>
    DATA_MEDIANS[nameComparable({ ...detail }, subject, row.unit)];
  const median = medianOf(row.detail);
  const other = medianOf(otherBasis(row));
  const shown = `${row.key} (${row.value} ${row.unit.text})`;
  if (isOfOther(value, median, other)) {
    const [own, meant] = isGross(row) ? ['gross', 'net'] : ['net', 'gross'];
    return `${shown} is the value of the starter data per ${meant} energy, and counts as one per ${own} energy: state detail.calorific ${meant} if it is`;
  }
  if (median === undefined) return findLarge(row, value, shown);
  const ratio = value / median;
  return isUnlike(row, ratio, alike)
    ? `${shown} is ${showRatio(ratio)} the median of the starter data for its subject${guessSlip(ratio)} Check the value and its unit`
    : null;
}

function isUnlike(row: Row, ratio: number, alike: number): boolean {
  const away = apart(ratio, 1);
  if (OF_FURNACE.includes(textOf(row.detail, 'gas') ?? '')) return away >= FURNACE;
  return away >= alike || (away > 1.5 && isSlip(ratio, NEAR));
}

/** Whether a value is the median of the other calorific basis, and not that of its own. */
function isOfOther(value: number, median: number | undefined, other: number | undefined): boolean {
  if (other === undefined || apart(value, other) > NEAR) return false;
  return median === undefined || apart(value, median) > BASES_APART;
}

/** A factor of a subject that the starter data has not: only one beyond all of its type and unit is worth a look. */
function findLarge(row: Row, value: number, shown: string): string | null {
  const largest = DATA_LARGEST[nameAlike(row.detail, row.unit)];
  return largest !== undefined && value > BEYOND * largest
    ? `${shown} is ${showRatio(value / largest)} the largest value of the starter data for its type and unit. Check the value and its unit`
    : null;
}

const BEYOND = 10;

/** Returns the detail of a factor per energy as if it were on the other calorific basis. */
function otherBasis(row: Row): object {
  const { calorific: _calorific, ...others } = row.detail as { readonly calorific?: string };
  return isGross(row) ? others : { ...others, calorific: 'gross' };
}

function isGross({ detail }: Row): boolean {
  return textOf(detail, 'calorific') === 'gross';
}
