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
import { numberOf } from './linear-sum.ts';
import type { Measurement } from './measurement.ts';

/** A measurement in a balance: it enters, it leaves, or it counts with a coefficient that a row states. */
export interface BalanceTerm {
  readonly measurement: Measurement;
  readonly counts: 'in' | 'out' | Quantity;
  /** By what the term is multiplied besides, where its balance is a sum of balances; 1 where it is absent. */
  readonly times?: number;
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
export function coefficientOf({ counts, times = 1 }: Pick<BalanceTerm, 'counts' | 'times'>): number {
  if (counts === 'in') return times;
  if (counts === 'out') return -times;
  return times * readFloat(String(convertAmount(counts.amount, counts.unit, counts.to)));
}

/** Returns by what each measurement is multiplied in a balance, in the order of its terms. */
export function coefficientsOf({ terms }: Pick<Balance, 'terms'>): ReadonlyMap<Measurement, number> {
  const coefficients = new Map<Measurement, number>();
  for (const term of terms)
    coefficients.set(term.measurement, (coefficients.get(term.measurement) ?? 0) + coefficientOf(term));
  return coefficients;
}

/** Returns the terms of a sum of balances, each times a number: what enters one of them and leaves another is in neither. */
export function addBalances(
  parts: readonly (readonly [balance: Pick<Balance, 'terms'>, times: number])[],
): BalanceTerm[] {
  const plain = new Map<Measurement, number>();
  const others: BalanceTerm[] = [];
  for (const [{ terms }, by] of parts)
    for (const { measurement, counts, times = 1 } of terms) {
      if (counts === 'in' || counts === 'out')
        plain.set(measurement, (plain.get(measurement) ?? 0) + coefficientOf({ counts, times: times * by }));
      else others.push({ measurement, counts, ...timesOf(times * by) });
    }
  const added = [...plain]
    .filter(([, times]) => times !== 0)
    .map(([measurement, times]): BalanceTerm => {
      const size = times < 0 ? -times : times;
      return { measurement, counts: times < 0 ? 'out' : 'in', ...timesOf(size) };
    });
  return [...added, ...others];
}

function timesOf(times: number): Pick<BalanceTerm, 'times'> {
  return times === 1 ? {} : { times };
}

/** Returns what does not close in a balance. @param draftOf the flow as it was measured, or as it is reconciled */
export function gapOf(
  { terms }: Pick<Balance, 'terms'>,
  draftOf: (measurement: Measurement) => Draft,
): Expression {
  const write = (term: BalanceTerm): Expression => {
    const { measurement, counts, times = 1 } = term;
    const size = times < 0 ? -times : times;
    const by = size === 1 ? [] : [numberOf(size, '1')];
    if (counts === 'in' || counts === 'out') return productOf(...by, valueOf(counts, draftOf(measurement)));
    return productOf(...by, counts, valueOf('other', draftOf(measurement)));
  };
  const isLess = ({ counts, times = 1 }: BalanceTerm): boolean => counts === 'out' || times < 0;
  const less = terms.filter(isLess).map(write);
  const from = terms.filter((term) => !isLess(term)).map(write);
  if (less.length === 0) return sumOf(from);
  return differenceOf(from.length === 0 ? NOTHING : sumOf(from), sumOf(less));
}
