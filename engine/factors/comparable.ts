import { canonicalGas } from './gas-names.ts';
import type { Unit } from '../quantities/unit.ts';

type Detail = Readonly<Record<string, unknown>>;

/** Members that tell factors of one type apart, besides the subject. */
const APART = ['gas', 'basis', 'calorific', 'mix', 'account'];

/**
 * Returns the name of what a factor gives: its type and subject, its gas, basis and such, and what its unit measures. Factors of the same name
 * are comparable. A grid factor is of its place, other factors of any. An energy without a basis is net.
 */
export function nameComparable(detail: Detail, subject: string, { dimension, substance }: Unit): string {
  const own = APART.map((member) => (detail[member] === 'net' ? '' : plain(detail[member])));
  const gas = substance === null ? '' : canonicalGas(substance);
  return [detail['row'], plain(detail[subject]), ...own, gas, dimension].join('|');
}

/** Returns the name of all factors of one type and gas whose units measure the same. */
export function nameAlike(detail: Detail, { dimension }: Unit): string {
  return [detail['row'], detail['gas'] ?? '', dimension].join('|');
}

/** Returns a text without case, blanks and hyphens, so that `Natural gas` is `natural-gas`. */
function plain(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '') : '';
}
