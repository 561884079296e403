import { describe, expect, it } from 'vitest';
import { sumValues } from '../../pictures/kinds/exact.ts';
import type { FlowsPicture, PicturedFigure, TimePicture } from '../../pictures/kinds/picture.ts';
import { figure, htmlOf, picturesOf, resultWith } from './pictured-results.ts';

/** Returns a figure of a panorama in Mt of CO2, in its year. */
function surveyed(key: string, value: string, unit = 'Mt{CO2}'): PicturedFigure {
  const year = Number(key.split('/').at(-1));
  return {
    ...figure(`panorama/${key}`, value, {}, unit),
    from: Date.UTC(year, 0) / 1000,
    until: Date.UTC(year + 1, 0) / 1000,
  };
}

describe('the picture of partners', () => {
  const part = (partner: string, value: string, year = 2022): PicturedFigure =>
    surveyed(`CN/gap/trade/with-${partner}/${year}`, value);

  it('has who emits more for the region on the left and for whom it emits more on the right, of the newest year alone', () => {
    const result = resultWith(
      part('US', '-90.5'),
      part('AU', '20.25'),
      part('DE', '-30'),
      part('FR', '0'),
      part('JP', '-7', 2021),
      surveyed('CN/gap/trade/gap/2022', '-100'),
      surveyed('CN/gap/trade/unexplained/2022', '0.25'),
    );
    const [{ places, flows, table, remarks, about }] = picturesOf(result, 'partners') as [FlowsPicture];
    const named = flows.map(({ from, to, value }) => {
      const [giver, taker] = [from, to].map((at) => (places[at]!.name as { code: string }).code);
      return `${giver} → ${taker} ${value}`;
    });
    expect(named).toEqual(['AU → CN 20.25', 'CN → US 90.5', 'CN → DE 30']);
    expect(flows.every(({ from, to }) => places[from]!.column === 0 && places[to]!.column === 1)).toBe(true);
    expect(table.rows).toHaveLength(3);
    expect(remarks).toEqual([{ is: 'net-flows' }, { is: 'no-partner', value: '0.25' }]);
    expect(about).toEqual([
      { is: 'place', code: 'CN' },
      { is: 'text', text: '2022' },
    ]);
    const html = htmlOf(result, 'partners');
    expect(html).toContain('Who emits for CN, and for whom it emits, in Mt CO2: 2022');
    expect(html).toContain('0.25 Mt CO2 of the gap belong to no partner that the data name.');
  });

  it('gathers small partners of a side, and loses none of their sum', () => {
    const partners = Array.from({ length: 30 }, (_, at) => part(`P${at}`, `-${at + 1}.5`));
    const [{ flows, places, table, remarks }] = picturesOf(resultWith(...partners), 'partners') as [
      FlowsPicture,
    ];
    expect(flows).toHaveLength(9);
    expect(places.at(-1)!.name).toEqual({ is: 'others', count: 22 });
    expect(sumValues(flows)).toBe('480');
    expect(table.rows).toHaveLength(30);
    expect(remarks).toContainEqual({ is: 'shown-of', shown: 8, of: 30 });
  });

  it('is of each region and source that has partners as lines, and of none without', () => {
    const lines = ['GCB', 'OECD'].map((by) => surveyed(`DE/trade/with-CN/${by}/2020`, '5'));
    expect(picturesOf(resultWith(...lines), 'partners')).toHaveLength(2);
    const without = [surveyed('DE/trade/net-imports/GCB/2020', '5'), part('US', '0')];
    expect(picturesOf(resultWith(...without), 'partners')).toEqual([]);
  });
});

describe('the picture of nature', () => {
  const line = (name: string, year: number, value: string, unit?: string): PicturedFigure =>
    surveyed(`DE/nature/${name}/own/${year}`, value, unit);

  it('has a line for each, and a picture for each unit: what is taken up and what is held are not on one scale', () => {
    const result = resultWith(
      line('removals', 2020, '-57.5'),
      line('removals', 2021, '-49'),
      line('emissions', 2021, '60'),
      line('stock', 2020, '2300', 'Mt{C}'),
      line('stock', 2021, '2290', 'Mt{C}'),
      surveyed('DE/production/total/own/2021', '700'),
    );
    const pictures = picturesOf(result, 'nature') as TimePicture[];
    expect(pictures.map(({ unit, series }) => [unit, series.map(({ points }) => points.length)])).toEqual([
      ['Mt{CO2}', [1, 2]],
      ['Mt{C}', [2]],
    ]);
    expect(pictures[0]!.table.rows).toHaveLength(3);
    const html = htmlOf(result, 'nature');
    for (const text of ['removals', 'carbon in stock', '−57.5']) expect(html).toContain(text);
  });

  it('is not drawn of a single year, and names the largest lines a line of text apart', () => {
    expect(picturesOf(resultWith(line('removals', 2020, '-1')), 'nature')).toEqual([]);
    const many = Array.from({ length: 9 }, (_, at) =>
      [2020, 2021].map((year) => line(`pool${at}`, year, `${at + 1}`)),
    );
    const result = resultWith(...many.flat());
    const [{ series, remarks, table }] = picturesOf(result, 'nature') as [TimePicture];
    expect(series.map(({ points }) => points[0]!.value)).toEqual(['9', '8', '7', '6', '5', '4']);
    expect(remarks).toContainEqual({ is: 'shown-of', shown: 6, of: 9 });
    expect(table.rows).toHaveLength(18);
    const heights = [
      ...htmlOf(result, 'nature').matchAll(
        /<text[^>]*y="([\d.]+)"[^>]*class="strong"|<text[^>]*class="strong"[^>]*y="([\d.]+)"/g,
      ),
    ]
      .map(([, a, b]) => Number(a ?? b))
      .sort((a, b) => a - b);
    expect(heights).toHaveLength(6);
    heights.forEach((y, at) => at > 0 && expect(y - heights[at - 1]!).toBeGreaterThanOrEqual(18));
  });
});
