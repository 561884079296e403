import { ALWAYS, entry, type More, type Row } from './entries.ts';

function exchange(process: string, product: string, value: string, more: More, unit: string): Row {
  const key = [process, more['direction'], product, ''].join('/');
  return entry(key, value, unit, { row: 'process-exchange', process, product, ...more }, ALWAYS);
}

export const makes = (process: string, product: string, value: string, unit = 'kg'): Row =>
  exchange(process, product, value, { direction: 'output' }, unit);
export const needs = (process: string, product: string, value: string, unit = 'kg'): Row =>
  exchange(process, product, value, { direction: 'input' }, unit);

/** Returns fossil CO2 of a process. */
export function emits(process: string, value: string, more: More = {}): Row {
  const detail = { row: 'elementary-flow', process, flow: 'CO2', compartment: 'air', origin: 'fossil' };
  return entry(`${process}/CO2`, value, 'kg', { ...detail, ...more }, ALWAYS);
}

export function price(product: string, value: string): Row {
  const detail = { row: 'product-property', product, property: 'price', year: 2023 };
  return entry(`${product}/price`, value, '{EUR}/kg', detail, ALWAYS);
}

/** Returns a functional unit: one kilogram of a product. */
export const unitOf = (product: string, name = product, more: More = {}): More => ({
  ...{ name, product, amount: '1', unit: 'kg', boundary: 'cradle-to-gate' },
  ...more,
});
