import type { Amount } from '../quantities/decimal.ts';
import { exp, log, powerOf } from '../quantities/elementary.ts';
import { exactExp, exactLn, exactPower } from '../quantities/transcendental.ts';

/** A rational exponent `over / under`, in lowest terms, `under` at least 1. */
export interface Exponent {
  readonly over: number;
  readonly under: number;
}

/** A function of one number: the natural logarithm, the exponential, or a power. Under a root, the number is at least 0. */
export type NumberFunction = 'ln' | 'exp' | Exponent;

/** Returns `over / under` in lowest terms. @param under at least 1 */
export function exponentOf(over: number, under = 1): Exponent {
  let [a, b] = [over < 0 ? -over : over, under];
  while (b > 0) [a, b] = [b, a % b];
  return { over: over / a, under: under / a };
}

/** Returns the value for an exact amount, with 50 digits where it has more. @throws EngineError `out-of-range` where it has none */
export function applyExactly(name: NumberFunction, x: Amount): Amount {
  if (name === 'ln') return exactLn(x);
  return name === 'exp' ? exactExp(x) : exactPower(x, name);
}

/** Returns the value for each number. One that has none gives NaN or infinity. */
export function applyToFloats(name: NumberFunction, values: Float64Array): Float64Array {
  if (name === 'ln') return values.map(log);
  if (name === 'exp') return values.map(exp);
  const { over, under } = name;
  return values.map((x) => powerOf(x, over, under));
}

/** Returns the derivative where the argument is x and the value y. */
export function derivativeAt(name: NumberFunction, x: number, y: number): number {
  if (name === 'ln') return 1 / x;
  if (name === 'exp') return y;
  const { over, under } = name;
  return (over / under) * powerOf(x, over - under, under);
}

/** Whether the value is never negative. @param isOfSuch whether the argument is never negative */
export function keepsSign(name: NumberFunction, isOfSuch: boolean): boolean {
  if (name === 'ln') return false;
  return name === 'exp' || name.over % 2 === 0 || isOfSuch;
}

/** Writes a function of an argument: `ln(x)`, `exp(x)`, `sqrt(x)`, `x^3`, `x^(-1)` or `x^(2/3)`. */
export function writeFunction(name: NumberFunction, argument: string): string {
  if (name === 'ln' || name === 'exp') return `${name}(${argument})`;
  const { over, under } = name;
  if (over === 1 && under === 2) return `sqrt(${argument})`;
  const base = /^[A-Za-z0-9_.'[\]]+$/.test(argument) ? argument : `(${argument})`;
  if (under > 1) return `${base}^(${over}/${under})`;
  return over < 0 ? `${base}^(${over})` : `${base}^${over}`;
}
