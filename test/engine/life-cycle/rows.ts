import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

type More = Readonly<Record<string, unknown>>;

export function exchange(
  process: string,
  product: string,
  value: string,
  more: More,
  unit = 'kg',
): TestEntry {
  const detail = { row: 'process-exchange', process, product, ...more };
  const key = [process, more['kind'] ?? more['direction'], product, more['module'] ?? ''].join('/');
  return entry(key, value, unit, detail, ALWAYS);
}
export const makes = (
  process: string,
  product: string,
  value: string,
  more: More = {},
  unit = 'kg',
): TestEntry => exchange(process, product, value, { direction: 'output', ...more }, unit);
export const needs = (
  process: string,
  product: string,
  value: string,
  more: More = {},
  unit = 'kg',
): TestEntry => exchange(process, product, value, { direction: 'input', ...more }, unit);

export function emission(
  process: string,
  flow: string,
  value: string,
  more: More = {},
  unit = 'kg',
): TestEntry {
  const detail = { row: 'elementary-flow', process, flow, compartment: 'air', ...more };
  return entry([process, flow, ...Object.values(more)].join('/'), value, unit, detail, ALWAYS);
}

export function factor(
  category: string,
  flow: string,
  value: string,
  more: More = {},
  unit = 'kg/kg',
): TestEntry {
  const detail = { row: 'characterisation-factor', category, flow, compartment: 'air', year: 2020, ...more };
  return entry(['cf', category, flow, ...Object.values(more)].join('/'), value, unit, detail, ALWAYS);
}

export const property = (product: string, name: string, value: string, unit: string): TestEntry =>
  entry(
    `${product}/${name}`,
    value,
    unit,
    { row: 'product-property', product, property: name, year: 2023 },
    ALWAYS,
  );

/** Rows of processes p0, p1 …, products i0, i1 … and flows f0, f1 …, as the matrices A (outputs positive, inputs negative) and B state them. */
export function matrixRows(
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
): TestEntry[] {
  const exchanges = a.flatMap((cells, item) =>
    cells.flatMap((cell, process) => {
      if (cell === 0) return [];
      const [name, product] = [`p${process}`, `i${item}`];
      return cell > 0 ? [makes(name, product, String(cell))] : [needs(name, product, String(-cell))];
    }),
  );
  const flows = b.flatMap((cells, flow) =>
    cells.flatMap((cell, process) => (cell === 0 ? [] : [emission(`p${process}`, `f${flow}`, String(cell))])),
  );
  return [...exchanges, ...flows];
}

export const unitOf = (product: string, amount = '1', name = product, more: More = {}): More => ({
  ...{ name, product: product.toLowerCase(), amount, unit: 'kg', boundary: 'cradle-to-gate' },
  ...more,
});

export function run(
  rows: readonly TestEntry[],
  functionalUnits: readonly object[],
  parameters: object = {},
  factors: readonly TestEntry[] = [],
): RunResult {
  const rounding = { mode: 'half-even', digits: 12 };
  return runMethod(
    'life-cycle@1',
    [dataset('a', ...rows), ...(factors.length === 0 ? [] : [dataset('b', ...factors)])],
    {
      ...COMMON,
      rounding,
      functionalUnits,
      ...parameters,
    },
  );
}

export const valueOf = (result: RunResult, key: string): string => figureOf(result, key).value;
