import { add } from '../kinds/exact.ts';
import type { Row, RowsPicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { writeName } from '../words/name-text.ts';
import { ticksOf } from './numbers.ts';
import { SMALL, TEXT } from './shape.ts';
import { type Line, measureText, wrapText } from './text.ts';

/** Sizes in pixels. */
const BAR = 16;
const GAP = 10;
const HEADING = 34;
const AXIS = 30;
/** Below this width, labels are above their bars instead of beside them. */
const NARROW = 560;
/** The most lines of a label. */
const LINES = 3;
const TICK_GAP = 24;

/** A bar that was laid out: where its texts and its mark are. */
export interface LaidRow {
  readonly row: Row;
  readonly label: readonly Line[];
  readonly labelY: number;
  readonly value: string;
  readonly valueY: number;
  /** The ends of the bar from left to right, and its upper edge. */
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  /** Whether the bar begins before the scale does. */
  readonly isCut: boolean;
  /** The ends of the interval and its figure. */
  readonly interval: { readonly low: number; readonly high: number; readonly at: number } | null;
}

/** Bars of a width that was measured. */
interface RowLayout {
  readonly width: number;
  readonly height: number;
  readonly headings: readonly { readonly text: string; readonly y: number }[];
  readonly rows: readonly LaidRow[];
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
  /** Where the lines of the scale are, from top to bottom: not behind labels that are above their bars. */
  readonly bands: readonly (readonly [top: number, bottom: number])[];
  /** The end of the bars, where the scale is. */
  readonly bottom: number;
  readonly zero: number | null;
  /** Where values end. */
  readonly valueX: number;
}

/** Lays bars out below each other. Numbers become pixels here, and are exact decimals before. */
export function layOutRows(picture: RowsPicture, width: number, language: PictureLanguage): RowLayout {
  const all = picture.groups.flatMap(({ rows }) => rows);
  const isNarrow = width < NARROW;
  const values = new Map(all.map((row) => [row, writeValue(row, picture, language)]));
  const widest = Math.max(...[...values.values()].map((text) => measureText(text, TEXT.size)));
  const { labelWidth, left, right } = divide(width, widest, isNarrow);
  const [low, high] = rangeOf(all, picture.cutAt ?? null);
  const at = (value: number): number =>
    high > low ? left + ((value - low) / (high - low)) * (right - left) : left;
  const headings: RowLayout['headings'][number][] = [];
  const rows: LaidRow[] = [];
  let y = 0;
  for (const { name, rows: own } of picture.groups) {
    if (name !== null) {
      y += headings.length === 0 ? 0 : GAP;
      headings.push({ text: writeName(name, language), y: y + TEXT.line });
      y += HEADING;
    }
    for (const row of own) {
      const label = wrapText(writeName(row.name, language), labelWidth, TEXT.size, LINES);
      const { height, ...tops } = stack(label.length * TEXT.line, y, isNarrow);
      const bar = barOf(row, at, picture.cutAt ?? null);
      rows.push({ row, label, value: values.get(row)!, ...tops, ...bar, height: BAR });
      y += height + GAP;
    }
  }
  const bottom = y - GAP / 2;
  return {
    width,
    height: bottom + AXIS,
    headings,
    rows,
    ticks: layOutTicks([low, high], [left, right], at, language),
    bands: isNarrow ? rows.map(({ y: top, height }) => [top - 3, top + height + 3] as const) : [[0, bottom]],
    bottom,
    zero: low <= 0 && high >= 0 ? at(0) : null,
    valueX: width,
  };
}

/** Divides the width between labels, bars and values; where it is narrow, bars have all of it. */
function divide(
  width: number,
  widest: number,
  isNarrow: boolean,
): { readonly labelWidth: number; readonly left: number; readonly right: number } {
  if (isNarrow) return { labelWidth: Math.max(80, width - widest - 16), left: 1, right: width - 1 };
  const labelWidth = Math.min(300, Math.max(140, 0.32 * width));
  const left = labelWidth + 16;
  return { labelWidth, left, right: Math.max(left + 60, width - widest - 16) };
}

/** Returns where the label, the value and the bar of a row begin, and how high it is: beside each other, or the bar below. */
function stack(
  words: number,
  y: number,
  isNarrow: boolean,
): Pick<LaidRow, 'labelY' | 'valueY' | 'y' | 'height'> {
  if (isNarrow) return { labelY: y, valueY: y, y: y + words + 4, height: words + 4 + BAR };
  const height = Math.max(words, BAR);
  return {
    labelY: y + (height - words) / 2,
    valueY: y + (height - TEXT.line) / 2,
    y: y + (height - BAR) / 2,
    height,
  };
}

/** A change has its sign, a plus too. */
function writeValue({ value, tone }: Row, { kind }: RowsPicture, { short }: PictureLanguage): string {
  const isGain = (kind === 'changes' || kind === 'comparison') && tone !== 'total' && !value.startsWith('-');
  return isGain ? `+${short(value)}` : short(value);
}

function barOf(
  row: Row,
  at: (value: number) => number,
  cutAt: number | null,
): Pick<LaidRow, 'x' | 'width' | 'interval' | 'isCut'> {
  const start = Number(row.start);
  const isCut = cutAt !== null && start < cutAt;
  const [from, to] = [at(isCut ? cutAt : start), at(Number(add(row.start, row.value)))];
  const { interval } = row;
  return {
    x: Math.min(from, to),
    width: Math.abs(to - from),
    isCut,
    interval:
      interval === undefined
        ? null
        : { low: at(Number(interval.low)), high: at(Number(interval.high)), at: at(Number(row.value)) },
  };
}

/** Returns the range of the scale: with zero for bars; intervals far from zero may leave it out. */
function rangeOf(rows: readonly Row[], cutAt: number | null): [number, number] {
  const isIntervals = rows.every(({ interval }) => interval !== undefined);
  const ends = rows.flatMap(({ start, value, interval }) =>
    interval === undefined
      ? [Number(start), Number(add(start, value))]
      : [Number(interval.low), Number(interval.high), Number(value)],
  );
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  if (cutAt !== null) return [cutAt, high];
  if (isIntervals && (low > 0.6 * high || high < 0.6 * low)) {
    const room = 0.04 * (high - low || Math.abs(high));
    return [low - room, high + room];
  }
  return [Math.min(0, low), Math.max(0, high)];
}

function layOutTicks(
  [low, high]: readonly [number, number],
  [left, right]: readonly [number, number],
  at: (value: number) => number,
  { short }: PictureLanguage,
): { x: number; text: string }[] {
  if (!(high > low)) return [];
  const textOf = (tick: number): string => short(String(tick));
  for (let most = 6; most >= 1; most--) {
    const ticks = ticksOf(low, high, most);
    const widest = Math.max(...ticks.map((tick) => measureText(textOf(tick), SMALL.size)));
    if (ticks.length * (widest + TICK_GAP) <= right - left || most === 1)
      return ticks.map((tick) => ({ x: at(tick), text: textOf(tick) }));
  }
  return [];
}
