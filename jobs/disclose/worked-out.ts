import type { Entry } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isSetOperand, type Operand, readDerivation } from '../../core/records/derivation.ts';
import type { SetOperand } from '../../core/records/row-set.ts';
import { eliminate } from './eliminate.ts';

/** A value that nobody shows, and that follows from figures that are shown. */
export interface WorkedOut {
  /** `sum`: only the sum of several rows follows, not each. */
  readonly kind: 'figure' | 'row' | 'sum';
  /** The record of the rows; null for a figure of the result itself. */
  readonly record: Hex | null;
  /** The keys of the figure or rows; empty for a set, whose rows are not listed. */
  readonly keys: readonly string[];
  /** How many rows it is of; 1 for a figure. */
  readonly count: number;
  readonly value: string | null;
  readonly unit: string;
}

/** What a figure says about other values: `target` is computed from `parts`. */
interface Equation {
  readonly target: string;
  readonly parts: readonly Part[];
  readonly formula: string;
}

interface Part {
  readonly id: string;
  /** The symbol in the formula, such as `part[2]`. */
  readonly symbol: string;
  readonly about: WorkedOut;
  readonly isPublic: boolean;
}

/** Results with more figures than this are not looked into. */
export const MOST_FIGURES = 1000;

/**
 * Returns what a reader can work out from chosen figures of a result, its methods and what is public, without knowing anything else; null
 * for a result with too many figures to look into. A reader is taken to know how each figure of the result is computed. Where one value in
 * a formula is unknown, it counts as worked out, even if rounding leaves it unsure; sums are solved together.
 */
export function listWorkedOut(
  figures: readonly Entry[],
  chosen: ReadonlySet<string>,
  isPublic: (record: Hex) => boolean,
): readonly WorkedOut[] | null {
  if (figures.length > MOST_FIGURES) return null;
  const equations = figures.flatMap((figure) => readEquation(figure, isPublic));
  const abouts = new Map<string, WorkedOut>(
    figures.map((figure) => [nameFigure(figure.key), aboutFigure(figure)]),
  );
  const known = new Set([...chosen].map(nameFigure));
  for (const { parts } of equations)
    for (const part of parts) {
      if (!abouts.has(part.id)) abouts.set(part.id, part.about);
      if (part.isPublic) known.add(part.id);
    }
  const given = new Set(known);
  solve(equations, known);
  const found = [...known].filter((id) => !given.has(id)).map((id) => abouts.get(id)!);
  return [...found, ...listSums(equations, known)].sort((a, b) => rank(a) - rank(b));
}

/** Rows come first: they are what a company hides most. */
function rank({ kind }: WorkedOut): number {
  return kind === 'figure' ? 1 : 0;
}

function nameFigure(key: string): string {
  return `figure ${key}`;
}

function aboutFigure({ key, value, unit }: Entry): WorkedOut {
  return { kind: 'figure', record: null, keys: [key], count: 1, value, unit };
}

function readEquation({ key, detail }: Entry, isPublic: (record: Hex) => boolean): Equation[] {
  const derivation = readDerivation(detail);
  const formula = derivation?.members['formula'];
  const operands = derivation?.operands ?? [];
  if (operands.length === 0 || typeof formula !== 'string') return [];
  return [
    { target: nameFigure(key), formula, parts: operands.map((operand) => readPart(operand, isPublic)) },
  ];
}

function readPart(operand: Operand | SetOperand, isPublic: (record: Hex) => boolean): Part {
  if (isSetOperand(operand)) {
    const { record, selection, name, sum, unit, count } = operand;
    const about: WorkedOut = { kind: 'sum', record, keys: [], count, value: sum, unit };
    const id = `set ${record} ${JSON.stringify(selection)} ${name}`;
    return { id, symbol: name, about, isPublic: isPublic(record) };
  }
  const { key } = operand;
  const symbol = textOf(operand.name) ?? '';
  const about = { keys: [key], count: 1, value: textOf(operand.value), unit: textOf(operand.unit) ?? '' };
  const record = (operand.record ?? null) as Hex | null;
  if (record === null)
    return { id: nameFigure(key), symbol, about: { kind: 'figure', record, ...about }, isPublic: false };
  // A row can give two values, such as the amount and the factor of a certificate.
  const id = `row ${record} ${key} ${about.value ?? ''} ${about.unit}`;
  return { id, symbol, about: { kind: 'row', record, ...about }, isPublic: isPublic(record) };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Adds to what is known all that follows from it. */
function solve(equations: readonly Equation[], known: Set<string>): void {
  const sums = equations.flatMap((equation) => linearForm(equation) ?? []);
  for (let before = -1; before !== known.size;) {
    before = known.size;
    for (const equation of equations) {
      const unknown = unknownsOf(equation, known);
      if (unknown.length === 1) known.add(unknown[0]!);
    }
    for (const id of eliminate(sums, known)) known.add(id);
  }
}

function unknownsOf({ target, parts }: Equation, known: ReadonlySet<string>): readonly string[] {
  return [...new Set([target, ...parts.map(({ id }) => id)])].filter((id) => !known.has(id));
}

const ARRAY = /^(.*)\[\d+\]$/;

/** Returns the symbol without its index: `part[2]` → `part`. */
function baseOf(symbol: string): string {
  return ARRAY.exec(symbol)?.[1] ?? symbol;
}

/** Returns the coefficients of an equation whose formula only adds and subtracts; null for any other formula. */
function linearForm({ target, parts, formula }: Equation): ReadonlyMap<string, number> | null {
  const signs = new Map<string, number>();
  const terms = formula.split(/ (?=[+-] )/);
  for (const [index, term] of terms.entries()) {
    const [, sign = '+', sum, name] = /^(?:([+-]) )?(?:sum\((\w+)\[i\]\)|(\w+))$/.exec(term) ?? [];
    const symbol = sum ?? name;
    if (symbol === undefined || (index > 0 && !/^[+-] /.test(term)) || signs.has(symbol)) return null;
    signs.set(symbol, sign === '-' ? -1 : 1);
  }
  const form = new Map([[target, -1]]);
  for (const { id, symbol } of parts) {
    const sign = signs.get(baseOf(symbol));
    if (sign === undefined) return null;
    form.set(id, (form.get(id) ?? 0) + sign);
  }
  return form;
}

/** Returns the sums of several rows that follow: all that a formula leaves unknown is in one `sum(X[i])`. */
function listSums(equations: readonly Equation[], known: ReadonlySet<string>): WorkedOut[] {
  const found = new Map<string, WorkedOut>();
  for (const { target, parts, formula } of equations) {
    const unknown = parts.filter(({ id }) => !known.has(id));
    const [first] = unknown;
    if (!known.has(target) || first === undefined || unknown.length < 2) continue;
    const base = baseOf(first.symbol);
    const isAlone = !formula.replaceAll(`sum(${base}[i])`, '').includes(base);
    const isOne = unknown.every(
      ({ symbol, about: { record } }) => baseOf(symbol) === base && record === first.about.record,
    );
    if (!isAlone || !isOne || first.about.kind !== 'row') continue;
    const keys = [...new Set(unknown.flatMap(({ about }) => about.keys))];
    const about = {
      record: first.about.record,
      keys,
      count: keys.length,
      value: null,
      unit: first.about.unit,
    };
    found.set(JSON.stringify(about), { kind: 'sum', ...about });
  }
  return [...found.values()];
}

/** Returns the names that chosen figures show beside their values: of parts, factors and rows in warnings. */
export function listNames(figures: readonly Entry[]): readonly string[] {
  const names = figures.flatMap(({ detail }) => {
    const { derivation, factors, covers } = (detail ?? {}) as Readonly<Record<string, unknown>>;
    const warnings = listOf((derivation as { warnings?: unknown } | undefined)?.warnings);
    const rows = warnings.map((warning) => (warning as { row?: unknown } | null)?.row);
    return [...listOf(covers), ...listOf(factors), ...rows].flatMap((named) => {
      const key = (named as { key?: unknown } | null | undefined)?.key;
      return typeof key === 'string' ? [key] : [];
    });
  });
  return [...new Set(names)].sort();
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
