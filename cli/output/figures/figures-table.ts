import type { Figure } from '../../../engine/figures/figure.ts';
import { groupWarnings, type SameWarnings } from '../../../engine/errors/group-warnings.ts';
import { listSome } from '../../../engine/errors/list-some.ts';
import type { Warning } from '../../../engine/errors/warning.ts';
import type { RunResult } from '../../../engine/run.ts';
import { formatReconciliation } from '../reconciliation-text.ts';
import { formatCount, formatPeriod, formatTable, groupDigits, plainText } from '../text-format.ts';
import { describeIntervals, formatInterval, formatMean } from './uncertainty-text.ts';
import { wrapLine } from '../wrap-text.ts';

/** The most warnings that are shown. */
const MOST_WARNINGS = 10;

/**
 * Returns a run for people: first what became of its rows and what its readers must know, then its figures as a table, with values
 * aligned at their decimal points, units, and what each figure covers.
 * @param method of the run: a figure of an inventory states the method of its line, such as refrigerant@2
 */
export function formatFigures(
  method: string,
  { figures, warnings, reconciliation }: Pick<RunResult, 'figures' | 'warnings' | 'reconciliation'>,
): string {
  const head =
    figures.length === 0
      ? 'no figures'
      : [method.replace(/@.*/, ''), formatPeriods(figures), ...listApproaches(figures)].join(', ');
  return [
    head,
    ...formatReconciliation(reconciliation),
    ...formatWarnings(warnings),
    ...formatExclusions(figures),
    ...describeIntervals(figures.flatMap(({ detail }) => detail.uncertainty ?? [])),
    '',
    ...formatRows(figures),
  ].join('\n');
}

/** Returns how the figures are consolidated, where they say it. */
function listApproaches(figures: readonly Figure[]): string[] {
  return [...new Set(figures.flatMap(({ detail }) => detail.consolidation ?? []))];
}

/** Returns the time from the first to the last day of any figure: some methods give figures of each year. */
function formatPeriods(figures: readonly Figure[]): string {
  const [from, until] = [figures.map((figure) => figure.from), figures.map((figure) => figure.until)];
  return formatPeriod(Math.min(...from), Math.max(...until));
}

function formatWarnings(warnings: readonly Warning[]): string[] {
  const groups = groupWarnings(warnings);
  const more = groups.length - MOST_WARNINGS;
  return [
    ...groups.slice(0, MOST_WARNINGS).map((group) => wrapLine(`! ${plainText(describeWarnings(group))}`, 2)),
    ...(more > 0 ? [`! and ${formatCount(more, 'more warning')}: --json lists all`] : []),
  ];
}

/** Returns what totals leave out, each once, as the parameters state it. */
function formatExclusions(figures: readonly Figure[]): string[] {
  const stated = figures.flatMap(({ detail: { exclusions = [] } }) => exclusions);
  const lines = stated.map(
    ({ what, reason }) => `! totals leave out ${plainText(what)}: ${plainText(reason)}`,
  );
  return [...new Set(lines)].map((line) => wrapLine(line, 2));
}

/** Returns a warning, the other rows that it fits too, and why it was accepted, where it was. */
function describeWarnings({ first: { message, accepted }, others }: SameWarnings): string {
  const same = others.length === 0 ? '' : `; the same of ${listSome(others.map(({ row }) => row.key))}`;
  return `${message}${same}${accepted === undefined ? '' : ` (accepted: ${accepted})`}`;
}

function formatRows(figures: readonly Figure[]): string[] {
  const values = alignValues(figures.map(({ value }) => value));
  const isAssessed = figures.some(({ detail }) => detail.uncertainty !== undefined);
  const intervalOf = ({ unit, detail: { uncertainty } }: Figure): string =>
    uncertainty === undefined ? '' : formatInterval(uncertainty, unit);
  const areDrawn = figures.some(({ detail }) => detail.uncertainty?.errors !== undefined);
  const meanOf = ({ detail: { uncertainty } }: Figure): string =>
    uncertainty?.errors === undefined ? '' : `mean ${formatMean(uncertainty)}`;
  const rows = figures.map((figure, index) => [
    plainText(figure.key),
    values[index]!,
    ...(isAssessed ? [intervalOf(figure)] : []),
    ...(areDrawn ? [meanOf(figure)] : []),
    plainText(figure.unit),
    describeCover(figure),
  ]);
  return formatTable(rows)
    .split('\n')
    .map((line) => line.trimEnd());
}

/** Returns decimals for a column: aligned at their decimal points, a space between thousands, as in SI. */
export function alignValues(values: readonly string[]): string[] {
  const split = values.map(splitValue);
  const wide = Math.max(0, ...split.map(({ whole }) => whole.length));
  const deep = Math.max(0, ...split.map(({ fraction }) => fraction.length));
  return split.map(({ whole, fraction }) => `${whole.padStart(wide)}${fraction.padEnd(deep)}`);
}

function splitValue(value: string): { whole: string; fraction: string } {
  const [whole = '', fraction] = value.split('.');
  return {
    whole: groupDigits(whole),
    fraction: fraction === undefined ? '' : `.${fraction}`,
  };
}

function describeCover({ detail: { gases, gwpSet, basis } }: Figure): string {
  return [gases.join(' + '), gwpSet, basis].filter((part) => part != null && part !== '').join(', ');
}
