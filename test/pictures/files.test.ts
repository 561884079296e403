import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { drawPicture, PICTURES } from '../../pictures/draw.ts';
import { PICTURE_STYLE } from '../../pictures/drawing/style.ts';
import { measureText, shortenText, wrapText } from '../../pictures/drawing/text.ts';
import { writeHtml } from '../../pictures/write-html.ts';
import { writeSvg } from '../../pictures/write-svg.ts';
import { YEAR_2023 } from '../engine/dataset.ts';
import { figure, flows, path, RECORD, unsure } from './pictured-results.ts';
import { elementsOf, readMarkup } from './read-markup.ts';

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
    figure('path/remainder', '1'),
    unsure('total', '5', ['4', '6.5']),
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

describe.each(PICTURES)('a picture of %s', (kind) => {
  const drawing = drawPicture(RESULT, kind);
  const svg = writeSvg(RESULT, drawing);
  const html = writeHtml(RESULT, drawing);

  it('as SVG names itself, and says all of its numbers and where they are from', () => {
    const root = readMarkup(svg);
    const [image] = elementsOf(root, 'svg');
    expect(image!.attributes['role']).toBe('img');
    const [title, description] = image!.children;
    expect(title).toMatchObject({ name: 'title', text: drawing.title });
    expect(image!.attributes['aria-labelledby']).toBe(title!.attributes['id']);
    expect(image!.attributes['aria-describedby']).toBe(description!.attributes['id']);
    for (const cell of drawing.table.rows.flat()) expect(description!.text).toContain(cell);
    const drawn = elementsOf(root, 'text').map(({ text }) => text);
    for (const stated of STATED) {
      expect(description!.text).toContain(stated);
      expect(drawn).toContain(stated);
    }
  });

  it('as HTML has its numbers as a table with a caption and heads, and where they are from', () => {
    const root = readMarkup(html);
    const [table] = elementsOf(root, 'table');
    expect(elementsOf(table!, 'caption')).toHaveLength(1);
    const heads = elementsOf(table!, 'th');
    expect(heads.filter(({ attributes }) => attributes['scope'] === 'col')).toHaveLength(
      drawing.table.head.length,
    );
    expect(heads.filter(({ attributes }) => attributes['scope'] === 'row')).toHaveLength(
      drawing.table.named * drawing.table.rows.length,
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
    const svg = writeSvg(result, drawPicture(result, 'intervals'));
    const texts = elementsOf(readMarkup(svg), 'text').map(({ text }) => text);
    expect(texts).toContain(RECORD);
    expect(texts[texts.indexOf('Engine') + 1]).toBe('not stated');
  });

  it('has all periods of the figures', () => {
    const figures = [
      unsure('a', '5', ['4', '6.5']),
      { ...unsure('b', '5', ['4', '6.5']), from: YEAR_2023.until, until: YEAR_2023.until + 86_400 },
    ];
    const html = writeHtml(RESULT, drawPicture({ ...RESULT, figures }, 'intervals'));
    expect(html).toContain('<dd>2024-01-01 to 2024-01-02 (exclusive)</dd>');
  });
});

describe('text in pictures', () => {
  it('has a contrast of at least 4.5 to 1, light and dark', () => {
    const [light, dark] = PICTURE_STYLE.split('@media');
    for (const style of [light!, dark!]) {
      const ground = colourOf(style, '.ground');
      for (const name of ['.t,.h', '.f'])
        expect(contrast(colourOf(style, name), ground)).toBeGreaterThan(4.5);
      for (const name of ['.bar', '.rest'])
        expect(contrast(colourOf(style, name), ground)).toBeGreaterThan(3);
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

function colourOf(style: string, selector: string): string {
  const at = style.indexOf(`${selector}{fill:`);
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
