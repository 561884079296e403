import type { TimePicture } from '../kinds/picture.ts';
import type { PictureLanguage } from '../words/language.ts';
import { writeName } from '../words/name-text.ts';
import { px, ticksOf } from './numbers.ts';
import { SMALL, TEXT } from './shape.ts';
import { type Line, measureText, shortenText } from './text.ts';

/** Sizes in pixels. */
const HEIGHT = 320;
const TOP = 12;
const AXIS = 30;
/** Between an amount and the first mark, and between two periods. */
const GAP = 12;
/** The part of its place that a column leaves empty. */
const BETWEEN = 0.22;
/** The most of the width that names at the ends of lines take. */
const MOST_NAME = 0.34;

/** An amount that was laid out: the middle of its period, and how high it is. */
export interface LaidPoint {
  readonly x: number;
  readonly y: number;
  /** What it is of, its period and its exact amount. */
  readonly title: string;
}

/** One account over time: its marks, the path that joins those of neighbouring periods, and its name beside the last mark. */
export interface LaidSeries {
  readonly points: readonly LaidPoint[];
  readonly path: string;
  readonly name: { readonly line: Line; readonly x: number; readonly y: number };
}

/** A picture over time of a width that was measured. */
interface TimeLayout {
  readonly height: number;
  /** The ends of the scale's lines, from left to right. */
  readonly left: number;
  readonly right: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  /** Where the axis of time is, and where amounts are zero. */
  readonly bottom: number;
  readonly zero: number;
  readonly periods: readonly Label[];
  readonly series: readonly LaidSeries[];
  /** The width of a column. */
  readonly column: number;
}

interface Label {
  readonly x: number;
  readonly text: string;
}

/** Lays amounts out from left to right: lines at their times, columns at even distances. Decimals become pixels here. */
export function layOutTime(picture: TimePicture, width: number, language: PictureLanguage): TimeLayout {
  const { series, marks } = picture;
  const isLines = marks === 'lines';
  const all = series.flatMap(({ points }) => points);
  const times = [...new Set(all.map(({ from }) => from))].sort((a, b) => a - b);
  const amounts = scaleOf(all.map(({ value }) => Number(value)));
  const texts = amounts.map((amount) => language.short(String(amount)));
  const left = Math.ceil(widestOf(texts, SMALL.size)) + GAP;
  const names = series.map(({ name }) => writeName(name, language));
  const right = width - (isLines ? Math.min(MOST_NAME * width, widestOf(names, TEXT.size) + 16) : 8);
  const bottom = HEIGHT - AXIS;
  const [low, high] = [amounts[0]!, amounts.at(-1)!];
  const yAt = (amount: number): number =>
    high > low ? bottom - ((amount - low) / (high - low)) * (bottom - TOP) : bottom;
  const place = (right - left) / times.length;
  const xAt = isLines
    ? spread(times, left + 16, right - 8)
    : (from: number): number => left + (times.indexOf(from) + 0.5) * place;
  const laid = series.map(({ points }, index) => {
    const own = new Map(
      points.map(({ from, value }) => {
        const title = `${names[index]!}, ${language.moment(from, true, isLines)}: ${language.short(value)}`;
        return [from, { x: xAt(from), y: yAt(Number(value)), title }] as const;
      }),
    );
    return { points: [...own.values()], path: joinPoints(times.map((from) => own.get(from) ?? null)) };
  });
  const placed = placeNames(names, laid, width);
  return {
    height: HEIGHT,
    left,
    right,
    ticks: amounts.map((amount, index) => ({ y: yAt(amount), text: texts[index]! })),
    bottom,
    zero: yAt(0),
    periods: chooseLabels(
      times.map((from, index) => ({ x: xAt(from), text: language.moment(from, index === 0, isLines) })),
      width,
    ),
    series: laid.map((each, index) => ({ ...each, name: placed[index]! })),
    column: (1 - BETWEEN) * place,
  };
}

/** Returns round amounts at even distances, from at most the least to at least the greatest, with zero. */
function scaleOf(amounts: readonly number[]): number[] {
  const [low, high] = [Math.min(0, ...amounts), Math.max(0, ...amounts)];
  const inner = ticksOf(low, high, 5);
  const step = inner.length < 2 ? Math.abs(inner[0]!) || 1 : inner[1]! - inner[0]!;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

function widestOf(texts: readonly string[], size: number): number {
  return Math.max(...texts.map((text) => measureText(text, size)));
}

/** Returns a function that places times between two ends, in proportion. */
function spread(times: readonly number[], left: number, right: number): (from: number) => number {
  const [first, last] = [times[0]!, times.at(-1)!];
  return (from) => (last > first ? left + ((from - first) / (last - first)) * (right - left) : left);
}

/** Returns the path through points; it is interrupted where a period has none. */
function joinPoints(points: readonly (LaidPoint | null)[]): string {
  return points
    .map((point, at) =>
      point === null ? '' : `${(points[at - 1] ?? null) === null ? 'M' : 'L'}${px(point.x)} ${px(point.y)}`,
    )
    .join('');
}

/** Returns the labels of periods for which there is room, the last one always, each within the picture. */
function chooseLabels(labels: readonly Label[], width: number): Label[] {
  const halfOf = ({ text }: Label): number => measureText(text, SMALL.size) / 2;
  const inside = labels.map((label) => ({ ...label, x: Math.min(label.x, width - halfOf(label)) }));
  const areApart = (a: Label, b: Label): boolean => b.x - halfOf(b) >= a.x + halfOf(a) + GAP;
  const last = inside.at(-1)!;
  const kept: Label[] = [];
  for (const label of inside) {
    const before = kept.at(-1);
    if (before !== undefined && !areApart(before, label)) continue;
    if (areApart(label, last)) kept.push(label);
  }
  return [...kept, last];
}

/** Of two lines, the name of the higher one is above its end and that of the lower one below it; of more, names keep a line apart. */
function placeNames(
  texts: readonly string[],
  laid: readonly Pick<LaidSeries, 'points'>[],
  width: number,
): LaidSeries['name'][] {
  const ends = laid.map(({ points }, index) => ({ ...points.at(-1)!, index }));
  const heights: number[] = [];
  const ordered = ends.toSorted((a, b) => a.y - b.y || a.index - b.index);
  ordered.forEach(({ x, y, index }, rank) => {
    const isLast = rank === ordered.length - 1;
    const wanted = y + (rank === 0 ? -3 : isLast ? 13 : 5);
    const before = ordered.slice(0, rank).findLast((each) => each.x === x);
    heights[index] = before === undefined ? wanted : Math.max(wanted, heights[before.index]! + TEXT.line);
  });
  return ends.map(({ x, index }) => {
    const line = shortenText(texts[index]!, width - x - 10, TEXT.size);
    return { line, x: x + 10, y: heights[index]! };
  });
}
