import { formatAmount, parseAmount, roundAmount, type Amount, type Rounding } from '../quantities/decimal.ts';
import type { Factor, Proxy, Warning } from '../factors/factor.ts';
import { compareTexts, type Period, type Row } from '../rows/row.ts';
import type { RowIndex } from '../rows/row-index.ts';
import { convertAmount, parseUnit } from '../quantities/unit.ts';

/** One number that a figure was computed from: a row of a dataset (with `record`), or a figure of the same run (without). */
export interface Operand {
  readonly name: string;
  readonly value: string;
  readonly unit: string;
  readonly record?: string;
  readonly key: string;
}

/** A factor that was used, with its year, basis and place. */
export interface FactorNote {
  readonly name: string;
  readonly record: string;
  readonly key: string;
  readonly year: number;
  readonly basis?: string;
  /** For embedded emissions: `actual` (stated by the maker) or `default`. */
  readonly determination?: string;
  readonly geography?: string;
}

/** One part of a total: its figure, unit and gases. */
export interface Coverage {
  readonly key: string;
  readonly unit: string;
  readonly gases: readonly string[];
}

/** The detail of a figure's entry (§4): what the figure covers, and its derivation from rows named by record and key. */
export interface FigureDetail {
  readonly method: string;
  readonly scope: number | null;
  readonly categories: readonly string[];
  readonly gases: readonly string[];
  readonly gwpSet: string | null;
  /** What the factors describe, such as `combustion`, where they state it. */
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

/** A computed figure: an entry (§4) without its salt. `value` is a canonical decimal string. */
export interface Figure extends Period {
  readonly key: string;
  readonly value: string;
  readonly unit: string;
  readonly detail: FigureDetail;
}

/** The input of every method: rows in a fixed order, and the parameters that all methods share. */
export interface MethodContext {
  readonly rows: RowIndex;
  readonly period: Period;
  readonly rounding: Rounding;
  readonly proxies: readonly Proxy[];
  /** The unit in which masses are shown. */
  readonly mass: string;
}

/** A figure before rounding. Masses of gases are in tonnes, `t{…}`; the run declares the unit in which they are shown. */
export interface UnroundedFigure extends Omit<FigureDetail, 'derivation'> {
  readonly key: string;
  readonly amount: Amount;
  readonly unit: string;
  readonly formula: string;
  readonly operands: readonly Operand[];
  readonly warnings: readonly Warning[];
}

/**
 * Returns the finished figure: converted to the declared unit of mass, then rounded once.
 * @throws EngineError `overflow`
 */
export function finishFigure(draft: UnroundedFigure, { period, rounding, mass }: MethodContext): Figure {
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

/** Returns the (rounded) mass of a figure in tonnes. */
export function tonnesOf({ value, unit }: Pick<Figure, 'value' | 'unit'>): Amount {
  return convertAmount(parseAmount(value), parseUnit(unit), parseUnit('t'));
}

/** Returns a row as an operand, and marks the row as used. */
export function operandOf(name: string, row: Row): Operand {
  row.isUsed = true;
  return { name, value: row.value, unit: row.unit.text, record: row.record, key: row.key };
}

/** Returns one note for each name and factor. */
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

/** Returns the warnings of the factors that are used as proxies. */
export function warningsOf(factors: readonly Factor[]): Warning[] {
  return factors.flatMap(({ warning }) => (warning === null ? [] : [warning]));
}

/** Returns the distinct texts in ascending order. */
export function distinctTexts(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort(compareTexts);
}

/** Returns the name of one of `count` operands with the same symbol: `AD`, or `AD[2]` where there are several. */
export function indexName(name: string, index: number, count: number): string {
  if (count === 1) return name;
  const names = indexed.get(name) ?? [];
  if (names.length === 0) indexed.set(name, names);
  for (let next = names.length + 1; next <= index + 1 && next <= MOST_INDEXED; next++)
    names.push(`${name}[${next}]`);
  return names[index] ?? `${name}[${index + 1}]`;
}

/** The first names of each symbol, kept so that a million operands share one text. */
const indexed = new Map<string, string[]>();
const MOST_INDEXED = 4096;

/** Returns the items without duplicates, compared by content. */
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
