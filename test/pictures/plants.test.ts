import { describe, expect, it } from 'vitest';
import { parseAmount, sumAmounts } from '../../engine/quantities/decimal.ts';
import type { PicturedFigure } from '../../pictures/kinds/picture.ts';
import { figure, htmlOf, picturesOf, resultWith, svgOf } from './pictured-results.ts';
import { decimalOf, elementsOf, readMarkup, readTable } from './read-markup.ts';

const carbon = (key: string, value: string): PicturedFigure =>
  figure(`plant/works/${key}`, value, { method: 'plant@1' }, 't{C}');
const stream = (from: string, to: string, material: string, value: string): PicturedFigure =>
  carbon(`carbon/from/${from}/to/${to}/${material}`, value);

/** An oven and a furnace that heat each other; the oven loses carbon, and the furnace gives off too much. */
const LOOP = [
  stream('outside', 'oven', 'coal', '100.000000000001'),
  stream('oven', 'furnace', 'coke', '80'),
  stream('furnace', 'oven', 'gas', '20'),
  stream('outside', 'furnace', 'ore', '0'),
  stream('furnace', 'outside', 'iron', '5'),
  carbon('oven/carbon/in', '120.000000000001'),
  carbon('oven/carbon/emitted', '37'),
  carbon('oven/carbon/gap', '3.000000000001'),
  carbon('furnace/carbon/emitted', '56'),
  carbon('furnace/carbon/gap', '-1'),
  carbon('carbon/emitted', '93'),
  carbon('carbon/gap', '2.000000000001'),
  figure('scope1/plant/works/oven/CO2', '135.666', { method: 'plant@1' }),
];

describe('the picture of a plant', () => {
  it('has each flow of carbon with its material and all of its digits, and what does not close as a flow of its own', () => {
    const [head, ...rows] = readTable(htmlOf(resultWith(...LOOP), 'plant'));
    expect(head).toEqual(['Comes from', 'Goes to', 'Material', 'Value']);
    expect(rows.map((cells) => [...cells.slice(0, 3), decimalOf(cells[3]!)])).toEqual([
      ['Outside the plant', 'oven', 'coal', '100.000000000001'],
      ['oven', 'furnace', 'coke', '80'],
      ['oven', 'Emitted as CO₂', '', '37'],
      ['oven', 'Does not close', '', '3.000000000001'],
      ['furnace', 'oven', 'gas', '20'],
      ['furnace', 'Outside the plant', 'iron', '5'],
      ['furnace', 'Emitted as CO₂', '', '56'],
      ['Does not close', 'furnace', '', '1'],
    ]);
  });

  it('draws each unit once, a band for each flow, and nothing for an end without a flow', () => {
    const svg = readMarkup(svgOf(resultWith(...LOOP), 'plant'));
    const bands = elementsOf(svg, 'path').map(({ attributes, text }) => [attributes['class'], text]);
    expect(bands).toContainEqual(['band gap', 'oven → Does not close: 3 t C']);
    expect(bands).toContainEqual(['band gap', 'Does not close → furnace: 1 t C']);
    expect(bands).toContainEqual(['band place1', 'oven → furnace: coke, 80 t C']);
    expect(bands).toHaveLength(8);
    const texts = elementsOf(svg, 'text').map(({ text }) => text);
    for (const [name, count] of [
      ['oven', 1],
      ['furnace', 1],
      ['Emitted as CO₂', 1],
      ['Outside the plant', 2],
    ])
      expect(
        texts.filter((text) => text === name),
        String(name),
      ).toHaveLength(Number(count));
    const bars = elementsOf(svg, 'rect').filter(({ attributes }) => attributes['width'] === '12');
    const barOf = (place: string): { readonly x: number; readonly height: number } => {
      const { attributes } = bars.find((bar) => bar.attributes['class'] === `bar ${place}`)!;
      return { x: Number(attributes['x']), height: Number(attributes['height']) };
    };
    // As much flows into the oven as out of it, and the furnace, which it supplies, is beside it on the right.
    const [oven, furnace] = [barOf('place1'), barOf('place2')];
    expect(oven.height / furnace.height).toBeCloseTo(120 / 81, 2);
    expect(oven.x).toBeLessThan(furnace.x);
  });

  it('gathers all but the seven largest of many units, says so, and adds up to the same', () => {
    const many = Array.from({ length: 200 }, (_, index) => [
      stream('outside', `unit-${index}`, 'coal', `${300 - index}.5`),
      carbon(`unit-${index}/carbon/emitted`, `${300 - index}.5`),
    ]).flat();
    const html = htmlOf(resultWith(...many), 'plant');
    expect(html).toContain('The 193 smallest units are drawn as one.');
    const rows = readTable(html).slice(1);
    expect(rows).toHaveLength(16);
    const sum = (values: readonly string[]): string => String(sumAmounts(values.map(parseAmount)));
    expect(sum(rows.map((cells) => decimalOf(cells[3]!)))).toBe(sum(many.map(({ value }) => value)));
  });

  it('shows plants one by one, and nothing where no carbon is known', () => {
    const other = figure('plant/b/carbon/from/outside/to/x/coal', '1', {}, 't{C}');
    expect(picturesOf(resultWith(...LOOP, other), 'plant')).toHaveLength(2);
    expect(picturesOf(resultWith(LOOP.at(-1)!), 'plant')).toEqual([]);
  });
});

describe('the picture of scenarios', () => {
  const total = (key: string, value: string): PicturedFigure =>
    figure(key, value, { method: 'plant@1' }, 't{CO2e}');
  const FIGURES = [
    total('plant/works/total', '100.000000000001'),
    total('scenario/less/plant/works/total', '90'),
    figure('scenario-difference/less/scope1/plant/works/oven/CO2', '-12'),
    figure('scenario-difference/less/scope1/plant/works/furnace/CO2', '3'),
    figure('scenario-difference/less/scope1/plant/works/mill/CO2', '0'),
    figure('scenario-difference/less/scope1/plant/works/oven/N2O', '-1', {}, 't{N2O}'),
    figure('scenario-difference/less/scope1/plant/other/oven/CO2', '-7'),
    total('scenario/same/plant/works/total', '100.000000000001'),
    total('plant/other/total', '5'),
  ];

  it('leads from the base case to the total of each scenario by the changes of units, exactly', () => {
    const html = htmlOf(resultWith(...FIGURES), 'scenarios');
    const [head, ...rows] = readTable(html);
    expect(head).toEqual(['Part of', 'Name', 'Value']);
    expect(rows.map(([group, name, value]) => [group, name, decimalOf(value!)])).toEqual([
      ['less', 'Base case', '100.000000000001'],
      ['less', 'oven', '-12'],
      ['less', 'furnace', '3'],
      ['less', 'Not shown separately', '-1.000000000001'],
      ['less', 'less', '90'],
      ['same', 'Base case', '100.000000000001'],
      ['same', 'same', '100.000000000001'],
    ]);
    expect(html).toContain('The scale does not begin at zero');
  });

  it('is none where the result has no scenario', () => {
    expect(picturesOf(resultWith(FIGURES[0]!, FIGURES.at(-1)!), 'scenarios')).toEqual([]);
  });
});
