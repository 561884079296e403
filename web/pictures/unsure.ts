import type { PicturedFigure } from '../../pictures/drawing/picture.ts';
import { chooseContributions } from '../../pictures/kinds/contributions.ts';
import { chooseIntervals } from '../../pictures/kinds/intervals.ts';
import { isPath, readChain } from '../../pictures/kinds/paths.ts';
import { methodOf } from '../language/figure-names.ts';
import { add } from './exact.ts';
import type { Remark, Row, RowsPicture } from './model.ts';
import { tableOf } from './tables.ts';

/** The most rows and paths that have a bar; the table has all. */
const MOST_ROWS = 12;

/** Draws figures with their intervals, one picture for each unit: amounts of different units share no scale. */
export function drawIntervalsOf(figures: readonly PicturedFigure[]): RowsPicture[] {
  const { units, shown, of } = chooseIntervals(figures);
  return units.map(([unit, intervals]) => {
    const rows = intervals.map(({ figure, low, high }): Row => ({
      name: { is: 'figure', key: figure.key, method: methodOf(figure.detail, figure.key) },
      value: figure.value,
      start: '0',
      tone: 'first',
      interval: { low, high },
    }));
    const groups = [{ name: null, rows }];
    const levels = [...new Set(intervals.map(({ level }) => level))];
    const remarks: Remark[] = [
      ...levels.map((level) => ({ is: 'level' as const, level })),
      ...(shown < of ? [{ is: 'intervals-of' as const, shown, of }] : []),
    ];
    return {
      form: 'rows',
      kind: 'intervals',
      unit,
      about: [],
      groups,
      remarks,
      table: tableOf(groups),
      figures: intervals.map(({ figure }) => figure),
    };
  });
}

/** Draws which rows make a figure unsure: the shares of its variance, in per cent. */
export function drawContributionsOf(figures: readonly PicturedFigure[]): RowsPicture | null {
  const found = chooseContributions(figures, null);
  if (found === null || found.rows.length + (found.remainder?.rows ?? 0) < 2) return null;
  const bars = found.rows.map(({ key, share }) => bar({ is: 'figure', key, method: null }, percentOf(share)));
  const [shown, hidden] = [bars.slice(0, MOST_ROWS), bars.slice(MOST_ROWS)];
  const count = hidden.length + (found.remainder?.rows ?? 0);
  const shares = [...hidden.map(({ value }) => value), percentOf(found.remainder?.share ?? '0')];
  const others: Row[] =
    count === 0 ? [] : [{ ...bar({ is: 'others', count }, add(...shares)), tone: 'rest' }];
  const groups = [{ name: null, rows: [...shown, ...others] }];
  const all =
    found.remainder === null
      ? []
      : [bar({ is: 'others', count: found.remainder.rows }, percentOf(found.remainder.share))];
  return {
    form: 'rows',
    kind: 'contributions',
    unit: '%',
    about: [{ is: 'figure', key: found.figure.key, method: methodOf(found.figure.detail, found.figure.key) }],
    groups,
    remarks: [],
    table: tableOf([{ name: null, rows: [...bars, ...all] }]),
    figures: [found.figure],
  };
}

/** Draws the largest structural paths; what remains has no bar, because it would dwarf them. */
export function drawPathsOf(figures: readonly PicturedFigure[]): RowsPicture | null {
  const paths = figures.filter(isPath).sort((a, b) => rankOf(a) - rankOf(b));
  if (paths.length < 2) return null;
  const remainder = figures.find(({ key }) => key === 'path/remainder');
  const chains = paths.map((path) => readChain(path));
  const bars = paths.map((path, at) =>
    bar({ is: 'text', text: chains[at]?.industries.join(' → ') ?? path.key }, path.value),
  );
  const shown = bars.slice(0, MOST_ROWS);
  const region = chains.find((chain) => chain !== null)?.region;
  const remarks: Remark[] = [
    ...(remainder === undefined ? [] : [{ is: 'other-paths' as const, value: remainder.value }]),
    ...(shown.length < bars.length
      ? [{ is: 'shown-of' as const, shown: shown.length, of: bars.length }]
      : []),
  ];
  const rest: Row[] = remainder === undefined ? [] : [bar({ is: 'remainder' }, remainder.value)];
  return {
    form: 'rows',
    kind: 'paths',
    unit: paths[0]!.unit,
    about: region === undefined ? [] : [{ is: 'text', text: region }],
    groups: [{ name: null, rows: shown }],
    remarks,
    table: tableOf([{ name: null, rows: [...bars, ...rest] }]),
    figures: [...paths, ...(remainder === undefined ? [] : [remainder])],
  };
}

function rankOf({ key }: PicturedFigure): number {
  return Number(key.slice(key.indexOf('/') + 1));
}

function bar(name: Row['name'], value: string): Row {
  return { name, value, start: '0', tone: 'first' };
}

/** Returns a share as a decimal in per cent. */
function percentOf(share: string): string {
  const [whole = '0', fraction = ''] = share.split('.');
  const digits = fraction.padEnd(2, '0');
  const negative = whole.startsWith('-') ? '-' : '';
  const left = `${whole.replace('-', '')}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, '');
  const right = digits.slice(2).replace(/0+$/, '');
  return `${negative}${left}${right === '' ? '' : `.${right}`}`;
}
