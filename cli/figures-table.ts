import type { Figure } from '../engine/figure.ts';
import type { RunResult } from '../engine/run.ts';
import { formatPeriod, plainText } from './output.ts';

/** Returns figures as an accountant reads them: values aligned at their decimal point, units and what each covers beside. */
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
  const cells = figures.map((figure) => ({ ...splitValue(figure.value), figure }));
  const wide = (pick: (cell: (typeof cells)[number]) => string): number =>
    Math.max(0, ...cells.map((cell) => pick(cell).length));
  const widths = {
    key: wide(({ figure }) => figure.key),
    whole: wide(({ whole }) => whole),
    fraction: wide(({ fraction }) => fraction),
    unit: wide(({ figure }) => figure.unit),
  };
  return cells.map(({ whole, fraction, figure }) =>
    [
      plainText(figure.key).padEnd(widths.key),
      `${whole.padStart(widths.whole)}${fraction.padEnd(widths.fraction)}`,
      plainText(figure.unit).padEnd(widths.unit),
      describeCover(figure),
    ]
      .join('  ')
      .trimEnd(),
  );
}

/** Thousands are set apart by a space, as SI has it. */
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
