import { EngineError, placeOf } from '../../errors/engine-error.ts';
import { listSome } from '../../errors/list-some.ts';
import { boundError, type ErrorBound } from '../../linear/bound.ts';
import { diagonalOf, type Panel, type SparseCoefficients } from '../../linear/coefficients.ts';
import { solveNow } from '../../linear/solve.ts';
import { MOST_PRODUCTS } from '../../linear/sparse/plan.ts';
import { SparseSystem } from '../../linear/sparse/sparse-system.ts';
import { toFloat } from '../../quantities/float.ts';
import { abs, UNIT, UPWARDS } from '../../trade/rounding.ts';
import type { Row } from '../../rows/row.ts';
import type { Share } from './allocation.ts';
import type { Chain } from './chain.ts';

/** Returns the amount of a row, in its own unit: as it is stated, or as it is drawn. */
export type AmountOf = (row: Row) => number;

export const asStated: AmountOf = (row) => toFloat(row.amount);

/** Where the cells of A are in its compressed rows: the same for all values of one chain. */
interface Pattern {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  /** The place of each cell; cells of one pair of supplies share it. −1 where a cell is beyond the system. */
  readonly places: Int32Array;
}

const patterns = new WeakMap<Chain, Pattern>();

/**
 * One set of values of a chain. What one unit of supply j needs of supply i is A[i, j] = p[j] U[i, j] / V[j], and what it emits B[k, j] =
 * p[j] F[k, j] / V[j]: p is the part of its process that the product has, U inputs, V outputs. X solves (I − A) X = f for each functional
 * unit, and M solves M (I − A) = B. Everything is computed once, when it is first asked for.
 */
export class ChainValues {
  readonly chain: Chain;
  readonly amountOf: AmountOf;
  /** V, in the units of the supplies. */
  readonly outputs: Float64Array;
  /** p. */
  readonly parts: Float64Array;
  /** The cells of A and of B before they are added up. */
  readonly needs: Float64Array;
  readonly flows: Float64Array;
  readonly a: SparseCoefficients;
  /** The values as they are stated, where these are drawn. */
  readonly #stated: ChainValues | null;
  readonly #solved = new Map<string, Solved>();
  #system: SparseSystem | null | undefined;

  /** @param stated where values are drawn: what does not change is not solved again */
  constructor(chain: Chain, amountOf: AmountOf, stated: ChainValues | null = null) {
    [this.chain, this.amountOf, this.#stated] = [chain, amountOf, stated];
    this.outputs = Float64Array.from(chain.supplies, ({ rows }) => sumOf(rows, amountOf));
    this.parts = Float64Array.from(chain.supplies, ({ share }) => partOf(share, amountOf));
    const perOutput = this.outputs.map((output, at) => this.parts[at]! / output);
    this.needs = Float64Array.from(
      chain.cells,
      ({ row, ratio, to }) => amountOf(row) * ratio * perOutput[to]!,
    );
    this.flows = Float64Array.from(
      chain.flows,
      ({ row, ratio, to }) => amountOf(row) * ratio * perOutput[to]!,
    );
    this.a = this.#pack();
  }

  get n(): number {
    return this.outputs.length;
  }

  /** How far each part of a cell can be from the true one, over it. */
  get error(): number {
    return roundingsOf(this.chain) * UNIT;
  }

  /** X: what each supply makes for a functional unit, in its own unit. */
  supplied(demand: number): Solved {
    const stated = this.#sameAsStated();
    if (stated !== null) return stated.supplied(demand);
    return this.#remember(`x ${demand}`, () => {
      const { supply, amount } = this.chain.demands[demand]!;
      const right = new Float64Array(this.n);
      const error = new Float64Array(this.n);
      right[supply] = amount;
      error[supply] = abs(amount) * this.error;
      return { right, error, isTransposed: false };
    });
  }

  /** M: what one unit of each supply emits of a line anywhere. */
  multipliers(line: number): Solved {
    return this.#remember(`m ${line}`, () => {
      const right = new Float64Array(this.n);
      const error = new Float64Array(this.n);
      for (const at of flowsOfLine(this.chain, line)) {
        const { to } = this.chain.flows[at]!;
        right[to]! += this.flows[at]!;
        error[to]! += abs(this.flows[at]!) * this.error * UPWARDS;
      }
      return { right, error, isTransposed: true };
    });
  }

  /** How the system is solved. */
  get solver(): string {
    return this.#decomposed() === null
      ? `solved by LU or GMRES, whichever is shorter, because a sparse LU takes more than ${MOST_PRODUCTS} products with A`
      : 'solved by sparse LU where that is stable';
  }

  /** Solves (I − A) x = right, or its transpose, without a bound. */
  solve(right: Float64Array, isTransposed: boolean): Float64Array {
    const x = this.#decomposed()?.solve(right, isTransposed) ?? null;
    if (x !== null) return x;
    const y = { rows: this.n, columns: 1, values: right };
    return this.#guard(() => solveNow(this.a, y, { isTransposed, ...this.#kernel }).values);
  }

  /** I − A decomposed; null where a sparse decomposition takes too long, or is not stable. Draws have the pivots of what is stated. */
  #decomposed(): SparseSystem | null {
    const stated = this.#stated;
    if (this.#system !== undefined) return this.#system;
    if (stated === null) this.#system = SparseSystem.of(this.a);
    else if (this.#sameAsStated() !== null) this.#system = stated.#decomposed();
    else this.#system = stated.#decomposed()?.withValues(this.a) ?? null;
    return this.#system;
  }

  /** Returns the values as they are stated where these are drawn and A is the same. */
  #sameAsStated(): ChainValues | null {
    const stated = this.#stated;
    return stated?.a.values.every((value, at) => value === this.a.values[at]) === true ? stated : null;
  }

  #remember(name: string, read: () => Given): Solved {
    const known = this.#solved.get(name);
    if (known !== undefined) return known;
    const given = read();
    const values = this.solve(given.right, given.isTransposed);
    let bound: ErrorBound | null = null;
    const solved = { values, boundAt: (at: number) => (bound ??= this.#bound(given, values)).at(at, 0) };
    this.#solved.set(name, solved);
    return solved;
  }

  #bound({ right, error, isTransposed }: Given, values: Float64Array): ErrorBound {
    const panel = (own: Float64Array): Panel => ({ rows: this.n, columns: 1, values: own });
    const options = { isTransposed, relative: this.error, right: panel(error), ...this.#kernel };
    const bound = this.#guard(() => boundError(this.a, panel(right), panel(values), options));
    const isProven = bound.by === 'vector' && this.#selfUsers().length === 0;
    if (isProven || this.a.values.some((value) => value < 0)) return bound;
    throw this.#refuse();
  }

  /** @throws EngineError `unproductive-process` where the system has no solution */
  #guard<T>(compute: () => T): T {
    try {
      return compute();
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'out-of-range') throw error;
      throw this.#refuse();
    }
  }

  /** The supplies that need at least as much of themselves as they make. */
  #selfUsers(): number[] {
    return this.chain.supplies.flatMap((_supply, at) => (diagonalOf(this.a, at) >= 1 ? [at] : []));
  }

  #refuse(): EngineError {
    const { supplies } = this.chain;
    const self = this.#selfUsers();
    const loop = self.length > 0 ? self : findLoop(this.a);
    const named = loop.map((at) => supplies[at]!);
    const names = listSome([...new Set(named.map(({ maker }) => maker.name))]);
    const row = named[0]?.rows[0]?.row ?? supplies[0]!.rows[0]!.row;
    const text = `${names} need at least as much of ${listSome([...new Set(named.map(({ item }) => item))])} as they make, directly or through one another: correct an amount or its unit`;
    return new EngineError('unproductive-process', text, row.value, placeOf(row, 'value'));
  }

  /** A smaller system is solved before a module of WebAssembly has its memory. Both loops give the same bits. */
  get #kernel(): { readonly kernel?: 'plain' } {
    return this.n <= SMALL ? { kernel: 'plain' } : {};
  }

  #pack(): SparseCoefficients {
    const { starts, columns, places } = patternOf(this.chain);
    const values = new Float64Array(columns.length);
    this.needs.forEach((value, at) => {
      const place = places[at]!;
      if (place >= 0) values[place]! += value;
    });
    return { form: 'sparse', size: this.n, starts, columns, values };
  }
}

/** A right side, and how far each number of it can be from the true one. */
interface Given {
  readonly right: Float64Array;
  readonly error: Float64Array;
  readonly isTransposed: boolean;
}

/** A solution, and how far each number of it can be from the true one. */
export interface Solved {
  readonly values: Float64Array;
  readonly boundAt: (at: number) => number;
}

const flowsOfLines = new WeakMap<Chain, readonly (readonly number[])[]>();

/** Returns the places of the flows of a line, without those beyond the system. */
export function flowsOfLine(chain: Chain, line: number): readonly number[] {
  const known = flowsOfLines.get(chain);
  if (known !== undefined) return known[line]!;
  const all = chain.lines.map((): number[] => []);
  chain.flows.forEach(({ line: own, isBeyond }, at) => {
    if (!isBeyond) all[own]!.push(at);
  });
  flowsOfLines.set(chain, all);
  return all[line]!;
}

const SMALL = 1024;
/** Amounts, ratios, their products and quotients of inputs and outputs: at most so many roundings of one number, and again for the weights. */
const PLAIN_ROUNDINGS = 14;
const WEIGHED_ROUNDINGS = 24;
const roundings = new WeakMap<Chain, number>();

/** Returns the most roundings of one number of a chain: each term of a sum adds one. */
function roundingsOf(chain: Chain): number {
  const known = roundings.get(chain);
  if (known !== undefined) return known;
  const longest = (counts: Iterable<number>): number => {
    let most = 0;
    for (const count of counts) if (count > most) most = count;
    return most;
  };
  const { places } = patternOf(chain);
  const sharing = new Map<number, number>();
  for (const place of places) if (place >= 0) sharing.set(place, (sharing.get(place) ?? 0) + 1);
  const weighed = longest(
    chain.supplies.map(({ share }) =>
      'weights' in share
        ? WEIGHED_ROUNDINGS + 2 * share.weights.reduce((sum, { rows }) => sum + rows.length, 0)
        : 0,
    ),
  );
  const made = longest(chain.supplies.map(({ rows }) => rows.length));
  const count = PLAIN_ROUNDINGS + weighed + 2 * made + longest(sharing.values());
  roundings.set(chain, count);
  return count;
}

function patternOf(chain: Chain): Pattern {
  const known = patterns.get(chain);
  if (known !== undefined) return known;
  const n = chain.supplies.length;
  const order = chain.cells.flatMap(({ isBeyond }, at) => (isBeyond ? [] : [at]));
  order.sort((a, b) => {
    const [one, other] = [chain.cells[a]!, chain.cells[b]!];
    return one.from - other.from || one.to - other.to;
  });
  const starts = new Uint32Array(n + 1);
  const columns: number[] = [];
  const places = new Int32Array(chain.cells.length).fill(-1);
  let before: { readonly from: number; readonly to: number } | null = null;
  for (const at of order) {
    const cell = chain.cells[at]!;
    if (before?.from !== cell.from || before.to !== cell.to) {
      columns.push(cell.to);
      starts[cell.from + 1]!++;
    }
    places[at] = columns.length - 1;
    before = cell;
  }
  for (let i = 0; i < n; i++) starts[i + 1]! += starts[i]!;
  const pattern = { starts, columns: Uint32Array.from(columns), places };
  patterns.set(chain, pattern);
  return pattern;
}

function sumOf(rows: readonly { readonly row: Row; readonly ratio: number }[], amountOf: AmountOf): number {
  return rows.reduce((sum, { row, ratio }) => sum + amountOf(row) * ratio, 0);
}

/** Returns the weight of a product in an allocation. */
export function weightOf(
  { rows, property }: Extract<Share, { weights: unknown }>['weights'][number],
  amountOf: AmountOf,
): number {
  return sumOf(rows, amountOf) * (property === null ? 1 : amountOf(property.row) * property.ratio);
}

function partOf(share: Share, amountOf: AmountOf): number {
  if (share.method === 'whole') return 1;
  if (share.method === 'declared') return toFloat(share.part);
  const weights = share.weights.map((weight) => weightOf(weight, amountOf));
  return weights[share.index]! / weights.reduce((sum, weight) => sum + weight, 0);
}

/** Returns supplies that need one another, where there are any: the first loop that is met. */
function findLoop({ size, starts, columns }: SparseCoefficients): number[] {
  const state = new Uint8Array(size);
  for (let first = 0; first < size; first++) {
    if (state[first] !== 0) continue;
    const path = [{ at: first, next: starts[first]! }];
    state[first] = 1;
    while (path.length > 0) {
      const top = path.at(-1)!;
      if (top.next === starts[top.at + 1]!) {
        state[top.at] = 2;
        path.pop();
        continue;
      }
      const to = columns[top.next++]!;
      if (state[to] === 1) return path.slice(path.findIndex(({ at }) => at === to)).map(({ at }) => at);
      if (state[to] === 2) continue;
      state[to] = 1;
      path.push({ at: to, next: starts[to]! });
    }
  }
  return [];
}
