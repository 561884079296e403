import { describe, expect, it } from 'vitest';
import { parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';
import { flows, HARD_NAMES, htmlOf, picturesOf, resultWith, svgOf } from './pictured-results.ts';
import { decimalOf, elementsOf, readMarkup, readTable } from './read-markup.ts';

/** Returns the titles of the bands: who emits for whom, and how much. */
function bandsOf(svg: string): string[] {
  return elementsOf(readMarkup(svg), 'path').flatMap(({ attributes, text }) =>
    /band|own/.test(attributes['class'] ?? '') ? [text] : [],
  );
}

const THREE = resultWith(
  ...flows(['B', 'A', 'C'], (from, to) => String((from + 1) * 10 + to + 1) + '.000000000001'),
);

describe('the picture of flows', () => {
  it('has each figure in its table with all of its digits, the largest region first', () => {
    const [head, ...rows] = readTable(htmlOf(THREE, 'flows'));
    expect(head).toEqual(['Where it arises', 'For use in', 'Value', 'Share of all flows']);
    expect(rows.map(([from, to, value]) => [from, to, decimalOf(value!)])).toEqual([
      ['C', 'C', '33.000000000001'],
      ['C', 'A', '32.000000000001'],
      ['C', 'B', '31.000000000001'],
      ['A', 'C', '23.000000000001'],
      ['A', 'A', '22.000000000001'],
      ['A', 'B', '21.000000000001'],
      ['B', 'C', '13.000000000001'],
      ['B', 'A', '12.000000000001'],
      ['B', 'B', '11.000000000001'],
    ]);
  });

  it('has one band for each flow, whose heights on one side are those of the bars', () => {
    const svg = svgOf(THREE, 'flows');
    expect(bandsOf(svg)).toHaveLength(9);
    expect(bandsOf(svg)[1]).toBe('C → A: 32 t CO2');
    const bars = elementsOf(readMarkup(svg), 'rect').filter(({ attributes }) => attributes['width'] === '12');
    const heights = bars.map(({ attributes }) => Number(attributes['height']));
    expect(heights.reduce((sum, height) => sum + height, 0)).toBeCloseTo(2 * 380, 0);
    // C emits 96 of 198, and 69 are for it.
    expect(heights[0]! / heights[3]!).toBeCloseTo(96 / 69, 2);
  });

  it('is the same bytes for the same figures in another order', () => {
    const reversed = { ...THREE, figures: THREE.figures.toReversed() };
    expect(svgOf(reversed, 'flows')).toBe(svgOf(THREE, 'flows'));
    expect(htmlOf(reversed, 'flows')).toBe(htmlOf(THREE, 'flows'));
  });

  it('gathers all but the eight largest of 200 regions, says so, and adds up to the same', () => {
    const regions = Array.from({ length: 200 }, (_, index) => `region-${index}`);
    const many = resultWith(...flows(regions, (from, to) => `${(200 - from) * (from === to ? 9 : 1)}.5`));
    const html = htmlOf(many, 'flows');
    const rows = readTable(html).slice(1);
    expect(rows).toHaveLength(81);
    expect(rows.at(-1)!.slice(0, 2)).toEqual(['192 others, together', '192 others, together']);
    const total = sumAmounts(many.figures.map(({ value }) => parseAmount(value)));
    const shown = sumAmounts(rows.map(([, , value]) => parseAmount(decimalOf(value!))));
    expect(String(shown)).toBe(String(total));
    expect(html).toContain('The 192 smallest regions are drawn as one.');
  });

  it('shows nine regions one by one, since to gather one would not save any', () => {
    const nine = resultWith(...flows(Array.from('ABCDEFGHI'), () => '1'));
    expect(htmlOf(nine, 'flows')).not.toContain('together');
    expect(readTable(htmlOf(nine, 'flows'))).toHaveLength(82);
  });

  it('leaves flows below zero to its table, and says so', () => {
    const result = resultWith(...flows(['A', 'B'], (from, to) => (from < to ? '-2.5' : '4')));
    expect(bandsOf(svgOf(result, 'flows'))).toHaveLength(3);
    const html = htmlOf(result, 'flows');
    expect(html).toContain('1 flows are below zero, together −2.5 t CO2.');
    expect(readTable(html).slice(1)).toEqual([
      ['A', 'A', '4', '42.1 %'],
      ['A', 'B', '−2.5', '−26.3 %'],
      ['B', 'A', '4', '42.1 %'],
      ['B', 'B', '4', '42.1 %'],
    ]);
    // A emits 4 - 2.5, and its bar is as high as its flow of 4.
    const labels = elementsOf(readMarkup(html), 'text').map(({ text }) => text);
    expect(labels.slice(labels.indexOf('A'), labels.indexOf('A') + 2)).toEqual(['A', '1.5']);
  });

  it('is not drawn of a single region, or where all flows are zero', () => {
    expect(picturesOf(resultWith(...flows(['World'], () => '5')), 'flows')).toEqual([]);
    expect(picturesOf(resultWith(...flows(['A', 'B'], () => '0')), 'flows')).toEqual([]);
  });

  it('shows the gases added up where there are several stressors, and another one where it is chosen', () => {
    const two = resultWith(
      ...flows(['A', 'B'], () => '1'),
      ...flows(['A', 'B'], () => '2').map((each) => ({
        ...each,
        key: each.key.replace(/2$/, '2e'),
        unit: 't{CO2e}',
      })),
    );
    expect(htmlOf(two, 'flows')).toContain('<h1>Who emits for whom, in t CO2e</h1>');
    expect(htmlOf(two, 'flows')).toContain('The result also has flows of CO2.');
    expect(htmlOf(two, 'flows', { stressor: 'CO2' })).toContain('<h1>Who emits for whom, in t CO2</h1>');
  });

  it('escapes names, and has the whole of those that it shortens', () => {
    const result = resultWith(...flows(HARD_NAMES, (from) => String(10 - from)));
    for (const file of [svgOf(result, 'flows'), htmlOf(result, 'flows')]) {
      const root = readMarkup(file);
      expect(elementsOf(root, 'script')).toEqual([]);
      const titles = elementsOf(root, 'text').flatMap((text) => elementsOf(text, 'title'));
      expect(titles.map(({ text }) => text)).toContain(HARD_NAMES[1]);
      expect(root.text).toContain(`<script>alert("&'1")</script>`);
      expect(root.text).toContain('a··b');
    }
  });
});
