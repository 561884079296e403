import { EngineError, placeOf } from '../errors.ts';
import { boundError, solve, transpose, type Panel, type PanelBound } from './solver.ts';
import { nameIndustry, startsOf, type Table, type TableMatrix } from './table.ts';
import { abs, SECOND, UNIT, UPWARDS } from './rounding.ts';

/** The values of a table, as it states them or as they are drawn. */
export interface TableValues {
  readonly z: Float64Array;
  readonly y: Float64Array;
  readonly f: Float64Array;
  readonly fy: Float64Array | null;
}

/** A panel that solves a system, and how far it can be from the true one. */
export interface Solved extends Panel {
  readonly bound: PanelBound;
}


/**
 * Output, coefficients and solutions of one set of values: x = Z 1 + Y 1, A = Z x̂⁻¹, S = F x̂⁻¹; X solves (I − A) X = Y with the final
 * demand of each region, and M solves M (I − A) = S. Everything is computed once, when it is first asked for.
 */
export class Economy {
  readonly table: Table;
  readonly values: TableValues;
  /** Output. Of an industry without inputs and emissions it is not used, and is 0. */
  readonly x: Float64Array;
  /** How far x can be from the true output, over x. */
  readonly xError: Float64Array;
  /** The starts of the industries and of the demands of each region. */
  readonly industriesOf: Int32Array;
  readonly demandsOf: Int32Array;
  #a: Float64Array | null = null;
  #s: Float64Array | null = null;
  #primal: Panel | null = null;
  #dual: Panel | null = null;
  #primalBound: PanelBound | null = null;
  #dualBound: PanelBound | null = null;

  /** @throws EngineError `negative-output`, `zero-output` */
  constructor(table: Table, values: TableValues) {
    [this.table, this.values] = [table, values];
    this.industriesOf = startsOf(table.industries, table.regions.length);
    this.demandsOf = startsOf(table.demands, table.regions.length);
    const n = table.industries.length;
    [this.x, this.xError] = [new Float64Array(n), new Float64Array(n)];
    const takes = this.#findTaking();
    for (let i = 0; i < n; i++) this.#addUp(i, takes[i] === 1);
  }

  get n(): number {
    return this.x.length;
  }

  /** A, row by row. */
  get a(): Float64Array {
    if (this.#a !== null) return this.#a;
    const { n, x } = this;
    const a = this.values.z.slice();
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) if (a[i * n + j] !== 0) a[i * n + j]! /= x[j]!;
    return (this.#a = a);
  }

  /** S, row by row: one row for each stressor. */
  get s(): Float64Array {
    if (this.#s !== null) return this.#s;
    const { n, x } = this;
    return (this.#s = this.values.f.map((value, at) => (value === 0 ? 0 : value / x[at % n]!)));
  }

  /** How far each coefficient of A can be from the true one, over it: Z, x and the division are rounded. */
  get aError(): number {
    let most = 0;
    for (const error of this.xError) if (error > most) most = error;
    return coefficientError(this.table.z, most);
  }

  /** How far S can be from the true one, over it, by industry. */
  sError(industry: number): number {
    return coefficientError(this.table.f, this.xError[industry]!);
  }

  /** X, one column for each region. */
  get primal(): Panel {
    return (this.#primal ??= solve(this.a, this.#demandOfRegions().panel));
  }

  get primalBound(): PanelBound {
    const { panel, errors } = this.#demandOfRegions();
    const given = { relative: this.aError, right: errors };
    return (this.#primalBound ??= boundError(this.a, panel, this.primal, given));
  }

  /** Mᵀ, one column for each stressor. */
  get dual(): Panel {
    return (this.#dual ??= solve(transpose(this.a, this.n), this.#intensities().panel));
  }

  get dualBound(): PanelBound {
    const { panel, errors } = this.#intensities();
    const given = { relative: this.aError, right: errors };
    return (this.#dualBound ??= boundError(transpose(this.a, this.n), panel, this.dual, given));
  }

  /** Whether an industry has inputs or emissions. */
  #findTaking(): Uint8Array {
    const n = this.table.industries.length;
    const takes = new Uint8Array(n);
    const { z, f } = this.values;
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) if (z[i * n + j] !== 0) takes[j] = 1;
    for (let at = 0; at < f.length; at++) if (f[at] !== 0) takes[at % n] = 1;
    return takes;
  }

  /** Adds up the sales of an industry. What each addition loses is added at the end (Sum2 of T. Ogita, S. M. Rump and S. Oishi, 2005). */
  #addUp(i: number, takes: boolean): void {
    const { table, values } = this;
    const [n, d] = [table.industries.length, table.demands.length];
    let [sum, lost, zSize, ySize] = [0, 0, 0, 0];
    const add = (value: number): void => {
      const next = sum + value;
      const added = next - sum;
      lost += sum - (next - added) + (value - added);
      sum = next;
    };
    for (let j = 0; j < n; j++) {
      const value = values.z[i * n + j]!;
      add(value);
      zSize += abs(value);
    }
    for (let c = 0; c < d; c++) {
      const value = values.y[i * d + c]!;
      add(value);
      ySize += abs(value);
    }
    const x = sum + lost;
    const count = n + d;
    const error =
      (UNIT * abs(x) +
        count * count * SECOND * (zSize + ySize) +
        table.z.relative * zSize +
        table.y.relative * ySize) *
      UPWARDS;
    this.x[i] = takes ? x : 0;
    if (x < -error) throw this.#refuse('negative-output', i, `has an output of ${x}`);
    if (!takes) return;
    if (x <= 4 * error) throw this.#refuse('zero-output', i, `has inputs or emissions, and an output of ${x}`);
    this.xError[i] = (error / (x - error)) * UPWARDS;
  }

  #refuse(code: 'negative-output' | 'zero-output', i: number, text: string): EngineError {
    const { table } = this;
    const name = nameIndustry(table, table.industries[i]!);
    const [cell] = [table.z, table.y].flatMap(({ cells, columns }) =>
      (cells ?? []).filter(({ at }) => at >= i * columns && at < (i + 1) * columns),
    );
    const place = cell === undefined ? table.sources.documents[0] : cell.row;
    return new EngineError(code, `${name} ${text}`, name, place === undefined ? null : placeOf(place, 'value'));
  }

  #demandOfRegions(): Given {
    const { table, values, n, demandsOf } = this;
    const [k, d] = [table.regions.length, table.demands.length];
    const panel = { rows: n, columns: k, values: new Float64Array(n * k) };
    const errors = new Float64Array(n * k);
    for (let i = 0; i < n; i++)
      for (let r = 0; r < k; r++) {
        let [sum, size] = [0, 0];
        const [first, after] = [demandsOf[r]!, demandsOf[r + 1]!];
        for (let c = first; c < after; c++) {
          const value = values.y[i * d + c]!;
          sum += value;
          size += abs(value);
        }
        panel.values[i * k + r] = sum;
        errors[i * k + r] = ((after - first) * UNIT + table.y.relative) * size * UPWARDS;
      }
    return { panel, errors };
  }

  #intensities(): Given {
    const { table, s, n } = this;
    const k = table.stressors.length;
    const panel = { rows: n, columns: k, values: new Float64Array(n * k) };
    const errors = new Float64Array(n * k);
    for (let i = 0; i < n; i++)
      for (let c = 0; c < k; c++) {
        const value = s[c * n + i]!;
        panel.values[i * k + c] = value;
        errors[i * k + c] = this.sError(i) * abs(value) * UPWARDS;
      }
    return { panel, errors };
  }
}

/** The right side of a system, and how far each value can be from the true one. */
interface Given {
  readonly panel: Panel;
  readonly errors: Float64Array;
}

/** The relative error of a cell over output: (1 + ε)(1 + ξ)(1 + 2^−53) − 1 ≤ t(1 + t) with t = ε + ξ + 2^−53 below 1. */
function coefficientError({ relative }: TableMatrix, output: number): number {
  const sum = relative + output + UNIT;
  return sum * (1 + sum) * UPWARDS;
}
