import type { Row } from '../rows/row.ts';
import type { Economy } from './economy.ts';
import { holdsRegion, type Form, type PathForm, type Ratio, type Regions, type Sales } from './forms.ts';
import { solveNow } from '../linear/solve.ts';
import type { TableFlows, TableMatrix } from './table.ts';

/** Forms that take a solution of the system. */
type Solved = Exclude<Form, { kind: 'direct' | 'path' | 'ratio' | 'sales' }>;

/** A form, and how often it counts. */
type Weighed<F extends Form = Form> = readonly [form: F, weight: number];

/** Adds the derivative by each cell of a matrix. */
type Adding = (
  matrix: TableMatrix | TableFlows | null,
  derivative: (row: number, column: number) => number,
) => void;

/**
 * Derivatives of forms by the cells of a table. With t = sᵀ L y, where s = S of the producers and y = Y of the demand, let m = Lᵀ s and
 * q = L y / x. Since A = Z x̂⁻¹, S = F x̂⁻¹ and x = Z 1 + Y 1, and m = Aᵀ m + s:
 *
 *   ∂t/∂Z[i, j] = m[i] ([t counts what j buys of i] + q[j] − q[i])
 *   ∂t/∂Y[i, c] = m[i] ([c is demand of t] − q[i])
 *   ∂t/∂F[i] = q[i] where i is a producer of t, else 0
 *
 * So each form costs one solution with L and one with Lᵀ, however many cells there are. m is only needed where cells of Z or Y are rows, and
 * q of whole regions is a sum of columns of X, which are solved already.
 */
export class Gradients {
  readonly #economy: Economy;
  readonly #solved = new Map<string, Float64Array>();

  constructor(economy: Economy) {
    this.#economy = economy;
  }

  /** Returns the derivatives of Σ weight × form by the quantity of each row, per the row's own unit. */
  of(forms: readonly Weighed[]): ReadonlyMap<Row, number> {
    const { table } = this.#economy;
    const sum = new Map<Row, number>();
    const add: Adding = (matrix, derivative) => {
      const spreads = matrix !== null && 'spreads' in matrix ? matrix.spreads : null;
      for (const cells of [matrix?.cells, spreads])
        for (const { row, from, to, ratio } of cells ?? []) {
          const value = derivative(from, to) * ratio;
          if (value !== 0) sum.set(row, (sum.get(row) ?? 0) + value);
        }
    };
    const isInRows = table.z.cells !== null || table.y.cells !== null;
    for (const [form, weight] of forms.flatMap((weighed) => this.#splitRatio(weighed, add))) {
      if (form.kind === 'direct') {
        const [industries, demands] = [new Set(form.industries), new Set(form.demands)];
        add(table.f, (s, i) => (s === form.stressor && industries.has(i) ? weight : 0));
        add(table.fy, (s, c) => (s === form.stressor && demands.has(c) ? weight : 0));
        continue;
      }
      if (form.kind === 'sales') {
        add(table.z, (i, j) => (this.#takes(form, i, j) ? weight : 0));
        add(table.y, (i, c) => (this.#buys(form, c, i) ? weight : 0));
        continue;
      }
      if (form.kind === 'path') {
        this.#addPath(form, weight, add);
        continue;
      }
      const q = this.#buyFor(form);
      if (isInRows) {
        const m = this.#solveFor(form);
        add(table.z, (i, j) => weight * m[i]! * ((this.#takes(form, i, j) ? 1 : 0) + q[j]! - q[i]!));
        add(table.y, (i, c) => weight * m[i]! * ((this.#buys(form, c, i) ? 1 : 0) - q[i]!));
      }
      add(table.f, (s, i) =>
        s === form.stressor && produces(form, table.industries[i]!.region) ? weight * q[i]! : 0,
      );
    }
    return sum;
  }

  /** A path t = S[i] A[i, j] … Y[l] is a product of cells over outputs: ∂t/∂cell = t / cell, and ∂t/∂x = −t / x for each division by x. */
  #addPath({ stressor, industries, region }: PathForm, weight: number, add: Adding): void {
    const economy = this.#economy;
    const { table, x, s, n } = economy;
    const last = industries.at(-1)!;
    const factors = [s[stressor * n + industries[0]!]!];
    for (let at = 1; at < industries.length; at++)
      factors.push(economy.coefficientOf(industries[at - 1]!, industries[at]!));
    factors.push(economy.demandOf(region)[last]!);
    /** The product of all factors but one, so that a factor of 0 does no harm. */
    const without = (skipped: number): number =>
      factors.reduce((product, factor, at) => (at === skipped ? product : product * factor), weight);
    const value = without(-1);
    // The first industry divides F, and each further one the sales to it.
    const ofOutput = new Map<number, number>();
    for (const industry of industries)
      ofOutput.set(industry, (ofOutput.get(industry) ?? 0) - value / x[industry]!);
    add(table.f, (own, i) => (own === stressor && i === industries[0] ? without(0) / x[i]! : 0));
    add(table.z, (i, j) => {
      let sum = ofOutput.get(i) ?? 0;
      for (let at = 1; at < industries.length; at++)
        if (industries[at - 1] === i && industries[at] === j) sum += without(at) / x[j]!;
      return sum;
    });
    add(table.y, (i, c) => {
      const bought = i === last && table.demands[c]!.region === region ? without(factors.length - 1) : 0;
      return bought + (ofOutput.get(i) ?? 0);
    });
  }

  /** Returns m = Lᵀ s. */
  #solveFor(form: Solved): Float64Array {
    const { table, s, n } = this.#economy;
    const name = `m ${form.stressor} ${form.kind === 'flow' ? nameRegions(form.from) : ''}`;
    return this.#remember(name, () => {
      const right = Float64Array.from({ length: n }, (_, i) =>
        produces(form, table.industries[i]!.region) ? s[form.stressor * n + i]! : 0,
      );
      return solveNow(this.#economy.a, { rows: n, columns: 1, values: right }, { isTransposed: true }).values;
    });
  }

  /** Returns q = L y / x; 0 for an industry without output. */
  #buyFor(form: Solved): Float64Array {
    const { table, values, a, x, n } = this.#economy;
    const d = table.demands.length;
    return this.#remember(`q ${nameDemand(form)}`, () => {
      const regions = this.#regionsOf(form);
      if (regions !== null) return this.#addColumns(regions);
      const right = new Float64Array(n);
      if (form.kind === 'multiplier') right[form.industry] = 1;
      else if (form.kind === 'traded') {
        const { sales } = this.#economy;
        const k = table.regions.length;
        for (let i = 0; i < n; i++)
          if (holdsRegion(form.from, table.industries[i]!.region))
            for (const buyer of form.to.places) right[i]! += sales.values[i * k + buyer]!;
      } else
        for (let i = 0; i < n; i++)
          for (let c = 0; c < d; c++) if (this.#buys(form, c, i)) right[i]! += values.y[i * d + c]!;
      const bought = solveNow(a, { rows: n, columns: 1, values: right }).values;
      return bought.map((value, i) => (x[i] === 0 ? 0 : value / x[i]!));
    });
  }

  /** Whether a form counts what a demand buys from an industry. */
  #buys(form: Solved | Sales, demand: number, industry: number): boolean {
    const { demands, industries } = this.#economy.table;
    const buyer = demands[demand]!.region;
    if (form.kind === 'flow') return holdsRegion(form.to, buyer);
    if (form.kind === 'traded' || form.kind === 'sales')
      return holdsRegion(form.from, industries[industry]!.region) && holdsRegion(form.to, buyer);
    if (form.kind !== 'bought') return false;
    return form.demands.includes(demand) && (form.industries === null || form.industries.includes(industry));
  }

  /** Whether a form counts what an industry buys from another one, besides what that needs for it. */
  #takes(form: Solved | Sales, from: number, to: number): boolean {
    const { industries } = this.#economy.table;
    return (
      (form.kind === 'traded' || form.kind === 'sales') &&
      holdsRegion(form.from, industries[from]!.region) &&
      holdsRegion(form.to, industries[to]!.region)
    );
  }

  /** The derivative of a ratio m / s is (∂m − m/s ∂s) / s, with s = F / x: adds that by s, and returns what is left, a multiplier. */
  #splitRatio([form, weight]: Weighed, add: Adding): readonly Weighed<Exclude<Form, Ratio>>[] {
    if (form.kind !== 'ratio') return [[form, weight]];
    const { dual, s, x, n, table } = this.#economy;
    const { stressor, industry } = form;
    const intensity = s[stressor * n + industry]!;
    const ratio = dual.values[industry * dual.columns + stressor]! / intensity;
    const byOutput = (weight * ratio) / x[industry]!;
    add(table.z, (i) => (i === industry ? byOutput : 0));
    add(table.y, (i) => (i === industry ? byOutput : 0));
    add(table.f, (own, i) => (own === stressor && i === industry ? -byOutput / intensity : 0));
    return [[{ kind: 'multiplier', stressor, industry }, weight / intensity]];
  }

  /** Returns the regions all of whose final demand a form counts, from all industries; null where it counts a part. */
  #regionsOf(form: Solved): readonly number[] | null {
    const { table, demandsOf } = this.#economy;
    if (form.kind === 'flow') return [...(form.to?.places ?? table.regions.keys())];
    if (form.kind !== 'bought' || form.industries !== null) return null;
    const regions = [...new Set(form.demands.map((demand) => table.demands[demand]!.region))];
    const whole = regions.reduce((sum, region) => sum + demandsOf[region + 1]! - demandsOf[region]!, 0);
    return form.demands.length === whole ? regions : null;
  }

  /** Returns L y / x of the final demand of regions. */
  #addColumns(regions: readonly number[]): Float64Array {
    const { primal, x } = this.#economy;
    return x.map((output, i) => {
      let sum = 0;
      for (const region of regions) sum += primal.values[i * primal.columns + region]!;
      return output === 0 ? 0 : sum / output;
    });
  }

  #remember(name: string, compute: () => Float64Array): Float64Array {
    const known = this.#solved.get(name) ?? compute();
    this.#solved.set(name, known);
    return known;
  }
}

function nameRegions(regions: Regions): string {
  return regions === null ? 'all' : [...regions.places].join();
}

/** Returns a name of what a form buys, the same for all forms that buy the same. */
function nameDemand(form: Solved): string {
  if (form.kind === 'flow') return `flow ${nameRegions(form.to)}`;
  if (form.kind === 'multiplier') return `multiplier ${form.industry}`;
  if (form.kind === 'traded') return `traded ${nameRegions(form.from)} ${nameRegions(form.to)}`;
  return `bought ${form.industries?.join() ?? 'all'} by ${form.demands.join()}`;
}

function produces(form: Form, region: number): boolean {
  return form.kind !== 'flow' || holdsRegion(form.from, region);
}
