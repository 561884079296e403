import { EngineError } from '../../engine/errors/engine-error.ts';
import { Amount } from '../../engine/quantities/decimal.ts';
import { readUnitSpelling } from '../../engine/quantities/unit-spelling.ts';
import { parseUnit } from '../../engine/quantities/unit.ts';

/** A unit of a file: so many of a unit of UCUM. */
export interface ReadUnit {
  readonly unit: string;
  readonly ratio: Amount;
}

/** Names of units in databases of processes that another one of UCUM means exactly. */
const NAMES: Readonly<Record<string, string>> = {
  'kilowatt hour': 'kW.h',
  'watt hour': 'W.h',
  'lb av': '[lb_av]',
  'sh tn': '[ston_av]',
  megajoule: 'MJ',
  kilojoule: 'kJ',
  gigajoule: 'GJ',
  meter: 'm',
  metre: 'm',
  kilometer: 'km',
  'square meter': 'm2',
  'square meter-year': 'm2.a',
  'meter-year': 'm.a',
  'cubic meter': 'm3',
  'cubic meter-year': 'm3.a',
  'kilogram day': 'kg.d',
  'ton kilometer': 't.km',
  'kilogram kilometer': 'kg.km',
  'person kilometer': 'km.{passenger}',
  'p*km': 'km.{passenger}',
  'vehicle kilometer': 'km.{vehicle}',
  'v*km': 'km.{vehicle}',
};

/** Returns what a unit means by its name; null if that is nothing that converts, or two things. */
export function readUnitName(name: string): ReadUnit | null {
  try {
    const { unit, numerator, denominator } = readUnitSpelling(NAMES[name] ?? name);
    return { unit, ratio: new Amount(numerator).div(new Amount(denominator)) };
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

/** Returns the unit of a counted thing: `{Item-s}` of `Item(s)`. */
export function countedUnit(name: string): string {
  const word = name.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return `{${word === '' ? 'unstated' : word}}`;
}

/** Whether two units measure the same. */
export function measuresSame(one: string, other: string): boolean {
  return parseUnit(one).dimension === parseUnit(other).dimension;
}

/** Whether two units are equal but for rounding. They measure the same. */
export function isClose(one: ReadUnit, other: ReadUnit): boolean {
  const sizeOf = ({ unit, ratio }: ReadUnit): number => {
    const { numerator, denominator } = parseUnit(unit);
    return (Number(ratio.toString()) * Number(numerator)) / Number(denominator);
  };
  return Math.abs(sizeOf(one) / sizeOf(other) - 1) < 1e-6;
}
