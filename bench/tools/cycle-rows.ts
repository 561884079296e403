import type { SparseCoefficients } from '../../engine/linear/coefficients.ts';
import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';

const ALWAYS = { from: 0, until: 0 };
/** What a process takes of others: ten entries in a column of the technosphere. */
const ENTRIES = 10;

/** A random technosphere: each process makes 1 kg of its product, takes parts of others that are 0.35 to 0.75 kg together, and emits CO2. */
export interface Technosphere {
  readonly a: SparseCoefficients;
  readonly emitted: readonly number[];
}

export function makeTechnosphere(size: number, seed = 1): Technosphere {
  let state = seed;
  const next = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const rows = Array.from({ length: size }, (): [column: number, value: number][] => []);
  const emitted: number[] = [];
  for (let column = 0; column < size; column++) {
    const taken = new Set<number>();
    while (taken.size < ENTRIES) taken.add(Math.floor(next() * size));
    const weights = [...taken].map(() => next());
    const sum = weights.reduce((all, weight) => all + weight, 0);
    const all = 0.35 + 0.4 * next();
    for (const [at, row] of [...taken].entries())
      rows[row]!.push([column, Math.max(1e-6, Number(((all * weights[at]!) / sum).toFixed(6)))]);
    emitted.push(Number((0.1 + next()).toFixed(6)));
  }
  const starts = Uint32Array.from([0, ...rows.map(({ length }) => length)]);
  for (let row = 0; row < size; row++) starts[row + 1]! += starts[row]!;
  const cells = rows.flat();
  const columns = Uint32Array.from(cells, ([column]) => column);
  const values = Float64Array.from(cells, ([, value]) => value);
  return { a: { form: 'sparse', size, starts, columns, values }, emitted };
}

/** Returns the technosphere as rows of `life-cycle@1`. @param deviation relative standard deviation of every row; 0: certain */
export function writeTechnosphere({ a, emitted }: Technosphere, deviation = 0): InputRecord {
  const uncertain =
    deviation === 0 ? {} : { uncertainty: { distribution: 'normal', standardDeviation: String(deviation) } };
  const exchange = (process: number, product: number, value: number, direction: string): InputEntry => ({
    key: `p${process}/${direction}/i${product}`,
    value: String(value),
    unit: 'kg',
    ...ALWAYS,
    detail: {
      ...{ row: 'process-exchange', process: `p${process}`, product: `i${product}`, direction },
      ...uncertain,
    },
  });
  const entries = emitted.flatMap((mass, process) => [
    exchange(process, process, 1, 'output'),
    {
      key: `p${process}/CO2`,
      value: String(mass),
      unit: 'kg',
      ...ALWAYS,
      detail: {
        ...{ row: 'elementary-flow', process: `p${process}`, flow: 'CO2', compartment: 'air' },
        ...uncertain,
      },
    },
  ]);
  for (let row = 0; row < a.size; row++)
    for (let at = a.starts[row]!; at < a.starts[row + 1]!; at++)
      entries.push(exchange(a.columns[at]!, row, a.values[at]!, 'input'));
  return { record: `0x${'a'.repeat(64)}`, entries };
}
