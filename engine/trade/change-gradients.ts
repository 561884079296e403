import { solveNow } from '../linear/solve.ts';
import type { Row } from '../rows/row.ts';
import type { CrossForm, CrossValues, Year } from './change-values.ts';
import type { Cell } from './table.ts';

/**
 * Derivatives of forms over two tables. With t = s' L y r, where s = F / x of one year, L = (I − A)⁻¹ of one, y of one, and r = g of one over
 * g of the year of y, let m = L' s and p = L y r:
 *
 *   ∂t/∂F[i] = p[i] / x[i], ∂t/∂x[i] = −s[i] p[i] / x[i], in the year of s
 *   ∂t/∂Z[i, j] = m[i] p[j] / x[j], ∂t/∂x[j] = −(m[j] − s[j]) p[j] / x[j], in the year of L
 *   ∂t/∂Y[i, c] = r m[i] − t / g where c is demand of t, in the year of y, and t / g in the year of g
 *
 * and x[i] is the sum of row i of Z and of Y.
 */
export class ChangeGradients {
  readonly #values: CrossValues;
  readonly #solved = new Map<string, Float64Array>();

  constructor(values: CrossValues) {
    this.#values = values;
  }

  /** Returns the derivatives of Σ weight × form by the quantity of each row, per the row's own unit. */
  of(forms: readonly (readonly [form: CrossForm, weight: number])[]): ReadonlyMap<Row, number> {
    const sum = new Map<Row, number>();
    for (const [form, weight] of forms) this.#addForm(form, weight, sum);
    return sum;
  }

  #addForm(form: CrossForm, weight: number, sum: Map<Row, number>): void {
    const { stressor, demands, years } = form;
    const [intensity, structure, mix, level] = years;
    const { economies } = this.#values;
    const [own, chain] = [economies[intensity], economies[structure]];
    const { n } = own;
    const { values: panel } = this.#values.multipliersOf(intensity, structure);
    const m = (i: number): number => panel.values[i * panel.columns + stressor[intensity]]!;
    const s = (i: number): number => own.s[stressor[intensity] * n + i]!;
    const t = this.#values.valueOf(form).value * weight;
    const [over, under] = [this.#levelOf(form, level), this.#levelOf(form, mix)];
    const ratio = weight * (mix === level ? 1 : over / under);
    const bought = this.#buyFor(form);
    const p = bought.map((value) => value * ratio);
    const byOutput = [new Float64Array(n), new Float64Array(n)] as const;
    const per = (value: number, output: number): number => (output === 0 ? 0 : value / output);
    for (let i = 0; i < n; i++) {
      byOutput[intensity][i]! -= per(s(i) * p[i]!, own.x[i]!);
      byOutput[structure][i]! -= per((m(i) - s(i)) * p[i]!, chain.x[i]!);
    }
    for (const year of [0, 1] as const) {
      const { table } = economies[year];
      const isDemand = new Set(demands[year]);
      const add = (cells: readonly Cell[] | null, derivative: (from: number, to: number) => number): void => {
        for (const { row, from, to, ratio: perUnit } of cells ?? []) {
          const value = derivative(from, to) * perUnit;
          if (value !== 0) sum.set(row, (sum.get(row) ?? 0) + value);
        }
      };
      add(table.z.cells, (i, j) => {
        const direct = year === structure ? per(m(i) * p[j]!, chain.x[j]!) : 0;
        return direct + byOutput[year][i]!;
      });
      add(table.y.cells, (i, c) => {
        if (!isDemand.has(c)) return byOutput[year][i]!;
        const ofMix = year === mix ? ratio * m(i) - t / under : 0;
        const ofLevel = year === level ? t / over : 0;
        return ofMix + ofLevel + byOutput[year][i]!;
      });
      if (year === intensity)
        for (const cells of [table.f.cells, table.f.spreads ?? null])
          add(cells, (at, i) => (at === stressor[year] ? per(p[i]!, own.x[i]!) : 0));
    }
  }

  #levelOf({ demands }: CrossForm, year: Year): number {
    return this.#values.levelOf(demands[year], year).value;
  }

  /** Returns L y. */
  #buyFor({ demands, years: [, structure, mix] }: CrossForm): Float64Array {
    const name = `${structure} ${mix} ${demands[mix].join()}`;
    const known = this.#solved.get(name);
    if (known !== undefined) return known;
    const { table, values, n } = this.#values.economies[mix];
    const d = table.demands.length;
    const right = Float64Array.from({ length: n }, (_, i) =>
      demands[mix].reduce((sum, demand) => sum + values.y[i * d + demand]!, 0),
    );
    const solved = solveNow(this.#values.economies[structure].a, { rows: n, columns: 1, values: right });
    this.#solved.set(name, solved.values);
    return solved.values;
  }
}
