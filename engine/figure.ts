import { formatAmount, parseAmount, roundAmount, type Amount, type Rounding } from './decimal.ts';
import type { Factor, Proxy, Warning } from './factor.ts';
import { compareTexts, type Period, type Row } from './row.ts';
import type { RowIndex } from './row-index.ts';
import { convertAmount, parseUnit } from './unit.ts';

/** One number that went into a figure: a dataset's row (with its record), or a figure of the same run (without). */
export interface Operand {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly record?: string;
  readonly key: string;
}

/** Which factor was used, of which year, basis and place. */
export interface FactorNote {
  readonly name: string;
  readonly record: string;
  readonly key: string;
  readonly year: number;
  readonly basis?: string;
  /** Of embedded emissions: whether they are the maker's, or a default. */
  readonly determination?: string;
  readonly geography?: string;
}

/** What one part of a total covers. */
export interface Coverage {
  readonly key: string;
  readonly unit: string;
  readonly gases: readonly string[];
}

/** The detail of a figure's entry (§4): what it covers, and how it came from rows named by record and key. */
export interface FigureDetail {
  readonly method: string;
  readonly scope: number | null;
  readonly categories: readonly string[];
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** What its factors describe, where they say so. */
  readonly basis?: string;
  readonly geographies: readonly string[];
  readonly factors: readonly FactorNote[];
  readonly covers?: readonly Coverage[];
  /** What a total leaves out, and why. */
  readonly exclusions?: readonly { readonly what: string; readonly reason: string }[];
  readonly derivation: {
    readonly formula: string;
    readonly operands: readonly Operand[];
    readonly rounding: Rounding;
    readonly warnings: readonly Warning[];
  };
}

/** A computed figure, an entry but for its salt (§4): `value` is a canonical decimal string. */
export interface Figure extends Period {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: FigureDetail;
}

/** What every method is given: rows in fixed order and the parameters that all methods share. */
export interface Context {
  readonly rows: RowIndex;
  readonly period: Period;
  readonly rounding: Rounding;
  readonly proxies: readonly Proxy[];
  /** The unit in which masses are shown. */
  readonly mass: string;
}

/** A figure before rounding: a mass of a gas in tonnes, `t{…}`; it is shown in the unit that the run declares. */
export interface Draft extends Omit<FigureDetail, 'derivation'> {
  readonly key: string;
  readonly amount: Amount;
  readonly unit: string;
  readonly formula: string;
  readonly operands: readonly Operand[];
  readonly warnings: readonly Warning[];
}

/**
 * Returns the figure, rounded once as the run declares.
 * @throws EngineError `overflow`
 */
export function finishFigure(draft: Draft, { period, rounding, mass }: Context): Figure {
  const { key, formula, operands, warnings, amount: exact, unit: own, ...about } = draft;
  const unit = own.replace(/^t(?=\{[^}]+\}$)/, mass);
  const amount = unit === own ? exact : convertAmount(exact, parseUnit('t'), parseUnit(mass));
  return {
    key,
    value: formatAmount(roundAmount(amount, rounding), key),
    unit,
    from: period.from,
    until: period.until,
    detail: {
      ...about,
      derivation: { formula, operands, rounding, warnings: distinct(warnings) },
    },
  };
}

/** Returns the mass that a figure shows, in tonnes. */
export function tonnesOf({ value, unit }: Pick<Figure, 'value' | 'unit'>): Amount {
  return convertAmount(parseAmount(value), parseUnit(unit), parseUnit('t'));
}

/** Returns the operand that a dataset's row is, and notes that the row is used. */
export function operandOf(name: string, row: Row): Operand {
  row.isUsed = true;
  return { name, value: row.value, unit: row.unit.text, record: row.record, key: row.key };
}

/** Returns the notes on factors used, each once. */
export function noteFactors(named: readonly (readonly [string, Factor])[]): FactorNote[] {
  const noted = new Map<string, Set<Row>>();
  const notes: FactorNote[] = [];
  for (const [name, { row }] of named) {
    const rows = noted.get(name) ?? new Set();
    if (rows.size === 0) noted.set(name, rows);
    if (rows.has(row)) continue;
    rows.add(row);
    notes.push(noteFactor(name, row));
  }
  return notes;
}

/** Returns the warnings of the factors that stand in as proxies. */
export function warningsOf(factors: readonly Factor[]): Warning[] {
  return factors.flatMap(({ warning }) => (warning === null ? [] : [warning]));
}

/** Returns the different texts in ascending order. */
export function distinctTexts(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/** Returns the name of the i-th of n like operands: `AD`, or `AD[2]` where there are several. */
export function indexName(name: string, index: number, count: number): string {
  if (count === 1) return name;
  const names = indexed.get(name) ?? [];
  if (names.length === 0) indexed.set(name, names);
  for (let next = names.length + 1; next <= index + 1 && next <= MOST_INDEXED; next++)
    names.push(`${name}[${next}]`);
  return names[index] ?? `${name}[${index + 1}]`;
}

/** The first names of each symbol, which every sum has: a text that a million operands share is held once. */
const indexed = new Map<string, string[]>();
const MOST_INDEXED = 4096;

/** Returns the items without repetitions, compared by content. */
export function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

function noteFactor(name: string, { record, key, detail }: Row): FactorNote {
  return {
    name,
    record,
    key,
    year: 'year' in detail ? detail.year : 0,
    ...('basis' in detail ? { basis: detail.basis } : {}),
    ...('determination' in detail ? { determination: detail.determination } : {}),
    ...('geography' in detail && detail.geography !== undefined ? { geography: detail.geography } : {}),
  };
}
