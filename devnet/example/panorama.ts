import type { InputRecord } from '../../engine/rows/input.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

const start = (year: number): number => Date.UTC(year, 0) / 1000;
const YEAR_2024 = { from: start(2024), until: start(2025) };
/** Figures in millions of tonnes, to the kilotonne. */
const SHOWN = { rounding: { mode: 'half-even', decimals: 3 }, mass: 'Mt' } as const;
const INTERVALS = { ...SHOWN, period: YEAR_2024, approach: 2, draws: 2000, contributions: 3 } as const;

/** Computes what Germany emitted in 2009 for its own final demand and for exports. The table has no imports. */
export function computeGermany(table: InputRecord): Promise<ComputedResult> {
  return computeResult('trade@1', [table], { ...SHOWN, period: { from: start(2009), until: start(2010) } });
}

/** Computes what making the exported modules and turbines emitted, by whole modules and by their assembly alone. */
export function computeMaking(inputs: readonly InputRecord[]): Promise<ComputedResult> {
  const ofProduct = (product: string, amount: string): object => {
    return { ...{ name: product, product, amount }, unit: 'MW', boundary: 'cradle-to-gate' };
  };
  return computeResult('uncertainty@1', inputs, {
    ...INTERVALS,
    method: 'life-cycle@1',
    parameters: {
      gwpSet: 'AR6',
      functionalUnits: [
        ofProduct('solar-modules', '235930'),
        ofProduct('assembly-of-modules', '235930'),
        ofProduct('wind-turbines', '5193.7'),
      ],
    },
  });
}

/** Computes what they avoid abroad: over their lifetime, and in one year, in average grids and where fossil power is displaced. */
export function computeAvoided(uses: InputRecord, factors: InputRecord): Promise<ComputedResult> {
  return computeResult('uncertainty@1', [uses, factors], {
    ...INTERVALS,
    method: 'avoided@2',
    parameters: { gwpSet: 'AR6' },
  });
}

const byYear = (account: string, figure: string, more: object = {}): object => {
  return {
    account,
    line: 'total',
    figures: [`${figure}/{about}/CO2/{year}`],
    boundary: 'territory',
    ...more,
  };
};
/** Germany's figures have no year in their keys. */
const ofTable = (account: string, figure: string, line = 'total'): object => {
  return { account, line, about: 'DE', figures: [`${figure}/DE/CO2`], by: 'io-table', boundary: 'residents' };
};

/** Shows China from 1990 to 2022 and Germany in 2009, with the trade between production and consumption, and two shares that differ. */
export function computeCountries(
  china: InputRecord,
  germany: InputRecord,
  published: InputRecord,
): Promise<ComputedResult> {
  const share = { account: 'trade', line: 'net-imports-share' };
  return computeResult('panorama@1', [china, germany, published], {
    ...SHOWN,
    period: { from: start(1990), until: start(2023) },
    absent: 'list',
    lines: [
      byYear('production', 'production', { by: 'GCB' }),
      byYear('consumption', 'consumption', { by: 'GCB' }),
      byYear('nature', 'land-use-change', { by: 'GCB', line: 'land-use-change' }),
      { ...share, by: 'GCB', figures: ['net-imports-share/{about}/CO2/{year}'], boundary: 'territory' },
      { ...share, by: 'ScienceOne-Yuheng', about: 'CN', figures: ['CN/net-imports-share/{year}'] },
      ofTable('production', 'pba'),
      ofTable('consumption', 'for-domestic-demand', 'without-imports'),
      ofTable('consumption', 'cba'),
    ],
    gaps: [
      {
        gap: 'trade',
        from: { account: 'production', line: 'total', by: 'GCB' },
        to: { account: 'consumption', line: 'total', by: 'GCB' },
        parts: [{ part: 'net-imports', plus: ['net-imports/{about}/CO2/{year}'] }],
      },
      {
        gap: 'exports',
        from: { account: 'production', line: 'total', by: 'io-table' },
        to: { account: 'consumption', line: 'without-imports', by: 'io-table' },
        parts: [{ part: 'exports', minus: ['for-exports/DE/CO2'] }],
      },
    ],
  });
}

/** Shows what making the exported turbines and modules emitted beside what they avoid, and what others published about both. */
export function computeWindSolar(
  making: InputRecord,
  avoided: InputRecord,
  published: InputRecord,
): Promise<ComputedResult> {
  const line = (account: string, name: string, by: string, ...figures: string[]): object => {
    return { about: 'CN-wind-solar', account, line: name, by, figures };
  };
  const total = (product: string): string => `product/${product}/total`;
  return computeResult('uncertainty@1', [making, avoided, published], {
    ...INTERVALS,
    approach: 1,
    method: 'panorama@1',
    parameters: {
      lines: [
        line('production', 'solar-modules', 'whole-modules', total('solar-modules')),
        line('production', 'wind-turbines', 'turbines-alone', total('wind-turbines')),
        line(
          'production',
          'making',
          'whole-modules-and-turbines',
          total('solar-modules'),
          total('wind-turbines'),
        ),
        line('production', 'making', 'assembly-of-modules-alone', total('assembly-of-modules')),
        line('production', 'making', 'turbines-alone', total('wind-turbines')),
        line('production', 'making', 'ScienceOne-Yuheng', 'CN-wind-solar/making/{year}'),
        line('avoided', 'abroad', 'lifetime-in-average-grids', 'avoided/solar', 'avoided/wind'),
        line(
          'avoided',
          'abroad',
          'one-year-in-average-grids',
          'avoided/solar-one-year',
          'avoided/wind-one-year',
        ),
        line(
          'avoided',
          'abroad',
          'one-year-for-fossil-power-with-cells-and-wafers',
          'avoided/solar-fossil-one-year',
          'avoided/wind-fossil-one-year',
        ),
        line('avoided', 'abroad', 'ScienceOne-Yuheng', 'CN-wind-solar/avoided/{year}'),
      ],
    },
  });
}
