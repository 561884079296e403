import { readFloat } from '../quantities/float.ts';
import type { Unit } from '../quantities/unit.ts';

/** What a number measures: exponents by dimension, none of them 0. */
export type Dimension = ReadonlyMap<string, number>;

/** Of a number without a unit. */
export const NO_DIMENSION: Dimension = new Map();

/** In a formula, an energy is mass × length² ÷ time², and a volume is length³: 1 J = 1 kg m²/s², exactly. */
const COMPOSED: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  energy: { mass: 1, length: 2, time: -2 },
  volume: { length: 3 },
};

/** Returns what a unit measures. */
export function dimensionOf({ dimension }: Unit): Dimension {
  const exponents = new Map<string, number>();
  for (const part of dimension.split(' ')) {
    const at = part.lastIndexOf('^');
    if (at < 0) continue;
    const [name, exponent] = [part.slice(0, at), readFloat(part.slice(at + 1))];
    for (const [base, times] of Object.entries(COMPOSED[name] ?? { [name]: 1 }))
      exponents.set(base, (exponents.get(base) ?? 0) + times * exponent);
  }
  return withoutZeros(exponents);
}

/** Returns what a product measures, or with `sign` −1 a quotient. */
export function multiplyDimensions(a: Dimension, b: Dimension, sign: 1 | -1 = 1): Dimension {
  const product = new Map(a);
  for (const [name, exponent] of b) product.set(name, (product.get(name) ?? 0) + sign * exponent);
  return withoutZeros(product);
}

/** Returns what a power measures; null where an exponent would not be whole. */
export function raiseDimension(base: Dimension, over: number, under: number): Dimension | null {
  const raised = [...base].map(([name, exponent]) => [name, (exponent * over) / under] as const);
  return raised.every(([, exponent]) => exponent % 1 === 0) ? withoutZeros(new Map(raised)) : null;
}

/** Whether two numbers measure the same. */
export function isSameDimension(a: Dimension, b: Dimension): boolean {
  return a.size === b.size && [...a].every(([name, exponent]) => b.get(name) === exponent);
}

/** Returns a dimension in base units, such as `kg.m/s^2`. */
export function showDimension(dimension: Dimension): string {
  const shown = [...dimension].map(([name, exponent]) => `${BASE[name] ?? name}^${exponent}`).sort();
  return shown.length === 0 ? '1' : shown.join(' ');
}

const BASE: Readonly<Record<string, string>> = { mass: 'kg', length: 'm', time: 's' };

function withoutZeros(exponents: Map<string, number>): Dimension {
  for (const [name, exponent] of exponents) if (exponent === 0) exponents.delete(name);
  return exponents;
}
