import type { Draft } from '../../figures/draft.ts';
import {
  differenceOf,
  NOTHING,
  productOf,
  sumOf,
  valueOf,
  type Expression,
  type Quantity,
} from '../../figures/expression.ts';
import { readFloat } from '../../quantities/float.ts';
import { convertAmount, type Unit } from '../../quantities/unit.ts';
import type { Measurement } from './measurement.ts';

/** A measurement in a balance: it enters, it leaves, or it counts with a coefficient that a row states. */
export interface BalanceTerm {
  readonly measurement: Measurement;
  readonly counts: 'in' | 'out' | Quantity;
}

/** A sum of measured flows that is 0 in truth. */
export interface Balance {
  readonly name: string;
  /** The first segments of its figures. */
  readonly prefix: string;
  readonly unit: Unit;
  /** At least one. */
  readonly terms: readonly BalanceTerm[];
}

/** Returns by what a measurement is multiplied in a balance. */
export function coefficientOf({ counts }: BalanceTerm): number {
  if (counts === 'in') return 1;
  if (counts === 'out') return -1;
  return readFloat(String(convertAmount(counts.amount, counts.unit, counts.to)));
}

/** Returns what does not close in a balance. @param draftOf the flow as it was measured, or as it is reconciled */
export function gapOf({ terms }: Balance, draftOf: (measurement: Measurement) => Draft): Expression {
  const write = (term: BalanceTerm): Expression => {
    const { measurement, counts } = term;
    if (counts === 'in' || counts === 'out') return valueOf(counts, draftOf(measurement));
    return productOf(counts, valueOf('other', draftOf(measurement)));
  };
  const less = terms.filter(({ counts }) => counts === 'out').map(write);
  const from = terms.filter(({ counts }) => counts !== 'out').map(write);
  if (less.length === 0) return sumOf(from);
  return differenceOf(from.length === 0 ? NOTHING : sumOf(from), sumOf(less));
}
