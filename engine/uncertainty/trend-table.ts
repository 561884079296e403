import type { Draft } from '../figures/draft.ts';
import { nodesOf, type Expression } from '../figures/expression.ts';
import type { FloatEvaluator } from '../figures/float.ts';
import type { TrendLine } from '../figures/uncertainty-note.ts';
import { normalDeviate } from '../quantities/deviates.ts';
import { sqrt } from '../quantities/elementary.ts';
import { isStated, type Period } from '../rows/row.ts';
import { covariancesOf, type Part } from './covariance.ts';
import { deviationOf } from './propagate.ts';
import type { Change } from './trend.ts';
import { variablesOf, type Spreads, type Variable, type Variables } from './variables.ts';

/** Table 3.2 of a total: its lines, and the uncertainty of the total and of its trend in per cent. */
export interface TrendTable {
  readonly lines: readonly TrendLine[];
  readonly level: number;
  readonly trend: number;
}

/** The most lines of a table. */
const MOST_LINES = 100;

/** A category: a part of the total of each year. */
interface Category {
  readonly figures: readonly string[];
  readonly base: Expression | null;
  readonly year: Expression | null;
}

/**
 * Returns table 3.2 of a total and its base year; null where the total is not a sum, or has too many parts. Unlike the interval of the
 * trend, which follows from the gradient, it takes categories as independent of each other, and the uncertainty of activity data as the
 * same in both years, as the guidelines do.
 * @param level the probability of the intervals
 */
export function tabulateTrend(
  { now, base }: Change,
  float: FloatEvaluator,
  spreads: Spreads,
  level: number,
): TrendTable | null {
  const categories = pairParts(now, base);
  if (categories.length < 2 || categories.length > MOST_LINES) return null;
  const sums = { base: float.evaluateOne(base.expression), year: float.evaluateOne(now.expression) };
  const lines = categories.map((category) =>
    writeLine(category, sums, { float, spreads, level, period: base.period }),
  );
  const rootOf = (pick: (line: TrendLine) => number): number =>
    sqrt(lines.reduce((sum, line) => sum + pick(line), 0));
  return {
    lines,
    level: rootOf(({ contribution }) => contribution),
    trend: rootOf(({ introduced }) => introduced),
  };
}

/** Pairs the parts of the totals of both years, by the figures that they take. */
function pairParts(now: Draft, base: Draft): Category[] {
  const years = new Map(partsOfTotal(now.expression).map((part) => [nameOf(part), part]));
  const bases = new Map(partsOfTotal(base.expression).map((part) => [nameOf(part), part]));
  return [...new Set([...years.keys(), ...bases.keys()])].sort().map((name) => ({
    figures: name.split(' '),
    base: bases.get(name) ?? null,
    year: years.get(name) ?? null,
  }));
}

/** Returns the parts of a sum that take figures, through sums and totals. */
function partsOfTotal(node: Expression): readonly Expression[] {
  if (node.kind === 'sum') return node.parts.flatMap(partsOfTotal);
  if (node.kind === 'figure' && node.draft.covers !== undefined) return partsOfTotal(node.draft.expression);
  return nodesOf(node).some(({ kind }) => kind === 'figure') ? [node] : [];
}

function nameOf(part: Expression): string {
  const keys = nodesOf(part).flatMap((node) => (node.kind === 'figure' ? [node.draft.key] : []));
  return keys.map((key) => key.replace(/^trend\/base\//, '')).join(' ');
}

interface Measuring {
  readonly float: FloatEvaluator;
  readonly spreads: Spreads;
  readonly level: number;
  /** The base year. */
  readonly period: Period | undefined;
}

function writeLine(
  { figures, base, year }: Category,
  sums: { readonly base: number; readonly year: number },
  measuring: Measuring,
): TrendLine {
  const valueOf = (part: Expression | null): number =>
    part === null ? 0 : measuring.float.evaluateOne(part);
  const [c, d] = [valueOf(base), valueOf(year)];
  // A category that is gone counts with the uncertainty that it had.
  const isShared = sharingOf({ base, year }, measuring);
  const { activity, factor } = measure(year ?? base, d === 0 ? c : d, isShared, measuring);
  const combined = sqrt(activity * activity + factor * factor);
  const ofTotal = sums.year === 0 ? 0 : (combined * d) / sums.year;
  const changeOf = (part: number): number =>
    ((part * d + sums.year - (part * c + sums.base)) / (part * c + sums.base)) * 100;
  const typeA = sizeOf(changeOf(0.01) - changeOf(0));
  const typeB = sizeOf(d / sums.base);
  const byFactor = typeA * factor;
  const byActivity = typeB * activity * sqrt(2);
  return {
    figures,
    base: c,
    year: d,
    activity,
    factor,
    combined,
    contribution: ofTotal * ofTotal,
    typeA,
    typeB,
    byFactor,
    byActivity,
    introduced: byFactor * byFactor + byActivity * byActivity,
  };
}

function variablesIn(part: Expression, { float, spreads }: Measuring): Variables['all'] {
  return variablesOf({ expression: part }, float, spreads).all;
}

/** Returns what a variable shares with the other year if that has it too: its row, or the group with which it moves wholly. */
function sharedBy({ row, correlation }: Variable): unknown {
  return correlation?.coefficient === 1 ? correlation.group : row;
}

/**
 * Returns what tells the rows that both years share: those that both use, or that are of one group; of a category of one year alone, those that are valid in the other
 * year too.
 */
function sharingOf(
  { base, year }: Pick<Category, 'base' | 'year'>,
  measuring: Measuring,
): (variable: Variable) => boolean {
  const { period } = measuring;
  if (base !== null && year !== null) {
    const ofBase = new Set(variablesIn(base, measuring).map(sharedBy));
    return (variable) => ofBase.has(sharedBy(variable));
  }
  if (period === undefined) return ({ row }) => !isStated(row);
  return base === null
    ? ({ row }) => !isStated(row) || (row.from < period.until && row.until > period.from)
    : ({ row }) => !isStated(row) || row.from < period.from || row.until > period.until;
}

/** Returns the uncertainties of a part in per cent: from rows that only this year uses, and from those that the base year shares. */
function measure(
  part: Expression | null,
  value: number,
  isShared: (variable: Variable) => boolean,
  measuring: Measuring,
): { readonly activity: number; readonly factor: number } {
  const parts = { activity: [] as Part[], factor: [] as Part[] };
  const z = normalDeviate((1 + measuring.level) / 2);
  if (part === null || value === 0) return { activity: 0, factor: 0 };
  for (const variable of variablesIn(part, measuring)) {
    if (variable.spread === null) continue;
    const { deviation } = deviationOf(variable.spread, measuring.level, z);
    const percent = (100 * z * deviation * variable.spread.scale * variable.derivative) / value;
    const { correlation } = variable;
    parts[isShared(variable) ? 'factor' : 'activity'].push({ part: percent, correlation });
  }
  return { activity: rootOf(parts.activity), factor: rootOf(parts.factor) };
}

function rootOf(parts: readonly Part[]): number {
  const sum = covariancesOf(parts).reduce((total, covariance) => total + covariance, 0);
  return sum > 0 ? sqrt(sum) : 0;
}

function sizeOf(number: number): number {
  return number < 0 ? -number : number;
}
