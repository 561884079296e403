import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../pictures/drawing/numbers.ts';
import { PICTURE_STYLE, writePageStyle } from '../../pictures/drawing/style.ts';
import { measureText, shortenText, wrapText } from '../../pictures/drawing/text.ts';
import { PICTURE_KINDS } from '../../pictures/kinds/picture.ts';
import { IN_ENGLISH } from '../../pictures/words/in-english.ts';
import { writeTable, writeTitle } from '../../pictures/words/picture-text.ts';
import { YEAR_2023 } from '../engine/dataset.ts';
import {
  figure,
  flows,
  htmlOf,
  path,
  picturesOf,
  RECORD,
  resultWith,
  svgOf,
  unsure,
} from './pictured-results.ts';
import { elementsOf, readMarkup, readTable } from './read-markup.ts';

const RUN = {
  engine: 'carbon-ledger-engine',
  version: 'next',
  digest: `0x${'d'.repeat(64)}`,
  method: 'uncertainty@1',
  parameters: {},
  inputs: [{ record: `0x${'2'.repeat(64)}`, keys: ['row'] }],
  outputs: [],
  rounding: { mode: 'half-even', digits: 12 },
};
const RESULT = {
  figures: [
    ...flows(['A', 'B'], () => '1.5'),
    path(1, '2', ['A/x', 'B/y'], 'A'),
    path(2, '1', ['B/y'], 'A'),
    figure('path/remainder', '1'),
    unsure('total', '5', ['4', '6.5'], { row: '0.75', other: '0.25' }),
  ].map((each) => ({
    ...each,
    detail: {
      ...(each.detail as object),
      gwpSet: 'AR6',
      exclusions: [{ what: 'F_Y', reason: 'the table does not state it' }],
    },
  })),
  run: RUN,
  record: `0x${'c'.repeat(64)}`,
};
const STATED = [
  'trade@1, by uncertainty@1',
  '2023-01-01 to 2024-01-01 (exclusive)',
  'CO2',
  'AR6',
  `0x${'2'.repeat(64)}`,
  `0x${'c'.repeat(64)}`,
  `carbon-ledger-engine next, digest 0x${'d'.repeat(64)}`,
  'half-even, 12 significant digits',
  'F_Y: the table does not state it',
];

describe.each(['intervals', 'flows', 'paths', 'contributions'] as const)('a picture of %s', (kind) => {
  const [picture] = picturesOf(RESULT, kind);
  const table = writeTable(picture!, IN_ENGLISH);
  const svg = svgOf(RESULT, kind);
  const html = htmlOf(RESULT, kind);

  it('as SVG names itself, and says all of its numbers and where they are from', () => {
    const root = readMarkup(svg);
    const [image] = elementsOf(root, 'svg');
    expect(image!.attributes['role']).toBe('img');
    const [title, description] = image!.children;
    expect(title).toMatchObject({ name: 'title', text: writeTitle(picture!, IN_ENGLISH) });
    expect(image!.attributes['aria-labelledby']).toBe(title!.attributes['id']);
    expect(image!.attributes['aria-describedby']).toBe(description!.attributes['id']);
    for (const cell of table.rows.flat()) expect(description!.text).toContain(cell);
    const drawn = elementsOf(root, 'text').map(({ text }) => text);
    for (const stated of STATED) {
      expect(description!.text).toContain(stated);
      expect(drawn).toContain(stated);
    }
  });

  it('as HTML has its numbers as a table with a caption and heads, and where they are from', () => {
    const root = readMarkup(html);
    const [shown] = elementsOf(root, 'table');
    expect(elementsOf(shown!, 'caption')).toHaveLength(1);
    const heads = elementsOf(shown!, 'th');
    expect(heads.filter(({ attributes }) => attributes['scope'] === 'col')).toHaveLength(table.head.length);
    expect(heads.filter(({ attributes }) => attributes['scope'] === 'row')).toHaveLength(
      table.isNumber.filter((isNumber) => !isNumber).length * table.rows.length,
    );
    const stated = elementsOf(root, 'dd').map(({ text }) => text);
    expect(stated).toEqual(expect.arrayContaining(STATED));
  });

  it('has no script, reference or style that its policy does not name', () => {
    for (const file of [svg, html]) {
      const without = file.replace('xmlns="http://www.w3.org/2000/svg"', '');
      expect(without).not.toMatch(/<script|javascript:|https?:|\shref|url\(|@import|\sstyle=|\son[a-z]+=/i);
    }
    const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(html)!;
    const [, style] = /<style>(.*?)<\/style>/s.exec(html)!;
    const digest = createHash('sha256').update(style!).digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    expect(html.match(/<style/g)).toHaveLength(1);
  });
});

describe('where figures are from', () => {
  it('is read from the figures where the file has no run', () => {
    const result = { figures: [unsure('total', '5', ['4', '6.5'])], run: null, record: null };
    const svg = svgOf(result, 'intervals');
    const texts = elementsOf(readMarkup(svg), 'text').map(({ text }) => text);
    expect(texts).toContain(RECORD);
    expect(texts[texts.indexOf('Engine') + 1]).toBe('not stated');
  });

  it('has all periods of the figures', () => {
    const figures = [
      unsure('a', '5', ['4', '6.5']),
      { ...unsure('b', '5', ['4', '6.5']), from: YEAR_2023.until, until: YEAR_2023.until + 86_400 },
    ];
    const html = htmlOf({ ...RESULT, figures }, 'intervals');
    expect(html).toContain('<dd>2024-01-01 to 2024-01-02 (exclusive)</dd>');
  });

  it('has one period for many, from the first to the last', () => {
    const days = [4, 2, 0, 1, 3].map((day) => ({
      ...unsure(`day${day}`, '5', ['4', '6.5']),
      from: YEAR_2023.until + 86_400 * day,
      until: YEAR_2023.until + 86_400 * (day + 1),
    }));
    const html = htmlOf(resultWith(...days), 'intervals');
    expect(html).toContain('<dt>Period</dt><dd>2024-01-01 to 2024-01-06 (exclusive)</dd>');
  });
});

describe('pictures of several units', () => {
  const result = resultWith(
    unsure('b', '20', ['-5.25', '1045.125']),
    unsure('a', '-30.5', ['-31', '-30']),
    figure('certain', '1'),
    { ...unsure('change', '3', ['1', '5']), unit: '%' },
  );

  it('are in one file, each with its own scale, title and table', () => {
    const html = htmlOf(result, 'intervals');
    expect(elementsOf(readMarkup(html), 'svg')).toHaveLength(2);
    expect(readTable(html).slice(1)).toEqual([
      ['a', '−30.5', '−31.000', '−30.000'],
      ['b', '20', '−5', '1\u202f045'],
    ]);
    expect(html).toContain('Figures without an interval, which are not shown: 1.');
    const svg = readMarkup(svgOf(result, 'intervals'));
    expect(elementsOf(svg, 'title')[0]!.text).toBe(
      'How sure the figures are, in t CO2e; How sure the figures are, in %',
    );
    expect(elementsOf(svg, 'circle')).toHaveLength(3);
  });

  it('have dot and ends on one scale', () => {
    const root = readMarkup(svgOf(resultWith(unsure('a', '50', ['0', '100'])), 'intervals'));
    const [dot] = elementsOf(root, 'circle');
    const [line] = elementsOf(root, 'path').filter(({ attributes }) =>
      attributes['class']?.startsWith('whisker'),
    );
    const [, from, to] = /^M([\d.]+) [\d.]+H([\d.]+)/.exec(line!.attributes['d']!)!;
    expect(Number(dot!.attributes['cx'])).toBeCloseTo((Number(from) + Number(to)) / 2, 1);
  });

  it('are drawn of a figure without width, and of figures of any size', () => {
    const odd = resultWith(
      unsure('a', '0', ['0', '0']),
      { ...unsure('b', '1', ['1', '1']), unit: 'kg' },
      { ...unsure('c', `1${'0'.repeat(30)}`, ['0.000000000001', `2${'0'.repeat(30)}`]), unit: 'g' },
    );
    expect(picturesOf(odd, 'intervals')).toHaveLength(3);
    expect(svgOf(odd, 'intervals')).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('bars', () => {
  it('are in proportion, those below zero to the other side', () => {
    const result = resultWith(path(1, '6', ['r/a'], 'r'), path(2, '-3', ['r/b'], 'r'));
    const bars = elementsOf(readMarkup(svgOf(result, 'paths')), 'rect').flatMap(({ attributes }) =>
      attributes['class'] === 'bar first' ? [attributes] : [],
    );
    const [up, down] = bars.map(({ x, width }) => ({ x: Number(x), width: Number(width) }));
    expect(up!.width / down!.width).toBeCloseTo(2, 2);
    expect(down!.x + down!.width).toBeCloseTo(up!.x, 1);
  });

  it('have a scale of round numbers at even distances', () => {
    expect(ticksOf(0, 998, 5)).toEqual([0, 200, 400, 600, 800]);
    expect(ticksOf(-0.3, 0.31, 5)).toEqual([-0.2, 0, 0.2]);
    expect(ticksOf(5, 5, 5)).toEqual([5]);
  });
});

describe('a result without pictures', () => {
  it('has none where a detail is of no form', () => {
    const odd = [null, 7, [], { uncertainty: { low: 'x' } }, { uncertainty: null }];
    const figures = odd.map((detail, index) => ({ ...figure(`f${index}`, '1'), detail }));
    for (const kind of PICTURE_KINDS) expect(picturesOf(resultWith(...figures), kind)).toEqual([]);
  });
});

describe('text in pictures', () => {
  it('has a contrast of at least 4.5 to 1, light and dark', () => {
    for (const style of [PICTURE_STYLE, writePageStyle('.dark')]) {
      const [light, dark] = style.split('@media');
      for (const scheme of [light!, dark!]) {
        const ground = colourOf(scheme, '--ground');
        for (const name of ['--text', '--quiet'])
          expect(contrast(colourOf(scheme, name), ground)).toBeGreaterThan(4.5);
        for (const name of ['--total', '--first', '--second', '--third', '--beside', '--rest'])
          expect(contrast(colourOf(scheme, name), ground)).toBeGreaterThan(3);
      }
    }
  });

  it('is wrapped within its width, and loses nothing without saying so', () => {
    for (const text of ['one two three four five six', 'W'.repeat(40), '中华人民共和国 中央人民政府', '']) {
      for (const width of [40, 80, 200]) {
        const lines = wrapText(text, width, 14);
        for (const line of lines) expect(measureText(line.text, 14)).toBeLessThanOrEqual(width);
        expect(
          lines
            .map((line) => line.text)
            .join('')
            .replaceAll(' ', ''),
        ).toBe(text.replaceAll(' ', ''));
        const [short] = wrapText(text, width, 14, 1);
        expect(measureText(short!.text, 14)).toBeLessThanOrEqual(width);
        expect(short!.whole ?? short!.text).toBe(text);
      }
    }
    expect(shortenText('abc', 100, 14)).toEqual({ text: 'abc' });
  });
});

function colourOf(style: string, property: string): string {
  const at = style.indexOf(`${property}:`);
  return /#[0-9a-f]{6}/.exec(style.slice(at))![0];
}

/** The contrast of two colours as WCAG 2.2 defines it. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light! + 0.05) / (dark! + 0.05);
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
