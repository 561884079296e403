import type { SparseCoefficients } from '../coefficients.ts';
import { findComponents } from '../components.ts';
import { orderByDegree } from './minimum-degree.ts';

/**
 * How I − A is decomposed for a sparse A: strong component by strong component, each in the order of minimum degree. What components need of one
 * another is never decomposed, so it has no fill. A plan depends on the places of the coefficients alone, whatever their values are, zeros too.
 */
export interface Plan {
  readonly size: number;
  /** The row and column of each step. */
  readonly order: Int32Array;
  /** The step of each row. */
  readonly stepOf: Int32Array;
  /** The step with which each component begins; the last is their number. And where the component of each step ends. */
  readonly begins: Int32Array;
  readonly ends: Int32Array;
  /** The coefficients column by column: where each column begins, their rows, and their places in the compressed rows. */
  readonly starts: Uint32Array;
  readonly rows: Int32Array;
  readonly places: Int32Array;
  /** The most numbers of L and U with pivots on the diagonal. */
  readonly entries: number;
}

/** A decomposition takes at most as long as so many products with a vector: an iteration may need as many. */
export const MOST_PRODUCTS = 1000;

/** Returns the plan of a matrix; null where its factors would fill in too much. */
export function planSparse(a: SparseCoefficients): Plan | null {
  const { size } = a;
  const turned = turnPlaces(a);
  const pattern = { ...a, values: new Float64Array(a.values.length).fill(1) };
  const components = findComponents(pattern, false);
  const [order, ends] = [new Int32Array(size), new Int32Array(size)];
  const places = new Int32Array(size).fill(-1);
  let [left, entries] = [MOST_PRODUCTS * (a.values.length + size), 0];
  for (let component = 0; component < components.count; component++) {
    const [from, until] = [components.starts[component]!, components.starts[component + 1]!];
    const rows = components.rows.subarray(from, until);
    const found = orderByDegree(neighboursOf(a, turned, rows, places), left);
    if (found === null) return null;
    [left, entries] = [left - found.work, entries + found.entries];
    for (let step = 0; step < rows.length; step++) order[from + step] = rows[found.order[step]!]!;
    ends.fill(until, from, until);
  }
  const stepOf = new Int32Array(size);
  for (let step = 0; step < size; step++) stepOf[order[step]!] = step;
  return { size, order, stepOf, begins: components.starts, ends, ...turned, entries };
}

type Turned = Pick<Plan, 'starts' | 'rows' | 'places'>;

function turnPlaces({ size, starts, columns }: SparseCoefficients): Turned {
  const turned = new Uint32Array(size + 1);
  for (const column of columns) turned[column + 1]!++;
  for (let column = 0; column < size; column++) turned[column + 1]! += turned[column]!;
  const next = turned.slice(0, size);
  const [rows, places] = [new Int32Array(columns.length), new Int32Array(columns.length)];
  for (let row = 0; row < size; row++)
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const to = next[columns[at]!]!++;
      [rows[to], places[to]] = [row, at];
    }
  return { starts: turned, rows, places };
}

/** Returns what each row of a component needs there, and what needs it. `places` is −1 for all rows, before and after. */
function neighboursOf(
  { starts, columns }: SparseCoefficients,
  turned: Turned,
  component: Int32Array,
  places: Int32Array,
): number[][] {
  for (let place = 0; place < component.length; place++) places[component[place]!] = place;
  const met = new Int32Array(component.length).fill(-1);
  const neighbours = Array.from(component, (row, own) => {
    const found: number[] = [];
    met[own] = own;
    const add = (other: number): void => {
      const place = places[other]!;
      if (place < 0 || met[place] === own) return;
      met[place] = own;
      found.push(place);
    };
    for (let at = starts[row]!; at < starts[row + 1]!; at++) add(columns[at]!);
    for (let at = turned.starts[row]!; at < turned.starts[row + 1]!; at++) add(turned.rows[at]!);
    return found;
  });
  for (const row of component) places[row] = -1;
  return neighbours;
}
