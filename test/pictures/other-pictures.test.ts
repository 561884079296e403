import { describe, expect, it } from 'vitest';
import { drawPicture, listPictures, type PictureKind } from '../../pictures/draw.ts';
import { readChain } from '../../pictures/kinds/paths.ts';
import { ticksOf } from '../../pictures/drawing/numbers.ts';
import type { PicturedFigure, PicturedResult } from '../../pictures/drawing/picture.ts';
import { writeHtml } from '../../pictures/write-html.ts';
import { writeSvg } from '../../pictures/write-svg.ts';
import { figure, flows, path, RECORD, resultWith, unsure } from './pictured-results.ts';
import { elementsOf, readMarkup, readTable } from './read-markup.ts';

function pageOf(result: PicturedResult, kind: PictureKind, key: string | null = null): string {
  return writeHtml(result, drawPicture(result, kind, key));
}

function barsOf(figures: readonly PicturedFigure[], kind: PictureKind): number[] {
  const result = resultWith(...figures);
  return elementsOf(readMarkup(writeSvg(result, drawPicture(result, kind))), 'rect')
    .filter(({ attributes }) => /^(bar|rest)$/.test(attributes['class'] ?? ''))
    .map(({ attributes }) => Number(attributes['width']));
}

describe('what can be drawn', () => {
  it('is what the figures have', () => {
    expect(listPictures(resultWith(figure('total/location', '1')))).toEqual([]);
    expect(listPictures(resultWith(...flows(['A'], () => '1')))).toEqual(['flows']);
    expect(listPictures(resultWith(path(1, '1', ['a'], 'r')))).toEqual(['paths']);
    expect(listPictures(resultWith(unsure('a', '1', ['0', '2'])))).toEqual(['intervals', 'contributions']);
    expect(listPictures(resultWith(unsure('a', '1', ['0', '2'], {})))).toEqual(['intervals']);
  });

  it('is nothing where a detail is of no form', () => {
    const odd = [null, 7, [], { uncertainty: { low: 'x' } }, { uncertainty: null }];
    const figures = odd.map((detail, index) => ({ ...figure(`f${index}`, '1'), detail }));
    expect(listPictures(resultWith(...figures))).toEqual([]);
  });
});

describe('the picture of paths', () => {
  const PATHS = [
    path(10, '0.5', ['r/x'], 'r'),
    path(2, '-3', ['r/a', 's/b, c] A[d', 'r/e'], 'r'),
    path(1, '6', ['r/a', 'r/e'], 'r'),
    figure('path/remainder', '1.5'),
  ];

  it('has the paths by rank with their chains, and the remainder, each with its share of the whole', () => {
    const [head, ...rows] = readTable(pageOf(resultWith(...PATHS), 'paths'));
    expect(head).toEqual(['Path', 't CO2', 'Share of the whole']);
    expect(rows).toEqual([
      ['r/a → r/e', '6', '120 %'],
      ['r/a → s/b, c] A[d → r/e', '−3', '−60 %'],
      ['r/x', '0.5', '10 %'],
      ['Remainder: all other paths', '1.5', '30 %'],
    ]);
  });

  it('draws bars in proportion, those below zero to the other side', () => {
    const [first, second, third] = barsOf(PATHS, 'paths');
    expect(first! / second!).toBeCloseTo(2, 2);
    expect(first! / third!).toBeCloseTo(12, 1);
  });

  it('reads names that hold the marks of a formula', () => {
    const industries = ['r/a, b] A[c', 'r/a, b] A[c, d', 'x/Y[e, f]; g'];
    expect(readChain(path(1, '1', industries, 'S[r] Y[s'))).toEqual({ industries, region: 'S[r] Y[s' });
    expect(readChain(figure('path/1', '1'))).toBeNull();
  });

  it('draws the 20 largest, and has the others in its table', () => {
    const many = Array.from({ length: 30 }, (_, at) => path(at + 1, String(30 - at), [`r/${at}`], 'r'));
    expect(barsOf(many, 'paths')).toHaveLength(20);
    const html = pageOf(resultWith(...many), 'paths');
    expect(readTable(html)).toHaveLength(31);
    expect(html).toContain('10 smaller paths are only in the table');
  });
});

describe('the picture of contributions', () => {
  const RESULT = resultWith(
    unsure('detail/large', '900', ['800', '1000']),
    unsure('scope3/3.1/total', '800', ['700', '900'], { north: '0.75', south: '0.2', west: '0.05' }),
    unsure('scope3/3.4/total', '20', ['10', '30'], { lorry: '1' }),
  );

  it('is about the largest total, and about another figure where one is named', () => {
    expect(readTable(pageOf(RESULT, 'contributions')).slice(1)).toEqual([
      ['north', RECORD, '75 %'],
      ['south', RECORD, '20 %'],
      ['west', RECORD, '5 %'],
    ]);
    const other = pageOf(RESULT, 'contributions', 'scope3/3.4/total');
    expect(readTable(other).slice(1)).toEqual([['lorry', RECORD, '100 %']]);
    expect(other).toContain('The figure is 20 t CO2e. Its 95 % interval is from 10 to 30 t CO2e.');
  });

  it('gathers what has no bar of its own', () => {
    const shares = Object.fromEntries(Array.from({ length: 25 }, (_, at) => [`row${at}`, '0.04']));
    const figures = [unsure('total', '1', ['0', '2'], shares)];
    const bars = barsOf(figures, 'contributions');
    expect(bars).toHaveLength(21);
    expect(bars.at(-1)! / bars[0]!).toBeCloseTo(5, 2);
  });
});

describe('the picture of intervals', () => {
  it('has each figure with the ends of its interval, as they are stated, the largest of each unit first', () => {
    const result = resultWith(
      unsure('b', '20', ['-5.25', '1045.125']),
      unsure('a', '-30.5', ['-31', '-30']),
      figure('certain', '1'),
      { ...unsure('change', '3', ['1', '5']), unit: '%' },
    );
    const html = pageOf(result, 'intervals');
    expect(readTable(html).slice(1)).toEqual([
      ['a', '−30.5', '−31', '−30', 't CO2e'],
      ['b', '20', '−5.25', '1\u202f045.125', 't CO2e'],
      ['change', '3', '1', '5', '%'],
    ]);
    expect(html).toContain('1 figure has no interval');
  });

  it('puts dot and ends on one scale', () => {
    const result = resultWith(unsure('a', '50', ['0', '100']));
    const root = readMarkup(writeSvg(result, drawPicture(result, 'intervals')));
    const [dot] = elementsOf(root, 'circle');
    const [line] = elementsOf(root, 'path').filter(({ attributes }) => attributes['class'] === 'whisker');
    const [, from, to] = /^M([\d.]+) [\d.]+L([\d.]+)/.exec(line!.attributes['d']!)!;
    expect(Number(dot!.attributes['cx'])).toBeCloseTo((Number(from) + Number(to)) / 2, 1);
  });

  it('of many figures shows the largest totals, and says how many it leaves out', () => {
    const parts = Array.from({ length: 40 }, (_, at) => unsure(`part/${at}`, '900', ['800', '1000']));
    const totals = Array.from({ length: 30 }, (_, at) => unsure(`cba/r${at}/CO2`, `${at + 1}`, ['0', '99']));
    const html = pageOf(resultWith(...parts, ...totals), 'intervals');
    const rows = readTable(html).slice(1);
    expect(rows).toHaveLength(24);
    expect(rows[0]![0]).toBe('cba/r29/CO2');
    expect(rows.every(([key]) => key!.startsWith('cba/'))).toBe(true);
    expect(html).toContain('24 of 70 figures with an interval are shown: totals, the largest');
  });

  it('names the figures that lie outside their own interval', () => {
    const html = pageOf(
      resultWith(unsure('a', '1000', ['1088', '1481']), unsure('b', '5', ['4', '6'])),
      'intervals',
    );
    expect(html).toContain('outside their own interval: a');
  });

  it('draws a figure without width, and figures of any size', () => {
    const result = resultWith(
      unsure('a', '0', ['0', '0']),
      { ...unsure('b', '1', ['1', '1']), unit: 'kg' },
      { ...unsure('c', `1${'0'.repeat(30)}`, ['0.000000000001', `2${'0'.repeat(30)}`]), unit: 'g' },
    );
    expect(writeSvg(result, drawPicture(result, 'intervals'))).not.toMatch(/NaN|Infinity|undefined/);
  });

  it('has a scale of round numbers at even distances', () => {
    expect(ticksOf(0, 998, 5)).toEqual([0, 200, 400, 600, 800]);
    expect(ticksOf(-0.3, 0.31, 5)).toEqual([-0.2, 0, 0.2]);
    expect(ticksOf(5, 5, 5)).toEqual([5]);
  });
});
