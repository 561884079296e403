import type { SparseCoefficients } from '../coefficients.ts';
import type { Factors } from './factors.ts';

/** Solves (I − A) x = right with its factors, component by component: what one needs of those before it is added to its right side. */
export function substitute(
  { plan, stepOf, diagonal, lower, upper }: Factors,
  { starts, columns, values }: SparseCoefficients,
  right: Float64Array,
): Float64Array {
  const [x, y] = [new Float64Array(plan.size), new Float64Array(plan.size)];
  for (let component = 0; component + 1 < plan.begins.length; component++) {
    const [begin, end] = [plan.begins[component]!, plan.begins[component + 1]!];
    for (let step = begin; step < end; step++) {
      const row = plan.order[step]!;
      let sum = right[row]!;
      for (let at = starts[row]!; at < starts[row + 1]!; at++)
        if (plan.stepOf[columns[at]!]! < begin) sum += values[at]! * x[columns[at]!]!;
      y[stepOf[row]!] = sum;
    }
    for (let step = begin; step < end; step++) {
      const value = y[step]!;
      for (let at = lower.starts[step]!; at < lower.starts[step + 1]!; at++)
        y[lower.rows[at]!]! -= lower.values[at]! * value;
    }
    for (let step = end - 1; step >= begin; step--) {
      const value = y[step]! / diagonal[step]!;
      x[plan.order[step]!] = value;
      for (let at = upper.starts[step]!; at < upper.starts[step + 1]!; at++)
        y[upper.rows[at]!]! -= upper.values[at]! * value;
    }
  }
  return x;
}

/** Solves (I − Aᵀ) x = right with the same factors: the last component first. */
export function substituteTransposed(
  { plan, stepOf, diagonal, lower, upper }: Factors,
  { values }: SparseCoefficients,
  right: Float64Array,
): Float64Array {
  const [x, y] = [new Float64Array(plan.size), new Float64Array(plan.size)];
  for (let component = plan.begins.length - 2; component >= 0; component--) {
    const [begin, end] = [plan.begins[component]!, plan.begins[component + 1]!];
    for (let step = begin; step < end; step++) {
      const column = plan.order[step]!;
      let sum = right[column]!;
      for (let at = plan.starts[column]!; at < plan.starts[column + 1]!; at++)
        if (plan.stepOf[plan.rows[at]!]! >= end) sum += values[plan.places[at]!]! * x[plan.rows[at]!]!;
      for (let at = upper.starts[step]!; at < upper.starts[step + 1]!; at++)
        sum -= upper.values[at]! * y[upper.rows[at]!]!;
      y[step] = sum / diagonal[step]!;
    }
    for (let step = end - 1; step >= begin; step--)
      for (let at = lower.starts[step]!; at < lower.starts[step + 1]!; at++)
        y[step]! -= lower.values[at]! * y[lower.rows[at]!]!;
    for (let step = begin; step < end; step++) x[plan.order[step]!] = y[stepOf[plan.order[step]!]!]!;
  }
  return x;
}
