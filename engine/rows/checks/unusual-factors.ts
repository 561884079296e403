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
 * differ, by the ratio of a slip, or 0.
 */
export function warnOfUnusualFactors({ factors }: Pick<CheckedRows, 'factors'>): RowWarning[] {
  return factors.flatMap((row) => {
    const message = row.amount.isZero() ? findZero(row) : row.amount.isNegative() ? null : findUnusual(row);
    return message === null ? [] : [warn('implausible-value', message, [row])];
  });
}

/** CO2 of a fuel that is 0, as an empty cell is, where the starter data has another value. That of biogenic carbon is stated so on purpose. */
function findZero({ key, detail, unit }: Row): string | null {
  const subject = findRowType(detail.row)?.subject;
  if (detail.row !== 'emission-factor' || subject === undefined || textOf(detail, 'origin') === 'biogenic')
    return null;
  if (OF_FURNACE.includes(textOf(detail, 'gas') ?? '')) return null;
  return DATA_MEDIANS[nameComparable({ ...detail }, subject, unit)] === undefined
    ? null
    : `${key} is 0 ${unit.text}, and the starter data has a value above 0 for its subject. Check the value`;
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
  if (
    other !== undefined &&
    apart(value, other) <= NEAR &&
    (median === undefined || apart(value, median) > BASES_APART)
  ) {
    const [own, meant] = isGross(row) ? ['gross', 'net'] : ['net', 'gross'];
    return `${shown} is the value of the starter data per ${meant} energy, and counts as one per ${own} energy: state detail.calorific ${meant} if it is`;
  }
  return median === undefined ? findLarge(row, value, shown) : findUnlike(row, value / median, shown);
}

/** A factor that is too far from the median of its subject, by its ratio to it. */
function findUnlike(row: Row, ratio: number, shown: string): string | null {
  const { alike = 0 } = findRowType(row.detail.row) ?? {};
  const isOfFurnace = OF_FURNACE.includes(textOf(row.detail, 'gas') ?? '');
  const isExact = apart(ratio, 1) > 1.5 && isSlip(ratio, NEAR) && !isOfFurnace;
  const isUnlike = isExact || apart(ratio, 1) >= (isOfFurnace ? FURNACE : alike);
  return isUnlike
    ? `${shown} is ${showRatio(ratio)} the median of the starter data for its subject${guessSlip(ratio)} Check the value and its unit`
    : null;
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
