import { readUncertainty } from '../../engine/uncertainty/read-note.ts';
import { showEnds } from '../../engine/uncertainty/shown-interval.ts';
import type { Interval, PicturedFigure, Remark, Row, RowsPicture } from './picture.ts';
import { nameOf } from './method-of.ts';
import { tableOf } from './tables.ts';
import { isTotal } from './totals.ts';

/** The most figures that are drawn. */
const MOST = 24;

/** A figure and its interval. */
interface Assessed {
  readonly figure: PicturedFigure;
  readonly interval: Interval;
}

/**
 * Shows figures with their intervals, one picture for each unit: amounts of different units share no scale. Of many figures it shows the
 * totals, and of these the largest.
 */
export function showIntervals(all: readonly PicturedFigure[]): RowsPicture[] {
  const assessed = all.flatMap(assess);
  const totals = assessed.filter(({ figure }) => isTotal(figure));
  const chosen = (assessed.length > MOST && totals.length > 0 ? totals : assessed)
    .toSorted(compareSize)
    .slice(0, MOST);
  const units = [...Map.groupBy(chosen, ({ figure }) => figure.unit)].sort(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  );
  const left: Remark[] = [];
  if (chosen.length < assessed.length)
    left.push({ is: 'intervals-of', shown: chosen.length, of: assessed.length });
  if (assessed.length < all.length)
    left.push({ is: 'without-interval', count: all.length - assessed.length });
  return units.map(([unit, own], at) => showUnit(unit, own, at === units.length - 1 ? left : []));
}

function assess(figure: PicturedFigure): Assessed[] {
  const interval = readInterval(figure);
  return interval === null ? [] : [{ figure, interval }];
}

/** Returns the interval of a figure, with the digits that its ends have; null where it states none. */
export function readInterval({ detail }: Pick<PicturedFigure, 'detail'>): Interval | null {
  const note = readUncertainty(detail);
  const shown = note === null ? null : showEnds(note);
  if (note === null || shown === null) return null;
  const { low, high } = shown;
  return { low, high, level: note.level };
}

function showUnit(unit: string, assessed: readonly Assessed[], left: readonly Remark[]): RowsPicture {
  const rows = assessed.map(({ figure, interval: { low, high } }): Row => ({
    name: nameOf(figure),
    value: figure.value,
    start: '0',
    tone: 'first',
    interval: { low, high },
  }));
  const levels = [...new Set(assessed.map(({ interval: { level } }) => level))];
  const outside = assessed.filter(
    ({ figure: { value }, interval: { low, high } }) =>
      Number(value) < Number(low) || Number(value) > Number(high),
  );
  const groups = [{ name: null, rows }];
  return {
    form: 'rows',
    kind: 'intervals',
    unit,
    about: [],
    groups,
    remarks: [
      ...levels.map((level) => ({ is: 'level' as const, level })),
      ...(outside.length === 0
        ? []
        : [{ is: 'outside-interval' as const, figures: outside.map(({ figure }) => nameOf(figure)) }]),
      ...left,
    ],
    table: tableOf(groups),
    figures: assessed.map(({ figure }) => figure),
  };
}

/** The largest first; of equal ones by key. */
function compareSize({ figure: a }: Assessed, { figure: b }: Assessed): number {
  return Math.abs(Number(b.value)) - Math.abs(Number(a.value)) || (a.key < b.key ? -1 : 1);
}
