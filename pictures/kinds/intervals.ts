import { readUncertainty, type ShownUncertainty } from '../../engine/uncertainty/read-note.ts';
import { groupDigits, nameLevel, nameUnit, px, shortNumber, ticksOf } from '../drawing/numbers.ts';
import { type Drawing, MARGIN, type PicturedFigure, WIDTH } from '../drawing/picture.ts';
import { drawLine, drawLines, drawRule, SMALL, TEXT } from '../drawing/shapes.ts';
import { shortenText, wrapText } from '../drawing/text.ts';
import { isTotal } from './totals.ts';

/** The most figures that are drawn. */
const MOST = 24;
const LABEL = 280;
const VALUE = 196;
const LEFT = MARGIN + LABEL + 24;
const RIGHT = WIDTH - MARGIN - VALUE - 24;
const ROW = 2 * TEXT.line + 8;
const AXIS = 34;
const CAP = 8;
/** The least room between two labels of a scale. */
const TICK = 76;

/** A figure and its interval. */
interface Assessed {
  readonly figure: PicturedFigure;
  readonly note: ShownUncertainty;
  readonly low: number;
  readonly high: number;
}

/** A figure with the ends of its two-sided interval, exact decimals in its unit; `level` is the probability that it covers. */
export interface FigureInterval {
  readonly figure: PicturedFigure;
  readonly low: string;
  readonly high: string;
  readonly level: string;
}

/** The intervals that a picture shows: those of one unit together, the largest first. */
export interface ChosenIntervals {
  readonly units: readonly (readonly [unit: string, intervals: readonly FigureInterval[]])[];
  /** How many figures are shown, and how many have an interval. */
  readonly shown: number;
  readonly of: number;
}

/** Chooses the figures whose intervals are shown: of many the totals, and of these the largest. */
export function chooseIntervals(all: readonly PicturedFigure[]): ChosenIntervals {
  const { byUnit, chosen, assessed } = choose(all);
  return {
    units: byUnit.map(([unit, rows]) => [
      unit,
      rows.map(({ figure, note }) => ({ figure, low: note.low!, high: note.high!, level: note.level })),
    ]),
    shown: chosen.length,
    of: assessed.length,
  };
}

/** Returns whether a figure has an interval. */
export function hasInterval(figure: PicturedFigure): boolean {
  return assess(figure).length > 0;
}

function assess(figure: PicturedFigure): Assessed[] {
  const note = readUncertainty(figure.detail);
  if (note?.low === undefined || note.high === undefined) return [];
  return [{ figure, note, low: Number(note.low), high: Number(note.high) }];
}

function choose(all: readonly PicturedFigure[]): {
  readonly byUnit: readonly (readonly [string, Assessed[]])[];
  readonly chosen: readonly Assessed[];
  readonly assessed: readonly Assessed[];
  readonly isTotals: boolean;
} {
  const assessed = all.flatMap(assess);
  const totals = assessed.filter(({ figure }) => isTotal(figure));
  const isTotals = assessed.length > MOST && totals.length > 0;
  const chosen = (isTotals ? totals : assessed).toSorted(compareSize).slice(0, MOST);
  const byUnit = [...Map.groupBy(chosen, ({ figure }) => figure.unit)].sort(
    ([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1),
  );
  return { byUnit, chosen, assessed, isTotals };
}

/** Draws figures with their intervals, one scale for each unit. Of many figures it draws the totals, and of these the largest. */
export function drawIntervals(all: readonly PicturedFigure[]): Drawing {
  const { byUnit, chosen, assessed, isTotals } = choose(all);
  const shapes: string[] = [];
  let y = 0;
  for (const [unit, rows] of byUnit) {
    shapes.push(drawPanel(rows, nameUnit(unit), y));
    y += TEXT.line + 8 + rows.length * ROW + AXIS + 16;
  }
  const level = nameLevel(chosen[0]?.note.level ?? '0.95');
  const without = all.filter((figure) => !hasInterval(figure));
  const outside = chosen.filter(
    ({ figure, low, high }) => Number(figure.value) < low || Number(figure.value) > high,
  );
  return {
    title: `Figures with their ${level} intervals`,
    summary: `${chosen.length} figures. The dot is the figure, and the line its two-sided ${level} interval.`,
    height: Math.max(0, y - 16),
    shapes: shapes.join(''),
    table: {
      caption: `Figures with their ${level} intervals, by unit, the largest first`,
      head: ['Figure', 'Value', 'From', 'To', 'Unit'],
      named: 1,
      rows: byUnit.flatMap(([unit, rows]) =>
        rows.map(({ figure, note }) => [
          figure.key,
          groupDigits(figure.value),
          groupDigits(note.low!),
          groupDigits(note.high!),
          nameUnit(unit),
        ]),
      ),
    },
    remarks: [
      ...(chosen.length === assessed.length
        ? []
        : [
            `${chosen.length} of ${assessed.length} figures with an interval are shown: ${isTotals ? 'totals, ' : ''}the largest`,
          ]),
      ...(outside.length === 0
        ? []
        : [`outside their own interval: ${outside.map(({ figure }) => figure.key).join(', ')}`]),
      ...(without.length === 0
        ? []
        : [`${without.length} ${without.length === 1 ? 'figure has' : 'figures have'} no interval`]),
    ],
    figures: chosen.map(({ figure }) => figure),
  };
}

/** Draws the figures of one unit: its name, a row for each figure, and below them the scale. */
function drawPanel(rows: readonly Assessed[], unit: string, top: number): string {
  const values = rows.flatMap(({ figure, low, high }) => [low, high, Number(figure.value)]);
  const [low, high] = rangeOf(Math.min(...values), Math.max(...values));
  const at = (value: number): number =>
    high > low ? LEFT + ((value - low) / (high - low)) * (RIGHT - LEFT) : (LEFT + RIGHT) / 2;
  const first = top + TEXT.line + 8;
  const end = first + rows.length * ROW;
  const ticks = ticksOf(low, high, (RIGHT - LEFT) / TICK);
  return [
    drawLine(shortenText(unit, RIGHT - LEFT, SMALL.size), LEFT, top + TEXT.size, 'f'),
    ...ticks.map((tick) => drawRule(at(tick), first, at(tick), end, tick === 0 ? 'axis' : 'rule')),
    drawRule(LEFT, end, RIGHT, end, 'axis'),
    ...ticks.map((tick) => drawLine({ text: shortNumber(tick) }, at(tick), end + SMALL.line, 'f', 'middle')),
    ...rows.map((row, index) => drawRow(row, unit, first + index * ROW, at)),
  ].join('');
}

function drawRow(
  { figure, note, low, high }: Assessed,
  unit: string,
  top: number,
  at: (value: number) => number,
): string {
  const middle = top + ROW / 2;
  const label = wrapText(figure.key, LABEL, TEXT.size, 2);
  const value = wrapText(`${shortNumber(figure.value)} ${unit}`, VALUE, TEXT.size, 1);
  const ends = wrapText(`${shortNumber(note.low!)} to ${shortNumber(note.high!)}`, VALUE, SMALL.size, 1);
  const right = WIDTH - MARGIN;
  return [
    drawLines(label, MARGIN, middle - (label.length * TEXT.line) / 2),
    drawRule(at(low), middle, at(high), middle, 'whisker'),
    ...[low, high].map((end) => drawRule(at(end), middle - CAP, at(end), middle + CAP, 'whisker')),
    `<circle class="dot" cx="${px(at(Number(figure.value)))}" cy="${px(middle)}" r="4"/>`,
    drawLines(value, right, middle - (TEXT.line + SMALL.line) / 2, { anchor: 'end' }),
    drawLines(ends, right, middle + (TEXT.line - SMALL.line) / 2, {
      className: 'f',
      anchor: 'end',
      font: SMALL,
    }),
  ].join('');
}

/** Returns the range of a scale: with zero, unless all is far from it, and with some room at the ends. */
function rangeOf(low: number, high: number): [number, number] {
  const from = low > 0 && low < 0.6 * high ? 0 : low;
  const to = high < 0 && high > 0.6 * low ? 0 : high;
  const room = (to - from) * 0.04;
  return [from === 0 ? 0 : from - room, to === 0 ? 0 : to + room];
}

/** The largest first; of equal ones by key. */
function compareSize({ figure: a }: Assessed, { figure: b }: Assessed): number {
  return Math.abs(Number(b.value)) - Math.abs(Number(a.value)) || (a.key < b.key ? -1 : 1);
}
