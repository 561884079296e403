import type { FigureItem } from '../../../agents/handles/figure-item.ts';
import { numbersOf } from './check-nodes.ts';
import type { Facts } from './facts.ts';
import { readDocument } from './read-document.ts';

/**
 * Checks the drawing and the table of a picture. Each number is computed here again from the figures that it shows: a value, the end of an interval, a
 * sum of the flows of a place, a share of all flows, or a mark of its scale.
 */
export function checkPicture(html: string, ref: string, facts: Facts): void {
  const item = facts.get(ref);
  if (item?.kind !== 'picture') throw new Error(`${ref} is no picture that was issued`);
  const figures = item.figures.flatMap((handle) => {
    const each = facts.get(handle);
    return each?.kind === 'figure' ? [each] : [];
  });
  const known = [...figures.flatMap(numbersOfFigure), ...sumsOf(figures)];
  const years = new Set(figures.flatMap(({ from, until }) => [yearOf(from), yearOf(until - 86_400)]));
  const scale = readScale(html);
  for (const { text, where } of readDocument(html)) {
    const foreign = numbersOf(text.replaceAll(/[₀-₉]|\bCO2e?\b/g, '')).filter(
      (number) => !years.has(number) && !scale.has(number) && !known.some((value) => isShown(number, value)),
    );
    if (foreign.length > 0)
      throw new Error(
        `${where} has ${foreign.join(', ')}, which no figure of ${ref} says: ${JSON.stringify(text)}`,
      );
  }
}

function numbersOfFigure({ value, uncertainty }: FigureItem): number[] {
  return [value, uncertainty?.low, uncertainty?.high].flatMap((each) =>
    each === undefined ? [] : [Number(each)],
  );
}

/** Sums of what has the same key but for one place, such as all that a region gives; and each figure as a share of all of its kind, in percent. */
function sumsOf(figures: readonly FigureItem[]): number[] {
  const groups = new Map<string, number[]>();
  for (const { key, value, unit } of figures) {
    const steps = key.split('/');
    const masks = steps.map((_, at) => steps.map((step, each) => (each === at ? '*' : step)).join('/'));
    const kind = [steps[0], ...steps.slice(1).map(() => '*')].join('/');
    for (const mask of new Set([...masks, kind])) {
      const name = `${mask} ${unit}`;
      groups.set(name, [...(groups.get(name) ?? []), Number(value)]);
    }
  }
  return [...groups.values()].flatMap((values) => {
    const sum = values.reduce((all, each) => all + each, 0);
    return [sum, ...values.map((each) => (100 * each) / sum)];
  });
}

/** Whether a number is another one, to the digits that it shows: all of these count but zeros before the first one. */
function isShown(shown: string, value: number): boolean {
  const step = 10 ** -(shown.split('.')[1] ?? '').length;
  return Math.abs(Math.abs(Number(shown)) - Math.abs(value)) <= 0.500001 * step;
}

/** The marks of a scale: in one line of a drawing, and as far from each other as their numbers are. */
function readScale(html: string): ReadonlySet<string> {
  const texts = [...html.matchAll(/<text class="quiet" x="([\d.]+)" y="([\d.]+)"[^>]*>(-?[\d.,]+)<\/text>/g)];
  const marks = texts.map(([, x, , text]) => ({
    x: Number(x),
    value: Number(numbersOf(text!)[0]),
    text: text!,
  }));
  const [first, second] = marks;
  if (first === undefined || second === undefined || new Set(texts.map(([, , y]) => y)).size > 1)
    return new Set();
  const perPixel = (second.value - first.value) / (second.x - first.x);
  const isEven = marks.every(
    ({ x, value }) =>
      Math.abs(first.value + perPixel * (x - first.x) - value) < 0.01 * Math.abs(second.value - first.value),
  );
  return new Set(isEven ? marks.flatMap(({ text }) => numbersOf(text)) : []);
}

function yearOf(seconds: number): string {
  return String(new Date(1000 * seconds).getUTCFullYear());
}
