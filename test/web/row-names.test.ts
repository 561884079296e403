import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nameFigure } from '../../web/language/figure-names.ts';
import { CHINESE_FIGURES, ENGLISH_FIGURES } from '../../web/language/figure-texts.ts';
import { CHINESE_KNOWN, ENGLISH_KNOWN } from '../../web/language/known-names.ts';
import { nameRow } from '../../web/language/row-names.ts';
import { CHINESE_ROWS, ENGLISH_ROWS } from '../../web/language/row-texts.ts';

const ENGLISH = { ...ENGLISH_ROWS, known: ENGLISH_KNOWN };
const CHINESE = { ...CHINESE_ROWS, known: CHINESE_KNOWN };

const both = (key: string, detail: unknown) => [
  nameRow({ key, detail }, ENGLISH),
  nameRow({ key, detail }, CHINESE),
];

describe('names of rows', () => {
  it.each([
    [
      'CN/2022/average',
      { row: 'grid-factor', geography: 'CN', grid: 'national', mix: 'average', year: 2022 },
      ['Electricity, China, average mix, 2022', '电力，中国，全国平均，2022年'],
    ],
    [
      'CN/2023/average/North',
      { row: 'grid-factor', geography: 'CN', grid: 'North', mix: 'average' },
      ['Electricity, China, North grid, average mix, 2023', '电力，中国，华北电网，平均，2023年'],
    ],
    [
      'anthracite/net-calorific-value',
      { row: 'net-calorific-value', fuel: 'anthracite' },
      ['Net calorific value of anthracite', '无烟煤低位发热量'],
    ],
    [
      'anthracite/emission-factor/CO2',
      { row: 'emission-factor', fuel: 'anthracite', gas: 'CO2' },
      ['Emission factor of anthracite, CO₂', '无烟煤排放因子，CO₂'],
    ],
    [
      'AR5/CH4',
      { row: 'gwp', gas: 'CH4', gwpSet: 'AR5' },
      ['Warming potential of CH₄, AR5', 'CH₄ 的全球变暖潜势，AR5'],
    ],
    [
      'combustion/anthracite',
      { row: 'fuel-use', fuel: 'anthracite', facility: 'works-1' },
      ['Use of anthracite, works-1', '无烟煤消耗量，works-1'],
    ],
    [
      'CN/CO2/1990/production/coal',
      { row: 'national-emission', account: 'production', gas: 'CO2', geography: 'CN', part: 'coal' },
      ['China, CO₂, production, coal, 1990', '中国，CO₂，生产侧排放，煤炭，1990年'],
    ],
    [
      'electricity/certificate/1',
      { row: 'instrument', id: 'EXAMPLE-1', kind: 'certificate' },
      ['Certificate EXAMPLE-1', '电力证书 EXAMPLE-1'],
    ],
  ])('say what %s is, in both languages', (key, detail, names) => {
    expect(both(key, detail)).toEqual(names);
  });

  it('keep codes that are not known', () => {
    expect(both('x', { row: 'fuel-use', fuel: 'peat-7' })).toEqual(['Use of peat-7', 'peat-7 消耗量']);
    expect(both('x', { row: 'grid-factor', geography: 'US-TX', grid: 'North', mix: 'other' })).toEqual([
      'Electricity, US-TX, North, other',
      '电力，US-TX，North，other',
    ]);
  });

  it('are not made up where the row is of another form', () => {
    for (const detail of [
      ...[null, undefined, 7, 'gwp', [], {}, { row: 7 }, { row: 'toString' }, { row: 'other' }],
      ...[
        { row: 'gwp', gas: 'CH4' },
        { row: 'fuel-use', fuel: 7 },
        { row: 'grid-factor', mix: 'average' },
      ],
      ...[{ row: 'entity' }, { row: 'trade-value', flow: 'import' }],
    ])
      expect(both('2022/x', detail)).toEqual([null, null]);
  });

  it('stay one line of known size, and show hidden characters', () => {
    const [name] = both('x', { row: 'goods', good: `a\u202eb${'x'.repeat(5000)}` });
    expect(name).toContain('⟨U+202E⟩');
    expect(name!.length).toBeLessThan(400);
  });

  it.each([
    ...[
      'activity-2023',
      'blends',
      'cbam-goods',
      'cbam-markups',
      'factors-uk-2021',
      'fuel-defaults-ipcc-2006',
    ],
    ...['fuels-uk-2021', 'grid-factors-cn-2022', 'grid-factors-cn-2023', 'gwp-ar4', 'gwp-ar5', 'gwp-ar6'],
    ...['markets', 'national-emissions-cn', 'steel-table-invented', 'trade-invented'],
  ])('exist for every row of data/%s.csv', (file) => {
    const [, ...lines] = readFileSync(`data/${file}.csv`, 'utf8').trim().split('\n');
    for (const line of lines) {
      const key = line.slice(0, line.indexOf(','));
      const detail: unknown = JSON.parse(line.slice(line.indexOf('"{') + 1, -1).replaceAll('""', '"'));
      for (const name of both(key, detail)) expect(name, key).not.toBeNull();
    }
  });
});

it('figures name fuels that are known', () => {
  const key = 'scope1/combustion/anthracite/CO2';
  expect(nameFigure(key, 'inventory@2', CHINESE_FIGURES)).toBe('无烟煤燃烧，CO₂');
  expect(nameFigure('scope1/combustion/natural-gas/CO2', 'inventory@2', ENGLISH_FIGURES)).toBe(
    'Combustion of natural gas, CO₂',
  );
});
