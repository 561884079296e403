import type { InputRecord } from '../../engine/rows/input.ts';
import { type ComputedResult, computeResult } from './computed-result.ts';

const start = (year: number): number => Date.UTC(year, 0) / 1000;
const YEAR_2009 = { from: start(2009), until: start(2010) };
const YEAR_2024 = { from: start(2024), until: start(2025) };
const YEARS = { from: start(1990), until: start(2023) };
const LAND_YEARS = { from: start(2010), until: start(2023) };
/** Figures in millions of tonnes, to the kilotonne. */
const SHOWN = { rounding: { mode: 'half-even', decimals: 3 }, mass: 'Mt' } as const;
const INTERVALS = { ...SHOWN, period: YEAR_2024, approach: 2, draws: 2000, contributions: 3 } as const;

/** Computes what Germany emitted in 2009 for its own final demand and for exports. The table has no imports. */
export function computeGermany(table: InputRecord): Promise<ComputedResult> {
  return computeResult('trade@1', [table], { ...SHOWN, period: YEAR_2009 });
}

/** Computes production, net imports and consumption of Germany for each year from 1990 to 2022. */
export function computeGermanySeries(emissions: InputRecord): Promise<ComputedResult> {
  return computeResult('national-trade@1', [emissions], { ...SHOWN, period: YEARS });
}

/** Computes for whom six regions emitted CO2 in 2009, with the flows between them. */
export function computeWorld(table: InputRecord): Promise<ComputedResult> {
  const accounts = ['pba', 'cba', 'household', 'flow'];
  return computeResult('trade@1', [table], { ...SHOWN, period: YEAR_2009, accounts });
}

/** Computes what the land of Germany gave off and took up. The areas that were reported do not close by up to 80 ha a year. */
export function computeGermanLand(land: InputRecord): Promise<ComputedResult> {
  const parameters = { ...SHOWN, period: LAND_YEARS, gwpSet: 'AR5', closure: '0.00001' };
  return computeResult('nature@1', [land], parameters);
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
/** Figures of a table have no year in their keys, and those of two tables have the same keys. */
const ofTable = (
  { record }: InputRecord,
  [account, by, about = 'DE']: readonly string[],
  figure: string,
  line = 'total',
): object => {
  return { account, line, about, figures: [`${figure}/${about}/CO2`], by, boundary: 'residents', record };
};
/** A line of the land of Germany, by the tables that it sent to the UNFCCC. */
const ofLand = (line: string, figure = line): object => {
  return { account: 'nature', line, about: 'DE', figures: [`nature/DE/${figure}/{year}`], by: 'inventory' };
};

/** What the panorama of two countries cites. */
export interface CountryRecords {
  readonly china: InputRecord;
  /** Production and consumption of Germany by year. */
  readonly series: InputRecord;
  /** Germany in 2009, without imports. */
  readonly germany: InputRecord;
  /** Six regions in 2009. */
  readonly world: InputRecord;
  readonly land: InputRecord;
  readonly published: InputRecord;
}

/**
 * Shows China and Germany from 1990 to 2022: the trade between production and consumption, in 2009 by partner, the land of Germany, and two
 * shares that differ. Lines without a figure are listed.
 */
export function computeCountries(records: CountryRecords): Promise<ComputedResult> {
  const share = { account: 'trade', line: 'net-imports-share' };
  const { germany, world } = records;
  return computeResult('panorama@1', Object.values(records) as InputRecord[], {
    ...SHOWN,
    period: YEARS,
    absent: 'list',
    lines: [
      byYear('production', 'production', { by: 'GCB' }),
      byYear('consumption', 'consumption', { by: 'GCB' }),
      byYear('nature', 'land-use-change', { by: 'GCB', line: 'land-use-change' }),
      { ...share, by: 'GCB', figures: ['net-imports-share/{about}/CO2/{year}'], boundary: 'territory' },
      { ...share, by: 'ScienceOne-Yuheng', about: 'CN', figures: ['CN/net-imports-share/{year}'] },
      ...['emissions', 'removals'].map((line) => ofLand(line)),
      ofLand('soil-of-settlements', 'settlements/soil/emission'),
      ofLand('wood', 'wood/production/net'),
      ofTable(germany, ['production', 'io-table'], 'pba'),
      ofTable(germany, ['consumption', 'io-table'], 'for-domestic-demand', 'without-imports'),
      ofTable(germany, ['consumption', 'io-table'], 'cba'),
      ...['DE', 'CN'].flatMap((about) => [
        ofTable(world, ['production', 'world-table', about], 'pba'),
        ofTable(world, ['consumption', 'world-table', about], 'cba'),
        ofTable(world, ['consumption', 'world-table', about], 'household', 'households'),
      ]),
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
      {
        gap: 'partners',
        from: { account: 'production', line: 'total', by: 'world-table' },
        to: { account: 'consumption', line: 'total', by: 'world-table' },
        parts: [
          {
            part: 'with-{partner}',
            plus: ['flow/{partner}/{about}/CO2'],
            minus: ['flow/{about}/{partner}/CO2'],
          },
        ],
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
