import { describe, expect, it } from 'vitest';
import { arrangeColumns } from '../../pictures/kinds/columns.ts';
import { figure, htmlOf, picturesOf, products, resultWith, svgOf, unsure } from './pictured-results.ts';
import { decimalOf, elementsOf, readMarkup, readTable } from './read-markup.ts';

const FLOUR = resultWith(...products());

/** Returns the rows of the table of the first picture of a kind, its last cell as a decimal. */
function rowsOf(kind: 'product' | 'chain', result = FLOUR): string[][] {
  return readTable(htmlOf(result, kind))
    .slice(1)
    .map((cells) => [...cells.slice(0, -1), decimalOf(cells.at(-1)!)]);
}

describe('the picture of what a product is made of', () => {
  it('has the total by process and by input, the largest first, with all digits', () => {
    expect(rowsOf('product')).toEqual([
      ['By the process that emits', 'grid', '7'],
      ['By the process that emits', 'mill', '4'],
      ['By the process that emits', 'farm', '-0.5'],
      ['By the process that emits', 'Not shown separately', '-0.5'],
      ['By what its process needs', 'power ← grid', '5'],
      ['By what its process needs', 'Its own process', '4'],
      ['By what its process needs', 'grain ← farm', '1.000000000001'],
    ]);
  });

  it('gathers the smallest of many processes in one bar, and has all in its table', () => {
    const many = Array.from({ length: 40 }, (_, at) =>
      figure(`product/flour/process/p${at}`, String(100 - at), {}, 't{CO2e}'),
    );
    const result = resultWith(...FLOUR.figures, ...many);
    expect(rowsOf('product', result)).toHaveLength(47);
    expect(svgOf(result, 'product')).toContain('32 others, together');
  });
});

describe('the picture of the chain of a product', () => {
  it('leads from suppliers to the product, each process in a column left of its users', () => {
    expect(rowsOf('chain')).toEqual([
      ['mill', 'flour', '', '10.000000000001'],
      ['grid', 'mill', 'power', '5'],
      ['grid', 'farm', 'power', '2'],
      ['farm', 'mill', 'grain', '1.000000000001'],
      ['mill', 'farm', 'flour', '-0.25'],
    ]);
    const svg = readMarkup(svgOf(FLOUR, 'chain'));
    const bands = elementsOf(svg, 'path').map(({ text }) => text);
    expect(bands).toContain('grid → farm: power, 2 t CO2e');
    // What is below zero has no band, and a remark says so.
    expect(bands).toHaveLength(4);
    expect(htmlOf(FLOUR, 'chain')).toContain('1 flows are below zero');
    const [picture] = picturesOf(FLOUR, 'chain');
    if (picture?.form !== 'flows') throw new Error('expected a picture of flows');
    expect(picture.places.map(({ name, column }) => [name, column])).toEqual(
      [
        ['mill', 2],
        ['grid', 0],
        ['farm', 1],
        ['flour', 3],
      ].map(([text, column]) => [{ is: 'text', text }, column]),
    );
    // Nothing flows to the grid, and 4 of 10 are emitted by the mill itself.
    const dark = elementsOf(svg, 'rect').filter(({ attributes }) => attributes['class'] === 'bar emitted');
    const heights = dark.map(({ attributes }) => Number(attributes['height']));
    expect(heights.map((height) => Math.round((height / 300) * 10))).toEqual([4, 7]);
  });

  it('arranges processes that need one another: the smallest flow of a loop leads back', () => {
    const flow = (from: number, to: number, value: string) => ({ from, to, value });
    const loop = [flow(0, 1, '5'), flow(1, 2, '4'), flow(2, 0, '1'), flow(2, 3, '9'), flow(3, 3, '2')];
    expect(arrangeColumns(4, loop)).toEqual([0, 1, 2, 3]);
    expect(arrangeColumns(4, [...loop].reverse())).toEqual([0, 1, 2, 3]);
    expect(arrangeColumns(0, [])).toEqual([]);
  });

  it('is none where a result has no links', () => {
    const without = FLOUR.figures.filter(({ key }) => !key.includes('/link/'));
    expect(picturesOf(resultWith(...without), 'chain')).toEqual([]);
  });
});

describe('the picture of two products', () => {
  it('leads from the first total to the second by processes, and says the difference with its interval', () => {
    const [low, high] = ['-9', '1'];
    const surer = FLOUR.figures.map((each) =>
      each.key === 'comparison/flour/meal'
        ? { ...each, detail: unsure(each.key, each.value, [low, high]).detail }
        : each,
    );
    const html = htmlOf(resultWith(...surer), 'comparison');
    expect(
      readTable(html)
        .slice(1)
        .map((cells) => cells.slice(0, 2).map((cell, at) => (at === 1 ? decimalOf(cell) : cell))),
    ).toEqual([
      ['flour', '10.000000000001'],
      ['grid', '-7'],
      ['mill', '2.5'],
      ['Not shown separately', '0.5'],
      ['meal', '6'],
      ['Difference', '-4.000000000001'],
    ]);
    expect(html).toContain('Its 95 % interval is from −9.00 t CO2e to 1.00 t CO2e.');
    expect(html).toContain('The interval includes zero');
    // What is left is rounding, and no bar.
    expect(html).toContain('−0.000000000001');
    expect(htmlOf(FLOUR, 'comparison')).toContain('The second less the first is −4.000000000001 t CO2e.');
  });

  it('is none where a total is missing, or in another unit', () => {
    const other = FLOUR.figures.map((each) =>
      each.key === 'product/meal/total' ? { ...each, unit: 'kg{CO2e}' } : each,
    );
    expect(picturesOf(resultWith(...other), 'comparison')).toEqual([]);
  });
});
