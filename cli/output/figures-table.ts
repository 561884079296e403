import type { Figure } from '../../engine/figures/figure.ts';
import type { RunResult } from '../../engine/run.ts';
import { formatPeriod, formatTable, plainText } from './text-format.ts';

/** Returns figures as a table: values aligned at their decimal points, units, and what each figure covers. */
export function formatFigures({ figures, warnings }: RunResult): string {
  const [first] = figures;
  const head =
    first === undefined
      ? 'no figures'
      : `${first.detail.method.replace(/@.*/, '')}, ${formatPeriod(first.from, first.until)}`;
  return [head, '', ...formatRows(figures), ...warnings.map(({ message }) => `! ${plainText(message)}`)].join(
    '\n',
  );
}

function formatRows(figures: readonly Figure[]): string[] {
  const values = alignValues(figures.map(({ value }) => value));
  const rows = figures.map((figure, index) => [
    plainText(figure.key),
    values[index]!,
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
    whole: whole.replaceAll(/\B(?=(\d{3})+$)/g, ' '),
    fraction: fraction === undefined ? '' : `.${fraction}`,
  };
}

function describeCover({ detail: { gases, gwpSet, basis } }: Figure): string {
  return [gases.join(' + '), gwpSet, basis].filter((part) => part != null && part !== '').join(', ');
}
