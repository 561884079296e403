import { describe, expect, it } from 'vitest';
import { layOutTime } from '../../pictures/drawing/time-layout.ts';
import { measureText } from '../../pictures/drawing/text.ts';
import type { TimePicture } from '../../pictures/kinds/picture.ts';
import { IN_ENGLISH } from '../../pictures/words/in-english.ts';
import type { PictureLanguage } from '../../pictures/words/language.ts';

const WRITING: PictureLanguage = {
  ...IN_ENGLISH,
  short: (value) => value,
  moment: (from, isFirst) => (isFirst ? `first ${from}` : `${from}`),
};

describe('the layout of amounts over time', () => {
  it('places lines at their times, and interrupts the line of an account where another has a year that it lacks', () => {
    const { series, left, right } = layOutTime(
      picture('lines', [
        [
          [1990, '1'],
          [2000, '2'],
          [2020, '4'],
        ],
        [
          [1990, '1'],
          [2020, '3'],
        ],
      ]),
      600,
      WRITING,
    );
    const [own, other] = series.map(({ points }) => points.map(({ x }) => x));
    const span = own!.at(-1)! - own![0]!;
    expect(own![1]! - own![0]!).toBeCloseTo(span / 3);
    expect(other).toEqual([own![0], own![2]]);
    expect(own![0]).toBeGreaterThan(left);
    expect(own!.at(-1)).toBeLessThan(right);
    expect(series.map(({ path }) => path.replaceAll(/[^ML]/g, ''))).toEqual(['MLL', 'MM']);
  });

  it('names the higher line above its end and the lower one below it, whichever comes first', () => {
    const ends = (first: string, second: string): boolean[] =>
      layOutTime(picture('lines', [[[1, first]], [[1, second]]]), 600, WRITING).series.map(
        ({ name, points }) => name.y < points[0]!.y,
      );
    expect(ends('1', '2')).toEqual([false, true]);
    expect(ends('2', '1')).toEqual([true, false]);
    expect(ends('2', '2')).toEqual([true, false]);
  });

  it('gives columns even places, and amounts below zero a column below the axis', () => {
    const { series, zero, bottom, ticks, column } = layOutTime(
      picture('columns', [
        [
          [1, '8'],
          [2, '-2'],
          [9, '0'],
        ],
      ]),
      600,
      WRITING,
    );
    const { points } = series[0]!;
    expect(points[1]!.x - points[0]!.x).toBeCloseTo(points[2]!.x - points[1]!.x);
    expect(column).toBeLessThan(points[1]!.x - points[0]!.x);
    expect(points[0]!.y).toBeLessThan(zero);
    expect(points[1]!.y).toBeGreaterThan(zero);
    expect(points[2]!.y).toBe(zero);
    expect(ticks.map(({ text }) => Number(text))).toContain(0);
    expect(Math.max(...ticks.map(({ y }) => y))).toBe(bottom);
    expect(points[1]!.title).toBe('Total, first 2: -2');
  });

  it('shows the labels of periods that have room, the first and the last always, none over another or outside', () => {
    const months = Array.from({ length: 36 }, (_, at): [number, string] => [1000 + at, '1']);
    for (const width of [280, 600, 1200]) {
      const { periods } = layOutTime(picture('columns', [months]), width, WRITING);
      expect([periods[0]!.text, periods.at(-1)!.text]).toEqual(['first 1000', '1035']);
      const ends = periods.map(({ x, text }) => [
        x - measureText(text, 12) / 2,
        x + measureText(text, 12) / 2,
      ]);
      for (const [at, [begin]] of ends.entries())
        if (at > 0) expect(begin).toBeGreaterThan(ends[at - 1]![1]!);
      expect(ends.at(-1)![1]).toBeLessThanOrEqual(width);
    }
  });

  it('has a scale where every amount is zero', () => {
    const { series, zero } = layOutTime(
      picture('columns', [
        [
          [1, '0'],
          [2, '0'],
        ],
      ]),
      300,
      WRITING,
    );
    expect(series[0]!.points.map(({ y }) => y)).toEqual([zero, zero]);
  });
});

function picture(
  marks: TimePicture['marks'],
  series: readonly (readonly (readonly [from: number, value: string])[])[],
): TimePicture {
  return {
    form: 'time',
    kind: 'years',
    marks,
    unit: 't',
    about: [],
    series: series.map((points) => ({
      name: { is: 'sum' },
      points: points.map(([from, value]) => ({ from, until: from + 1, value })),
    })),
    remarks: [],
    table: { columns: [], rows: [] },
    figures: [],
  };
}
