import { listSome } from '../errors/list-some.ts';
import { EngineError, placeOf, placeOfAsked } from '../errors/engine-error.ts';
import { boundError, type BoundOptions, type ErrorBound } from '../linear/bound.ts';
import { diagonalOf, type Coefficients, type Panel } from '../linear/coefficients.ts';
import { solve, solveNow, type SystemOptions } from '../linear/solve.ts';
import type { Step, Watch } from '../linear/steps.ts';
import { addUpInputs, addUpOutput, isPositive, type Output } from './output.ts';
import { nameIndustry, startsOf, type Table, type TableValues } from './table.ts';
import { columnOf, divideCell, divideColumns, rangeOf } from './pack.ts';
import { abs, UNIT, UPWARDS } from './rounding.ts';
import { listUnproductive } from './unproductive.ts';
import { RunningSum } from './running-sum.ts';

/** Solutions of both systems: each is bounded, so nobody needs to trust it. Null where no form needs it. */
export interface Solutions {
  readonly primal: Panel | null;
  readonly dual: Panel | null;
}

/**
 * Output, coefficients and solutions of one set of values: x = Z 1 + Y 1, A = Z x̂⁻¹, S = F x̂⁻¹; X solves (I − A) X = Y with the final
 * demand of each region, and M solves M (I − A) = S. Everything is computed once, when it is first asked for.
 */
export class Economy {
  readonly table: Table;
  readonly values: TableValues;
  /** Output: 0 or more. */
  readonly x: Float64Array;
  /** How far x can be from the true output, over x. */
  readonly xError: Float64Array;
  /** The starts of the industries and of the demands of each region. */
  readonly industriesOf: Int32Array;
  readonly demandsOf: Int32Array;
  #demand: Given | null = null;
  #sales: Sales | null = null;
  #a: Coefficients | null = null;
  #s: Float64Array | null = null;
  #primal: Panel | null;
  #dual: Panel | null;
  #primalBound: ErrorBound | null = null;
  #dualBound: ErrorBound | null = null;

  /**
   * @param solved in place of solving, in the shapes of `primal` and `dual`
   * @throws EngineError `negative-output`, `zero-output`
   */
  constructor(table: Table, values: TableValues, solved: Solutions = { primal: null, dual: null }) {
    [this.table, this.values, this.#primal, this.#dual] = [table, values, solved.primal, solved.dual];
    this.industriesOf = startsOf(table.industries, table.regions.length);
    this.demandsOf = startsOf(table.demands, table.regions.length);
    const n = table.industries.length;
    [this.x, this.xError] = [new Float64Array(n), new Float64Array(n)];
    this.#takeOutput(addUpOutput(table, values));
  }

  get n(): number {
    return this.x.length;
  }

  /** A. */
  get a(): Coefficients {
    return (this.#a ??= divideColumns(this.table.z.flows, this.values.z, this.x));
  }

  /** S, row by row: one row for each stressor. */
  get s(): Float64Array {
    if (this.#s !== null) return this.#s;
    const { n, x } = this;
    return (this.#s = this.values.f.map((value, at) => divideCell(value, x[at % n]!)));
  }

  /** What the final demand of a region buys from each industry. */
  demandOf(region: number): Float64Array {
    const { y } = this.#demandOfRegions();
    return Float64Array.from({ length: this.n }, (_, i) => y.values[i * y.columns + region]!);
  }

  /** How far what the final demand of a region buys from an industry can be from the true one. */
  demandError(industry: number, region: number): number {
    const { right } = this.#demandOfRegions();
    return right.values[industry * right.columns + region]!;
  }

  /** What each industry sells to each region, to its industries too. */
  get sales(): Sales {
    return (this.#sales ??= this.#addSales());
  }

  /** Returns A[i, j]. */
  coefficientOf(i: number, j: number): number {
    const { a } = this;
    if (a.form === 'dense') return a.values[i * a.size + j]!;
    const [first, after] = rangeOf(a, i);
    const at = a.columns.subarray(first, after).indexOf(j);
    return at < 0 ? 0 : a.values[first + at]!;
  }

  /** Returns |S| (I − |A|)⁻¹ of a stressor, approximately: no path through an industry emits more, per unit that it sells. */
  largestMultipliers(stressor: number): Float64Array {
    const { n, s, a } = this;
    const right = Float64Array.from({ length: n }, (_, i) => abs(s[stressor * n + i]!));
    const sizes = a.values.some((value) => value < 0) ? { ...a, values: a.values.map(abs) } : a;
    const y = { rows: n, columns: 1, values: right };
    const { values } = this.#solved(() => solveNow(sizes, y, TRANSPOSED));
    // Multipliers that are not negative bound all sums of paths. Others, but for their rounding, mean that longer paths do not get smaller.
    const least = -ROUNDED * values.reduce((most, value) => (abs(value) > most ? abs(value) : most), 0);
    if (values.every((value) => value >= least)) return values;
    const text =
      'paths of this table do not get smaller as they get longer, because of its negative cells: leave out paths';
    throw new EngineError('unproductive-table', text, null, placeOfAsked('inputs'));
  }

  /** How far each coefficient of A can be from the true one, over it: Z, x and the division are rounded. */
  get aError(): number {
    let most = 0;
    for (const error of this.xError) if (error > most) most = error;
    return coefficientError(this.table.z.relative, most);
  }

  /** How far S can be from the true one, over it, by industry. */
  sError(industry: number): number {
    return coefficientError(this.table.f.relative, this.xError[industry]!);
  }

  /** X, one column for each region. */
  get primal(): Panel {
    return (this.#primal ??= this.#solved(() => solveNow(this.a, this.#demandOfRegions().y, this.#options)));
  }

  get primalBound(): ErrorBound {
    const { y, right } = this.#demandOfRegions();
    return (this.#primalBound ??= this.#bound(y, this.primal, { right }));
  }

  /** Mᵀ, one column for each stressor. */
  get dual(): Panel {
    return (this.#dual ??= this.#solved(() =>
      solveNow(this.a, this.#intensities().y, { ...TRANSPOSED, ...this.#options }),
    ));
  }

  get dualBound(): ErrorBound {
    if (this.#dualBound !== null) return this.#dualBound;
    const { y, right } = this.#intensities();
    return (this.#dualBound = this.#bound(y, this.dual, { ...TRANSPOSED, right }));
  }

  /** What one unit of final demand emits with A of this economy and S of another one: Mᵀ, as `dual`, and its bound. */
  multipliersOf(other: Economy): { readonly values: Panel; readonly findBound: () => ErrorBound } {
    const { y, right } = other.#intensities();
    const values = this.#solved(() => solveNow(this.a, y, { ...TRANSPOSED, ...this.#options }));
    return { values, findBound: () => this.#bound(y, values, { ...TRANSPOSED, right }) };
  }

  /** Solves what is needed, with progress. The bits are those of `primal` and `dual`. */
  async solve(
    needs: { readonly primal: boolean; readonly dual: boolean },
    report: (done: number) => void,
    signal?: AbortSignal,
  ): Promise<Solutions> {
    const count = (needs.primal ? 1 : 0) + (needs.dual ? 1 : 0);
    const watch = (before: number): Watch => ({
      signal,
      report: (step) => report((before + partOf(step)) / count),
    });
    const { y } = this.#demandOfRegions();
    const primal = needs.primal ? await solve(this.a, y, watch(0)) : null;
    const second = { ...watch(count - 1), ...TRANSPOSED };
    const dual = needs.dual ? await solve(this.a, this.#intensities().y, second) : null;
    return { primal, dual };
  }

  #bound(y: Panel, x: Panel, options: BoundOptions): ErrorBound {
    const { a } = this;
    const bound = this.#solved(() => boundError(a, y, x, { ...options, relative: this.aError }));
    if (isProductive(a, bound) || a.values.some((value) => value < 0)) return bound;
    throw this.#refuseProduction('correct the flows, or final demand that is negative');
  }

  /** @throws EngineError `unproductive-table` where the system has no solution */
  #solved<T>(compute: () => T): T {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'out-of-range') throw error;
      throw this.#refuseProduction(error.message);
    }
  }

  /** Returns the error for a table that is not productive, which names the industries that add nothing. */
  #refuseProduction(why: string): EngineError {
    const { table, values, x: output } = this;
    const industries = table.industries.map((industry) => nameIndustry(table, industry));
    const found = listUnproductive({ industries, output, inputs: addUpInputs(table, values.z) });
    const named = found.length === 0 ? '' : ` (${listSome(found.map(({ text }) => text))})`;
    const text = `industries take at least as much as they sell, directly or through others${named}: ${why}`;
    return new EngineError('unproductive-table', text, null, placeOfAsked('inputs'));
  }

  /** A small system is solved before a module of WebAssembly has its memory. Both loops give the same bits. */
  get #options(): SystemOptions {
    return this.n <= SMALL ? { kernel: 'plain' } : {};
  }

  #takeOutput(output: Output): void {
    for (let i = 0; i < this.n; i++) {
      const [x, error] = [output.x[i]!, output.error[i]!];
      const isSold = isPositive(output, i);
      if (x < -error) throw this.#refuse('negative-output', i, `has an output of ${x}`);
      if (!isSold && output.takes[i] === 1)
        throw this.#refuse(
          'zero-output',
          i,
          `has inputs or emissions, and an output of ${x}: correct it, or leave it out with parameters.zeroOutputs`,
        );
      if (!isSold) continue;
      this.x[i] = x;
      if (output.takes[i] === 1) this.xError[i] = (error / (x - error)) * UPWARDS;
    }
  }

  #refuse(code: 'negative-output' | 'zero-output', i: number, text: string): EngineError {
    const { table } = this;
    const name = nameIndustry(table, table.industries[i]!);
    const [cell] = [table.z, table.y].flatMap(({ cells }) => (cells ?? []).filter(({ from }) => from === i));
    const place = cell === undefined ? table.sources.documents[0] : cell.row;
    return new EngineError(
      code,
      `${name} ${text}`,
      name,
      place === undefined ? null : placeOf(place, 'value'),
    );
  }

  #demandOfRegions(): Given {
    return (this.#demand ??= this.#addDemand());
  }

  #addDemand(): Given {
    const { table, values, n, demandsOf } = this;
    const [k, d] = [table.regions.length, table.demands.length];
    const y = { rows: n, columns: k, values: new Float64Array(n * k) };
    const right = { ...y, values: new Float64Array(n * k) };
    for (let i = 0; i < n; i++)
      for (let r = 0; r < k; r++) {
        let [sum, size, count] = [0, 0, 0];
        const [first, after] = [demandsOf[r]!, demandsOf[r + 1]!];
        for (let c = first; c < after; c++) {
          const value = values.y[i * d + c]!;
          if (value === 0) continue;
          sum += value;
          size += abs(value);
          count++;
        }
        y.values[i * k + r] = sum;
        right.values[i * k + r] = (count * UNIT + table.y.relative) * size * UPWARDS;
      }
    return { y, right };
  }

  #addSales(): Sales {
    const { table, values, n } = this;
    const { flows, relative } = table.z;
    const k = table.regions.length;
    const { y, right } = this.#demandOfRegions();
    const sold = { values: new Float64Array(n * k), errors: new Float64Array(n * k) };
    for (let i = 0; i < n; i++) {
      const sums = table.regions.map((_name, region) => {
        const sum = new RunningSum();
        sum.add(y.values[i * k + region]!, right.values[i * k + region]);
        return sum;
      });
      const [first, after] = rangeOf(flows, i);
      for (let at = first; at < after; at++) {
        const value = values.z[at]!;
        if (value !== 0)
          sums[table.industries[columnOf(flows, i, at)]!.region]!.add(value, relative * abs(value));
      }
      sums.forEach((sum, region) => {
        sold.values[i * k + region] = sum.value;
        sold.errors[i * k + region] = sum.bound;
      });
    }
    return sold;
  }

  #intensities(): Given {
    const { table, s, n } = this;
    const k = table.stressors.length;
    const y = { rows: n, columns: k, values: new Float64Array(n * k) };
    const right = { ...y, values: new Float64Array(n * k) };
    for (let i = 0; i < n; i++)
      for (let c = 0; c < k; c++) {
        const value = s[c * n + i]!;
        y.values[i * k + c] = value;
        right.values[i * k + c] = this.sError(i) * abs(value) * UPWARDS;
      }
    return { y, right };
  }
}

/** The right side of a system, and how far each value can be from the true one. */
interface Given {
  readonly y: Panel;
  readonly right: Panel;
}

/** What industries sell to regions, industry by industry, and how far each value can be from the true one. */
interface Sales {
  readonly values: Float64Array;
  readonly errors: Float64Array;
}

const SMALL = 128;
/** 2^−30: a part of the largest multiplier that is more than what rounding leaves of a zero. */
const ROUNDED = 9.313225746154785e-10;
const TRANSPOSED = { isTransposed: true } as const;

/** Nearly all of a solution's time is its decomposition or its iteration. */
function partOf({ stage, share }: Step): number {
  return stage === 'decompose' || stage === 'iterate' ? 0.9 * share : 0.9 + 0.1 * share;
}

/** Whether I − A is an M-matrix, where A has no negative cells: an H-matrix whose diagonal is positive. */
function isProductive(a: Coefficients, { by }: ErrorBound): boolean {
  if (by !== 'vector') return false;
  for (let i = 0; i < a.size; i++) if (diagonalOf(a, i) > 1) return false;
  return true;
}

/** The relative error of a cell over output: (1 + ε)(1 + ξ)(1 + 2^−53) − 1 ≤ t(1 + t) with t = ε + ξ + 2^−53 below 1. */
function coefficientError(relative: number, output: number): number {
  const sum = relative + output + UNIT;
  return sum * (1 + sum) * UPWARDS;
}
