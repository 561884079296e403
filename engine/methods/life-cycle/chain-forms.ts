import type { DrawsOf, FormRows, FormSystem, TableForm } from '../../figures/draft.ts';
import { floatAt, oneFloat, type Floats } from '../../quantities/floats.ts';
import type { Row } from '../../rows/row.ts';
import { RunningSum } from '../../trade/running-sum.ts';
import { abs, TINY, UNIT, UPWARDS } from '../../trade/rounding.ts';
import type { Chain } from './chain.ts';
import {
  isOfForm,
  nameLine,
  writeForm,
  type CycleForm,
  type FlowForm,
  type InputForm,
  type LinkForm,
  type RunForm,
} from './forms.ts';
import { differentiate } from './gradients.ts';
import { isCell } from './matrices.ts';
import type { RowSets } from './row-sets.ts';
import { asStated, ChainValues, flowsOfLine, type Solved } from './values.ts';

interface Bounded {
  readonly value: number;
  readonly bound: number;
}

/** The forms that the figures of a run take from one chain. */
export class ChainForms implements FormSystem {
  readonly definitions: readonly string[];
  readonly chain: Chain;
  readonly values: ChainValues;
  readonly #sets: RowSets;
  readonly #forms: CycleForm[] = [];
  readonly #bounded: (Bounded | undefined)[] = [];

  constructor(chain: Chain, sets: RowSets, definitions: readonly string[]) {
    [this.chain, this.#sets, this.definitions] = [chain, sets, definitions];
    this.values = new ChainValues(chain, asStated);
  }

  get kernel(): string {
    return `float64 in one pinned order, ${this.values.solver}; bound from the residual of (I - A) X = f`;
  }

  /** Returns the node of a form. */
  add(form: CycleForm): TableForm {
    return { kind: 'form', system: this, index: this.#forms.push(form) - 1 };
  }

  formulaOf = (index: number): string => {
    const form = this.#forms[index]!;
    const line = form.kind === 'run' ? '' : nameLine(this.chain.lines[form.line]!);
    return writeForm(form, this.chain.demands[form.demand]!, line);
  };

  rowsOf = (index: number): readonly FormRows[] => {
    const form = this.#forms[index]!;
    return this.#sets.of(form.demand, form.kind === 'run' ? null : form.line);
  };

  valueOf = (index: number): number => this.#boundedOf(index).value;

  boundOf = (index: number): number => this.#boundedOf(index).bound;

  gradientOf = (weights: ReadonlyMap<number, number>): ReadonlyMap<Row, number> =>
    differentiate(
      this.values,
      [...weights].map(([index, weight]) => [this.#forms[index]!, weight]),
    );

  drawsOf = (drawsOf: DrawsOf): readonly Floats[] | null => {
    const drawn = new Map<Row, Floats>();
    let count = 0;
    for (const row of this.#sets.all()) {
      const draws = isCell(row) ? null : drawsOf(row);
      drawn.set(row, draws ?? oneFloat(asStated(row)));
      if (draws !== null) count = draws.length;
    }
    if (count === 0) return null;
    const results = this.#forms.map(() => new Float64Array(count));
    for (let draw = 0; draw < count; draw++) {
      const amountOf = (row: Row): number => floatAt(drawn.get(row)!, draw);
      const values = new ChainValues(this.chain, amountOf, this.values);
      this.#forms.forEach((form, index) => (results[index]![draw] = evaluate(form, values, false).value));
    }
    return results;
  };

  #boundedOf(index: number): Bounded {
    return (this.#bounded[index] ??= evaluate(this.#forms[index]!, this.values, true));
  }
}

/** Computes a form. Without bounds, every bound is 0. */
function evaluate(form: CycleForm, values: ChainValues, withBounds: boolean): Bounded {
  const sum = new Products(values.error, withBounds);
  switch (form.kind) {
    case 'flow':
      addFlow(form, values, sum);
      break;
    case 'input':
      addInput(form, values, sum);
      break;
    case 'link':
      addLink(form, values, sum);
      break;
    case 'run':
      addRun(form, values, sum);
  }
  return sum.total();
}

function addFlow(form: FlowForm, values: ChainValues, sum: Products): void {
  const x = values.supplied(form.demand);
  for (const at of flowsOfLine(values.chain, form.line)) {
    const flow = values.chain.flows[at]!;
    if (isOfForm(flow, form)) sum.add(values.flows[at]!, x, flow.to);
  }
}

function addInput({ demand, line, cells, flows }: InputForm, values: ChainValues, sum: Products): void {
  const { amount } = values.chain.demands[demand]!;
  if (cells.length > 0) {
    const m = values.multipliers(line);
    for (const at of cells) sum.add(amount * values.needs[at]!, m, values.chain.cells[at]!.from);
  }
  for (const at of flows)
    if (values.chain.flows[at]!.line === line) sum.add(amount * values.flows[at]!, null, 0);
}

function addLink({ demand, line, cells }: LinkForm, values: ChainValues, sum: Products): void {
  const [x, m] = [values.supplied(demand), values.multipliers(line)];
  for (const at of cells) {
    const { from, to } = values.chain.cells[at]!;
    sum.addProduct(values.needs[at]!, [m, from], [x, to]);
  }
}

function addRun({ demand, of }: RunForm, values: ChainValues, sum: Products): void {
  const x = values.supplied(demand);
  for (const at of of) sum.add(values.parts[at]! / values.outputs[at]!, x, at);
}

type Place = readonly [solved: Solved, at: number];

/**
 * Adds up products of a coefficient, wrong by at most a part ε of it, and numbers of solutions, wrong by at most their bounds: c x is wrong by
 * at most |c| ((1 + ε) β + ε |x|), and its product is rounded once.
 */
class Products {
  readonly #sum = new RunningSum();
  readonly #error: number;
  readonly #withBounds: boolean;

  constructor(error: number, withBounds: boolean) {
    [this.#error, this.#withBounds] = [error * 2, withBounds];
  }

  add(coefficient: number, solved: Solved | null, at: number): void {
    if (coefficient === 0) return;
    const value = solved === null ? 1 : solved.values[at]!;
    const bound = !this.#withBounds || solved === null ? 0 : solved.boundAt(at);
    this.#add(coefficient, value, bound);
  }

  addProduct(coefficient: number, one: Place, other: Place): void {
    const [[m, i], [x, j]] = [one, other];
    const [a, b] = [m.values[i]!, x.values[j]!];
    if (!this.#withBounds) return this.#add(coefficient, a * b, 0);
    const [alpha, beta] = [m.boundAt(i), x.boundAt(j)];
    this.#add(coefficient, a * b, abs(a) * beta + abs(b) * alpha + alpha * beta + UNIT * abs(a * b));
  }

  #add(coefficient: number, value: number, bound: number): void {
    const error = this.#error;
    const room = abs(coefficient) * ((1 + error) * bound + (error + UNIT) * abs(value)) * UPWARDS + TINY;
    this.#sum.add(coefficient * value, this.#withBounds ? room : 0);
  }

  total(): Bounded {
    return { value: this.#sum.value, bound: this.#withBounds ? this.#sum.bound : 0 };
  }
}
