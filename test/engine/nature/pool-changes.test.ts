import { beforeAll, describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { RunResult } from '../../../engine/run.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import type { TestEntry } from '../dataset.ts';
import { area, event, factor, runNature, stock, valuesOf, years } from './land-rows.ts';

const RATIO = 44 / 12;
const WOOD = area('wood', 'forest', '100', years(2020), { tier: 3 });
const change = (name: 'gain' | 'loss', pool: string, value: string): TestEntry =>
  factor(name, 'wood', value, 't{C}/har.a', { pool });

describe('what a pool gains and loses per hectare', () => {
  it('is a removal and an emission, each on its own line, of each pool', () => {
    const result = runNature(
      [
        WOOD,
        change('gain', 'biomass', '1.5'),
        change('loss', 'biomass', '2'),
        change('gain', 'dead-wood', '0.25'),
        change('loss', 'soil', '0.1'),
      ],
      2020,
    );
    const values = valuesOf(result);
    expect(Number.parseFloat(values['nature/DE/forest/biomass/removal/2020']!)).toBeCloseTo(-150 * RATIO, 8);
    expect(Number.parseFloat(values['nature/DE/forest/biomass/emission/2020']!)).toBeCloseTo(200 * RATIO, 8);
    expect(values['nature/DE/forest/biomass/change/2020']).toBe('-50 t{C}');
    expect(values['nature/DE/forest/dead-wood/change/2020']).toBe('25 t{C}');
    expect(values['nature/DE/forest/soil/change/2020']).toBe('-10 t{C}');
    expect(values['nature/DE/forest/litter/change/2020']).toBeUndefined();
    const { detail } = result.figures.find(({ key }) => key === 'nature/DE/forest/dead-wood/removal/2020')!;
    expect(detail).toMatchObject({
      rules: '2006 IPCC Guidelines, volume 4, equations 2.17, 2.18',
      tiers: [3],
      derivation: { formula: '-1 * A * G * 1 a * 44/12' },
    });
  });

  it.each([
    ['growth', [change('gain', 'biomass', '1')], { vegetation: 'oak' }],
    [
      'stocks',
      [change('loss', 'litter', '1'), stock('wood', 'LI', '9', 2020), stock('wood', 'LI', '8', 2021)],
      {},
    ],
    ['a harvest', [change('loss', 'biomass', '1'), event('wood', 'wood-removal', '5', 'm3', 2020)], {}],
    ['a mineral soil', [change('loss', 'soil', '1')], { soil: 'clay' }],
    ['a drained soil', [change('loss', 'soil', '1')], { drained: 'peat' }],
  ])('is refused beside %s, which counts the same carbon', (_, rows, about) => {
    const counted = [
      area('wood', 'forest', '100', years(2020), about),
      ...['growth', 'drainage'].map((name) =>
        factor(name, name === 'growth' ? 'oak' : 'peat', '1', 't{C}/har.a'),
      ),
      factor('root-ratio', 'oak', '0', '1'),
      factor('soil-reference', 'clay', '50', 't{C}/har'),
      factor('expansion', 'oak', '1', 't/m3'),
    ];
    expect(() => runNature([...counted, ...rows], 2020)).toThrow(
      expect.objectContaining({ code: 'double-counting', value: 'wood' }) as EngineError,
    );
  });

  it('is refused for a year for which no row states it', () => {
    const dated = { ...change('gain', 'soil', '1'), ...years(2019) };
    expect(() => runNature([WOOD, dated], 2020)).toThrow(EngineError);
  });
});

/** CO2 in kt that Germany reported to the UNFCCC in 2025 (tables 4.A to 4.D, all of a class): emissions less removals. */
const REPORTED = {
  forest: { 1990: -25836.72, 2012: -47176.12, 2018: 22605.807, 2022: 18319.812 },
  cropland: { 1990: 20381.762, 2012: 20802.665, 2018: 22711.328, 2022: 21581.015 },
  grassland: { 1990: 30634.014, 2012: 21506.085, 2018: 31069.896, 2022: 28004.106 },
  wetlands: { 1990: 3696.3659, 2012: 4044.0229, 2018: 5336.9512, 2022: 5014.8063 },
};

describe('the land of Germany', () => {
  let result: RunResult;
  let values: Record<string, string>;
  beforeAll(async () => {
    const files = ['germany/land-1990-2009.csv', 'germany/land-2010-2023.csv'];
    const rows = (await Promise.all(files.map(readDataFile))).flat();
    result = runNature(rows, 1990, 2023, { closure: '0.00002' });
    values = valuesOf(result);
  });

  it('gives the CO2 of each class that was reported, within 10 t for each hundred kt', () => {
    for (const [land, byYear] of Object.entries(REPORTED))
      for (const [year, reported] of Object.entries(byYear)) {
        const lines = Object.keys(values).filter(
          (key) =>
            key.startsWith(`nature/DE/${land}/`) && /\/(emission|removal)\//.test(key) && key.endsWith(year),
        );
        const net = lines.reduce((sum, key) => sum + Number.parseFloat(values[key]!), 0) / 1000;
        // Dead organic matter of cropland, grassland and wetlands is in the reported number, and not in the rows.
        expect(Math.abs(net - reported), `${land} ${year}: ${net}`).toBeLessThan(
          land === 'forest' ? 0.01 : 8,
        );
      }
  });

  it('turns from a removal into an emission in 2018, when droughts and storms took more wood than grew', () => {
    expect(values['nature/DE/forest/biomass/change/2017']!.startsWith('-')).toBe(false);
    expect(values['nature/DE/forest/biomass/change/2018']!.startsWith('-')).toBe(true);
  });

  it('says the hectares of settlements and other land by which the reported areas do not close', () => {
    const gaps = result.warnings.filter(({ code }) => code === 'land-area-gap');
    expect(gaps).not.toHaveLength(0);
    expect(gaps.every(({ message }) => /ha of (settlements|other-land) /.test(message))).toBe(true);
    expect(gaps.map(({ message }) => message).join(' ')).toContain(
      '65 ha of settlements appear from nowhere from 1990 to 1991',
    );
  });
});
