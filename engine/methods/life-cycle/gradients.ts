import type { Row } from '../../rows/row.ts';
import type { Share } from './allocation.ts';
import { isOfForm, type CycleForm, type FlowForm, type LinkForm } from './forms.ts';
import { isCell } from './matrices.ts';
import { flowsOfLine, weightOf, type ChainValues } from './values.ts';

/** Derivatives by the cells of A and B, by the outputs V and by the parts p. */
interface Adjoints {
  readonly needs: Float64Array;
  readonly flows: Float64Array;
  readonly outputs: Float64Array;
  readonly parts: Float64Array;
}

/**
 * Returns the derivatives of Σ weight × form by the quantity of each row, per the row's own unit. With L = (I − A)⁻¹, t = bᵀ L f has ∂t/∂A[i, j]
 * = m[i] x[j], m = Lᵀ b, x = L f, and ∂t/∂b[j] = x[j]. A = p U / V and B = p F / V pass them on to rows.
 */
export function differentiate(
  values: ChainValues,
  forms: readonly (readonly [form: CycleForm, weight: number])[],
): ReadonlyMap<Row, number> {
  const { chain, n } = values;
  const adjoints: Adjoints = {
    needs: new Float64Array(chain.cells.length),
    flows: new Float64Array(chain.flows.length),
    outputs: new Float64Array(n),
    parts: new Float64Array(n),
  };
  for (const [form, weight] of forms) addForm(form, weight, values, adjoints);
  return passOn(values, adjoints);
}

function addForm(form: CycleForm, weight: number, values: ChainValues, adjoints: Adjoints): void {
  switch (form.kind) {
    case 'flow': {
      const { values: x } = values.supplied(form.demand);
      const isWhole = form.of === null && form.isPrimary !== true;
      const m = isWhole ? values.multipliers(form.line).values : solveFor(values, form);
      addSolved(values, adjoints, m, scale(x, weight));
      for (const at of flowsOfLine(values.chain, form.line)) {
        const flow = values.chain.flows[at]!;
        if (isOfForm(flow, form)) adjoints.flows[at]! += weight * x[flow.to]!;
      }
      break;
    }
    case 'input': {
      const amount = weight * values.chain.demands[form.demand]!.amount;
      const { values: m } = values.multipliers(form.line);
      const right = new Float64Array(values.n);
      for (const at of form.cells) {
        const { from } = values.chain.cells[at]!;
        right[from]! += amount * values.needs[at]!;
        adjoints.needs[at]! += amount * m[from]!;
      }
      addUpstream(values, adjoints, m, values.solve(right, false), form.line);
      for (const at of form.flows)
        if (values.chain.flows[at]!.line === form.line) adjoints.flows[at]! += amount;
      break;
    }
    case 'link':
      addLink(values, adjoints, form, weight);
      break;
    case 'run': {
      const x = scale(values.supplied(form.demand).values, weight);
      const c = new Float64Array(values.n);
      for (const at of form.of) {
        const [part, output] = [values.parts[at]!, values.outputs[at]!];
        c[at] = part / output;
        adjoints.parts[at]! += x[at]! / output;
        adjoints.outputs[at]! -= (c[at] * x[at]!) / output;
      }
      addSolved(values, adjoints, values.solve(c, true), x);
    }
  }
}

/** t = mᵀ C x with C some cells of A: it depends on them, on x and on m. */
function addLink(
  values: ChainValues,
  adjoints: Adjoints,
  { demand, line, cells }: LinkForm,
  weight: number,
): void {
  const x = scale(values.supplied(demand).values, weight);
  const { values: m } = values.multipliers(line);
  const [supplied, worth] = [new Float64Array(values.n), new Float64Array(values.n)];
  for (const at of cells) {
    const { from, to } = values.chain.cells[at]!;
    const need = values.needs[at]!;
    supplied[from]! += need * x[to]!;
    worth[to]! += need * m[from]!;
    adjoints.needs[at]! += m[from]! * x[to]!;
  }
  addUpstream(values, adjoints, m, values.solve(supplied, false), line);
  addSolved(values, adjoints, values.solve(worth, true), x);
}

/** Adds m q: the derivative of bᵀ L w, where q = L w, by A and by all flows of the line. */
function addUpstream(
  values: ChainValues,
  adjoints: Adjoints,
  m: Float64Array,
  q: Float64Array,
  line: number,
): void {
  addSolved(values, adjoints, m, q);
  for (const at of flowsOfLine(values.chain, line)) adjoints.flows[at]! += q[values.chain.flows[at]!.to]!;
}

function addSolved({ chain }: ChainValues, { needs }: Adjoints, m: Float64Array, x: Float64Array): void {
  chain.cells.forEach(({ from, to, isBeyond }, at) => {
    if (!isBeyond) needs[at]! += m[from]! * x[to]!;
  });
}

/** Returns Lᵀ b of the flows of a form. */
function solveFor(values: ChainValues, form: FlowForm): Float64Array {
  const right = new Float64Array(values.n);
  for (const at of flowsOfLine(values.chain, form.line)) {
    const flow = values.chain.flows[at]!;
    if (isOfForm(flow, form)) right[flow.to]! += values.flows[at]!;
  }
  return values.solve(right, true);
}

function scale(values: Float64Array, by: number): Float64Array {
  return values.map((value) => value * by);
}

/** Passes derivatives on to the rows that state inputs, flows, outputs and weights. */
function passOn(values: ChainValues, { needs, flows, outputs, parts }: Adjoints): ReadonlyMap<Row, number> {
  const { chain, amountOf } = values;
  const sum = new Map<Row, number>();
  const add = (row: Row, derivative: number): void => {
    if (derivative !== 0 && !isCell(row)) sum.set(row, (sum.get(row) ?? 0) + derivative);
  };
  /** A cell is p U / V: adds its derivative by U to the row, and those by p and V to the supply. */
  const addCell = (row: Row, ratio: number, to: number, value: number, adjoint: number): void => {
    if (adjoint === 0) return;
    const [part, output] = [values.parts[to]!, values.outputs[to]!];
    add(row, (adjoint * ratio * part) / output);
    parts[to]! += (adjoint * amountOf(row) * ratio) / output;
    outputs[to]! -= (adjoint * value) / output;
  };
  chain.cells.forEach(({ row, ratio, to }, at) => addCell(row, ratio, to, values.needs[at]!, needs[at]!));
  chain.flows.forEach(({ row, ratio, to }, at) => addCell(row, ratio, to, values.flows[at]!, flows[at]!));
  chain.supplies.forEach(({ rows, share }, at) => {
    for (const { row, ratio } of rows) add(row, outputs[at]! * ratio);
    addShare(share, values, parts[at]!, add);
  });
  return sum;
}

/** p = w / Σ w: ∂p/∂w is (1 − p) / Σ w for its own weight, and −p / Σ w for the others. A declared part is certain. */
function addShare(
  share: Share,
  { amountOf }: ChainValues,
  adjoint: number,
  add: (row: Row, derivative: number) => void,
): void {
  if (share.method === 'whole' || share.method === 'declared' || adjoint === 0) return;
  const weights = share.weights.map((weight) => weightOf(weight, amountOf));
  const total = weights.reduce((all, weight) => all + weight, 0);
  const part = weights[share.index]! / total;
  share.weights.forEach(({ rows, property }, at) => {
    const own = (adjoint * ((at === share.index ? 1 : 0) - part)) / total;
    const per = property === null ? 1 : amountOf(property.row) * property.ratio;
    for (const { row, ratio } of rows) {
      add(row, own * ratio * per);
      if (property !== null) add(property.row, own * amountOf(row) * ratio * property.ratio);
    }
  });
}
