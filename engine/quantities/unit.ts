import { Amount } from './decimal.ts';
import { EngineError } from '../errors/engine-error.ts';

/**
 * A unit as a ratio `numerator / denominator` of base units (kg, J, s, m, m3, counted things), with the substance of its mass.
 */
export interface Unit {
  readonly text: string;
  readonly numerator: bigint;
  readonly denominator: bigint;
  /**
   * What is measured, as exponents in a canonical order: `energy^1 time^-1`. Two units convert exactly when these are equal.
   */
  readonly dimension: string;
  /** The substance of a mass: `CO2e` in `t{CO2e}`. */
  readonly substance: string | null;
}

/** Exponents by dimension. Each counted thing, such as `{night}`, is its own dimension. */
type Exponents = ReadonlyMap<string, number>;

interface Atom {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly exponents: Exponents;
}

const MASS = new Map([['mass', 1]]);
const ENERGY = new Map([['energy', 1]]);
const POWER = new Map([
  ['energy', 1],
  ['time', -1],
]);
const TIME = new Map([['time', 1]]);
const LENGTH = new Map([['length', 1]]);
const AREA = new Map([['length', 2]]);
const VOLUME = new Map([['volume', 1]]);
const NONE: Exponents = new Map();

/** Atoms that take no prefix, with the exact values of UCUM. */
const PLAIN = new Map<string, Atom>([
  ['1', { numerator: 1n, denominator: 1n, exponents: NONE }],
  ['%', { numerator: 1n, denominator: 100n, exponents: NONE }],
  ['s', { numerator: 1n, denominator: 1n, exponents: TIME }],
  ['h', { numerator: 3600n, denominator: 1n, exponents: TIME }],
  ['d', { numerator: 86400n, denominator: 1n, exponents: TIME }],
  ['a', { numerator: 31557600n, denominator: 1n, exponents: TIME }],
  ['[mi_i]', { numerator: 1609344n, denominator: 1000n, exponents: LENGTH }],
  ['[nmi_i]', { numerator: 1852n, denominator: 1n, exponents: LENGTH }],
  ['m2', { numerator: 1n, denominator: 1n, exponents: AREA }],
  ['har', { numerator: 10000n, denominator: 1n, exponents: AREA }],
  ['m3', { numerator: 1n, denominator: 1n, exponents: VOLUME }],
  ['L', { numerator: 1n, denominator: 1000n, exponents: VOLUME }],
  ['[gal_us]', { numerator: 3785411784n, denominator: 10n ** 12n, exponents: VOLUME }],
  ['[lb_av]', { numerator: 45359237n, denominator: 10n ** 8n, exponents: MASS }],
  ['[ston_av]', { numerator: 90718474n, denominator: 10n ** 5n, exponents: MASS }],
  ['[lton_av]', { numerator: 10160469088n, denominator: 10n ** 7n, exponents: MASS }],
  ['[Btu_IT]', { numerator: 105505585262n, denominator: 10n ** 8n, exponents: ENERGY }],
]);

/** Atoms that take the prefixes below. The prefix `m` is left out, because people use `mt` for two different units. */
const METRIC = new Map<string, Atom>([
  ['g', { numerator: 1n, denominator: 1000n, exponents: MASS }],
  ['t', { numerator: 1000n, denominator: 1n, exponents: MASS }],
  ['m', { numerator: 1n, denominator: 1n, exponents: LENGTH }],
  ['J', { numerator: 1n, denominator: 1n, exponents: ENERGY }],
  ['W', { numerator: 1n, denominator: 1n, exponents: POWER }],
]);
const PREFIXES = new Map([
  ['', 1n],
  ['k', 10n ** 3n],
  ['M', 10n ** 6n],
  ['G', 10n ** 9n],
  ['T', 10n ** 12n],
  ['P', 10n ** 15n],
]);

const ANNOTATION = /\{([A-Za-z0-9-]+)\}$/;

/** Cache of parsed units by text: there are few units, and many rows share each of them. */
const known = new Map<string, Unit>();
const MAX_KNOWN = 1024;

/**
 * Parses a UCUM text, such as `t{CO2}`, `MW.h` or `kg{CO2}/kW.h`. At most one slash is allowed, and everything after it is in
 * the denominator: `kg/kW.h` means `kg/(kW.h)`, which is accepted too. An annotation after a mass names its substance. An
 * annotation on its own is a counted thing: `{night}`, `km.{passenger}`.
 * @throws EngineError `bad-unit`
 */
export function parseUnit(text: string): Unit {
  const before = known.get(text);
  if (before !== undefined) return before;
  const unit = readUnit(text);
  if (known.size === MAX_KNOWN) known.clear();
  known.set(text, unit);
  return unit;
}

/**
 * Converts an amount from one unit to another by an exact ratio. Substances are not compared.
 * @throws EngineError `unit-mismatch` when the units measure different things
 */
export function convertAmount(amount: Amount, from: Unit, to: Unit): Amount {
  const { multiplier, divisor } = findConversion(from, to);
  const multiplied = multiplier === null ? amount : amount.times(multiplier);
  return divisor === null ? multiplied : multiplied.div(divisor);
}

/** Whether every amount in one unit of a dimension is a decimal with an end in another one: from kW.h to MJ, and not from MJ to kW.h. */
export function convertsExactly(from: Unit, to: Unit): boolean {
  return from === to || findConversion(from, to).divisor === null;
}

/** How to convert amounts between two units: multiply, then divide. Null means that the step is not needed. */
export interface Conversion {
  readonly multiplier: Amount | null;
  readonly divisor: Amount | null;
}

/** Cache of conversions by units: there are few, and many rows share each of them. */
const conversions = new WeakMap<Unit, WeakMap<Unit, Conversion>>();

/** Returns how amounts convert. @throws EngineError `unit-mismatch` when the units measure different things */
export function findConversion(from: Unit, to: Unit): Conversion {
  if (from.dimension !== to.dimension)
    throw new EngineError('unit-mismatch', `${from.text} cannot be converted to ${to.text}`, from.text);
  const ofUnit = conversions.get(from) ?? new WeakMap<Unit, Conversion>();
  conversions.set(from, ofUnit);
  const conversion = ofUnit.get(to) ?? computeConversion(from, to);
  ofUnit.set(to, conversion);
  return conversion;
}

/** A ratio that is a finite decimal becomes one multiplier (1/1000 is 0.001). Any other ratio also needs a division. */
function computeConversion(from: Unit, to: Unit): Conversion {
  const numerator = new Amount(from.numerator * to.denominator);
  const divisor = new Amount(from.denominator * to.numerator);
  if (numerator.coefficient === divisor.coefficient) return { multiplier: null, divisor: null };
  const multiplier = numerator.div(divisor);
  const isExact = multiplier.times(divisor).minus(numerator).isZero();
  return isExact ? { multiplier, divisor: null } : { multiplier: numerator, divisor };
}

/** Returns the text of a quotient of units: `t` per `km.{passenger}` is `t/km.{passenger}`. */
export function divideUnits(over: string, under: string): string {
  const [numerator = '', denominator] = under.replace(ANY_SUBSTANCE, '$1').split('/');
  const divisor = stripParentheses(numerator);
  if (denominator === undefined) return `${over}/${divisor}`;
  const factor = stripParentheses(denominator);
  return divisor === '1' ? `${over}.${factor}` : `${over}.${factor}/${divisor}`;
}

/** Returns the unit of tonnes per unit of an activity, such as `t/kW.h` for an activity in kW.h. */
export function tonnesPer(unit: Unit): string {
  let text = perUnit.get(unit);
  if (text === undefined) perUnit.set(unit, (text = divideUnits('t', unit.text)));
  return text;
}

const perUnit = new WeakMap<Unit, string>();

/**
 * Returns the unit of a product: `kW.h` for an amount in `{use}` and a factor in `kW.h/{use}`. The product is of the substance of the
 * factor; a factor that is only a ratio, such as `1` or `%`, leaves that of the amount.
 */
export function multiplyUnits(amount: Unit, factor: Unit): Unit {
  const isPlain = factor.substance === null && factor.dimension === '';
  const [over, under] = splitUnit(isPlain ? amount.text : amount.text.replace(ANY_SUBSTANCE, '$1'));
  const [times, per] = splitUnit(factor.text);
  return joinUnit([...over, ...times], [...under, ...per]);
}

/** Returns the unit of a quotient: `1` for an amount in `{EUR}` and a divisor in `{EUR}`. */
export function divideUnit(amount: Unit, divisor: Unit): Unit {
  const [over, under] = splitUnit(amount.text);
  const [per, times] = splitUnit(divisor.text.replace(ANY_SUBSTANCE, '$1'));
  return joinUnit([...over, ...times], [...under, ...per]);
}

/** Returns the factors over and under the slash of a unit. */
function splitUnit(text: string): [over: string[], under: string[]] {
  const [over = '', under] = text.split('/');
  const factorsOf = (product: string): string[] =>
    stripParentheses(product)
      .split('.')
      .filter((factor) => factor !== '1');
  return [factorsOf(over), under === undefined ? [] : factorsOf(under)];
}

/** Returns the unit of these factors. A factor that stands over and under the slash is left out. */
function joinUnit(over: readonly string[], under: readonly string[]): Unit {
  const [left, below] = [[...over], [...under]];
  for (const factor of over) {
    const index = below.indexOf(factor);
    if (index < 0) continue;
    below.splice(index, 1);
    left.splice(left.indexOf(factor), 1);
  }
  const text = left.length === 0 ? '1' : left.join('.');
  return parseUnit(below.length === 0 ? text : `${text}/${below.join('.')}`);
}

/** The annotation of a mass, which a denominator must not have. */
const ANY_SUBSTANCE = /([a-zA-Z\]])\{[A-Za-z0-9-]+\}/g;

interface Product {
  numerator: bigint;
  denominator: bigint;
  exponents: Map<string, number>;
  substance: string | null;
}

function readUnit(text: string): Unit {
  const parts = text.split('/');
  if (parts.length > 2) throw badUnit(text);
  const over = readProduct(parts[0] ?? '', text);
  const under = parts[1] === undefined ? null : readProduct(stripParentheses(parts[1]), text);
  if (under !== null && under.substance !== null) throw badUnit(text);
  if (under !== null) addExponents(over.exponents, under.exponents, -1);
  return {
    text,
    numerator: over.numerator * (under?.denominator ?? 1n),
    denominator: over.denominator * (under?.numerator ?? 1n),
    dimension: writeDimension(over.exponents),
    substance: over.substance,
  };
}

function readProduct(product: string, text: string): Product {
  const result: Product = { numerator: 1n, denominator: 1n, exponents: new Map(), substance: null };
  for (const factor of product.split('.')) {
    const label = ANNOTATION.exec(factor)?.[1] ?? null;
    const symbol = factor.replace(ANNOTATION, '');
    const atom = symbol === '' && label !== null ? countOf(label) : readAtom(symbol);
    const substance = symbol === '' ? null : label;
    if (atom === null || (substance !== null && (result.substance !== null || atom.exponents !== MASS)))
      throw badUnit(text);
    result.numerator *= atom.numerator;
    result.denominator *= atom.denominator;
    addExponents(result.exponents, atom.exponents, 1);
    result.substance ??= substance;
  }
  return result;
}

function countOf(label: string): Atom {
  return { numerator: 1n, denominator: 1n, exponents: new Map([[`{${label}}`, 1]]) };
}

function readAtom(symbol: string): Atom | null {
  const plain = PLAIN.get(symbol);
  if (plain !== undefined) return plain;
  const atom = METRIC.get(symbol.slice(-1));
  const prefix = PREFIXES.get(symbol.slice(0, -1));
  if (atom === undefined || prefix === undefined) return null;
  return { ...atom, numerator: atom.numerator * prefix };
}

function addExponents(sum: Map<string, number>, exponents: Exponents, sign: 1 | -1): void {
  for (const [name, exponent] of exponents) sum.set(name, (sum.get(name) ?? 0) + sign * exponent);
}

function writeDimension(exponents: Exponents): string {
  return [...exponents]
    .filter(([, exponent]) => exponent !== 0)
    .map(([name, exponent]) => `${name}^${exponent}`)
    .sort()
    .join(' ');
}

function stripParentheses(text: string): string {
  return text.startsWith('(') && text.endsWith(')') ? text.slice(1, -1) : text;
}

function badUnit(text: string): EngineError {
  return new EngineError(
    'bad-unit',
    `unknown unit ${JSON.stringify(text)}: expected UCUM, such as MW.h, t or kg{CO2}/kW.h`,
    text,
  );
}
