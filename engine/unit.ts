import type { Amount } from './decimal.ts';
import { EngineError } from './errors.ts';

/** A unit in base units: `numerator / denominator` of kg, J, s and m3, with what the mass is of. */
export interface Unit {
  readonly text: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly dimension: Dimension;
  readonly substance: string | null;
}

/** Exponents of mass, energy, time and volume. */
type Dimension = readonly [number, number, number, number];

interface Atom {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly dimension: Dimension;
}

const MASS: Dimension = [1, 0, 0, 0];
const ENERGY: Dimension = [0, 1, 0, 0];
const POWER: Dimension = [0, 1, -1, 0];
const TIME: Dimension = [0, 0, 1, 0];
const VOLUME: Dimension = [0, 0, 0, 1];
const NONE: Dimension = [0, 0, 0, 0];

/** Atoms that take no prefix; values are UCUM's definitions, exact. */
const PLAIN = new Map<string, Atom>([
  ['1', { numerator: 1n, denominator: 1n, dimension: NONE }],
  ['%', { numerator: 1n, denominator: 100n, dimension: NONE }],
  ['h', { numerator: 3600n, denominator: 1n, dimension: TIME }],
  ['s', { numerator: 1n, denominator: 1n, dimension: TIME }],
  ['m3', { numerator: 1n, denominator: 1n, dimension: VOLUME }],
  ['L', { numerator: 1n, denominator: 1000n, dimension: VOLUME }],
  ['[gal_us]', { numerator: 3785411784n, denominator: 10n ** 12n, dimension: VOLUME }],
  ['[lb_av]', { numerator: 45359237n, denominator: 10n ** 8n, dimension: MASS }],
  ['[ston_av]', { numerator: 90718474n, denominator: 10n ** 5n, dimension: MASS }],
  ['[lton_av]', { numerator: 10160469088n, denominator: 10n ** 7n, dimension: MASS }],
  ['[Btu_IT]', { numerator: 105505585262n, denominator: 10n ** 8n, dimension: ENERGY }],
]);

/** Atoms that take the prefixes below; there is no `m`: `mt` means two things to its writers. */
const METRIC = new Map<string, Atom>([
  ['g', { numerator: 1n, denominator: 1000n, dimension: MASS }],
  ['t', { numerator: 1000n, denominator: 1n, dimension: MASS }],
  ['J', { numerator: 1n, denominator: 1n, dimension: ENERGY }],
  ['W', { numerator: 1n, denominator: 1n, dimension: POWER }],
]);
const PREFIXES = new Map([
  ['', 1n],
  ['k', 10n ** 3n],
  ['M', 10n ** 6n],
  ['G', 10n ** 9n],
  ['T', 10n ** 12n],
  ['P', 10n ** 15n],
]);

const SUBSTANCE = /\{([A-Za-z0-9-]+)\}$/;

/**
 * Returns the unit that a UCUM text names, such as `t{CO2}`, `MW.h` or `kg{CO2}/kW.h`. There is one solidus at most and
 * all that follows it divides: `kg/kW.h` is read as `kg/(kW.h)`, which is accepted too.
 * @throws EngineError `bad-unit`
 */
export function parseUnit(text: string): Unit {
  const parts = text.split('/');
  if (parts.length > 2) throw badUnit(text);
  const over = parseProduct(parts[0] ?? '', text);
  const under = parts[1] === undefined ? null : parseProduct(stripParentheses(parts[1]), text);
  if (under === null) return { text, ...over };
  if (under.substance !== null) throw badUnit(text);
  return {
    text,
    numerator: over.numerator * under.denominator,
    denominator: over.denominator * under.numerator,
    dimension: combineDimensions(over.dimension, under.dimension, -1),
    substance: over.substance,
  };
}

/**
 * Returns an amount of `from` as an amount of `to`, by an exact ratio; what the mass is of is not converted.
 * @throws EngineError `unit-mismatch` when they measure different things
 */
export function convertAmount(amount: Amount, from: Unit, to: Unit): Amount {
  if (from.dimension.join() !== to.dimension.join()) {
    throw new EngineError('unit-mismatch', `${from.text} does not convert to ${to.text}`, from.text);
  }
  const numerator = from.numerator * to.denominator;
  const denominator = from.denominator * to.numerator;
  return amount.times(numerator.toString()).div(denominator.toString());
}

function parseProduct(product: string, text: string): Omit<Unit, 'text'> {
  let result: Omit<Unit, 'text'> = { numerator: 1n, denominator: 1n, dimension: NONE, substance: null };
  for (const factor of product.split('.')) {
    const substance = SUBSTANCE.exec(factor)?.[1] ?? null;
    const atom = parseAtom(factor.replace(SUBSTANCE, ''));
    if (atom === null || (substance !== null && (result.substance !== null || atom.dimension !== MASS))) {
      throw badUnit(text);
    }
    result = {
      numerator: result.numerator * atom.numerator,
      denominator: result.denominator * atom.denominator,
      dimension: combineDimensions(result.dimension, atom.dimension, 1),
      substance: result.substance ?? substance,
    };
  }
  return result;
}

function parseAtom(symbol: string): Atom | null {
  const plain = PLAIN.get(symbol);
  if (plain !== undefined) return plain;
  const atom = METRIC.get(symbol.slice(-1));
  const prefix = PREFIXES.get(symbol.slice(0, -1));
  if (atom === undefined || prefix === undefined) return null;
  return { ...atom, numerator: atom.numerator * prefix };
}

function combineDimensions(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  return [a[0] + sign * b[0], a[1] + sign * b[1], a[2] + sign * b[2], a[3] + sign * b[3]];
}

function stripParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
}

function badUnit(text: string): EngineError {
  return new EngineError('bad-unit', `not a unit that the engine knows: ${JSON.stringify(text)}`, text);
}
