import type { Unit } from '../../quantities/unit.ts';
import type { Row } from '../row.ts';
import { findImplausible } from '../types/plausible.ts';
import { findRowType } from '../types/row-types.ts';
import { warn, type CheckedRows, type RowWarning } from './check.ts';

/** Warns of each value outside the range that is published for its row type: a calorific value in TJ/t, an oxidation of 0.98 %. */
export function warnOfImplausible({ activities, factors }: CheckedRows): RowWarning[] {
  return [
    ...[...activities].flatMap(([type, rows]) => (hasRanges(type) ? judgeEach(rows) : judgeUnits(rows))),
    ...judgeEach(factors),
  ];
}

function hasRanges(type: string): boolean {
  return findRowType(type)?.plausible !== undefined;
}

function judgeEach(rows: readonly Row[]): RowWarning[] {
  return rows.flatMap(judge);
}

/** Judges rows of a type without ranges: only their unit can be unusual, so neighbours with the same unit are judged once. */
function judgeUnits(rows: readonly Row[]): RowWarning[] {
  const warnings: RowWarning[] = [];
  let usual: Unit | undefined;
  for (const row of rows) {
    if (row.unit === usual) continue;
    const found = judge(row);
    warnings.push(...found);
    if (found.length === 0 && !row.amount.isZero()) usual = row.unit;
  }
  return warnings;
}

function judge(row: Row): RowWarning[] {
  const message = isZeroConversion(row) ? describeZero(row) : findImplausible(row);
  return message === null ? [] : [warn('implausible-value', message, [row])];
}

/** Whether a conversion factor makes nothing of what it multiplies. One that divides is refused. */
function isZeroConversion({ detail, amount }: Row): boolean {
  return detail.row === 'conversion-factor' && amount.isZero();
}

function describeZero({ key }: Row): string {
  return `${key} is a conversion factor of 0, so all that it multiplies counts as 0: check its value, or leave out what does not count`;
}
