import type { InputRecord } from '../../../engine/rows/input.ts';
import { COMPANY, dataset, entry, retiredFor, serialsOf, type TestEntry } from '../dataset.ts';
import { factorsOf } from './factors.ts';
import { seededRandom, type Random } from './random.ts';

/** A table of a company without a fault: its activities, the factors that these take, and the parameters of its inventory. */
export interface RightTable {
  readonly company: string;
  readonly activities: readonly TestEntry[];
  readonly factors: readonly TestEntry[];
  readonly parameters: Readonly<Record<string, unknown>>;
}

const COMPANIES = ['office', 'steel works', 'utility', 'retailer', 'farm'] as const;
type Company = (typeof COMPANIES)[number];
type Detail = Readonly<Record<string, unknown>>;
type Every = 'month' | 'quarter' | 'year';

/** How large the use of a source is in a month, and how it varies. */
interface Source {
  readonly key: string;
  readonly detail: Detail;
  readonly unit: string;
  readonly monthly: number;
  /** How much more than the mean it is in winter; 0 where it has no season. */
  readonly winter: number;
  /** The relative deviation of one month from another. */
  readonly deviation: number;
  readonly every: Every;
}

/** Returns the table that a seed makes: 5 to 500 rows of one company in one year, of the calendar or not. */
export function makeTable(seed: number): RightTable {
  const random = seededRandom(seed);
  const company = COMPANIES[seed % COMPANIES.length]!;
  const first = random.oneOf([0, 0, 0, 3, 6]);
  const year = 2023;
  const sources = sourcesOf(company, random, first === 0);
  const hasYearBefore = random.chance(0.4);
  const activities = sources.flatMap((source) => {
    const own = rowsOf(source, year, first, random);
    return hasYearBefore ? [...rowsOf(source, year - 1, first, random, random.around(0.06)), ...own] : own;
  });
  return {
    company,
    activities: [...activities, ...(first === 0 ? certificatesOf(activities, random) : [])],
    factors: factorsOf(),
    parameters: {
      period: { from: monthStart(year, first), until: monthStart(year + 1, first) },
      rounding: { mode: 'half-even', decimals: 6 },
      gwpSet: 'AR5',
      grids: { location: 'national', residual: 'national' },
      entities: [COMPANY],
    },
  };
}

/** Returns the records of a table. */
export function recordsOf({ activities, factors }: RightTable): InputRecord[] {
  return [dataset('a', ...activities), dataset('b', ...factors)];
}

function monthStart(year: number, month: number): number {
  return Date.UTC(year, month) / 1000;
}

const LENGTHS: Readonly<Record<Every, number>> = { month: 1, quarter: 3, year: 12 };

function rowsOf(source: Source, year: number, first: number, random: Random, growth = 1): TestEntry[] {
  const length = LENGTHS[source.every];
  return Array.from({ length: 12 / length }, (_, index) => {
    const start = first + index * length;
    const season = Array.from({ length }, (__, month) => seasonOf(source.winter, start + month)).reduce(
      (a, b) => a + b,
    );
    const value = source.monthly * growth * season * Math.max(0.3, random.around(source.deviation));
    const span = { from: monthStart(year, start), until: monthStart(year, start + length) };
    const name = new Date(1000 * span.from).toISOString().slice(0, 7);
    return entry(`${source.key}/${name}`, write(value), source.unit, source.detail, span);
  });
}

function seasonOf(winter: number, month: number): number {
  return Math.max(0.02, 1 + winter * Math.cos((2 * Math.PI * (month % 12)) / 12));
}

/** Writes a number with at most three decimals, and without zeros at its end. */
export function write(value: number): string {
  return String(Number(value.toFixed(3)));
}

const PLACES = ['DE', 'GB', 'CN', 'FR'];

function sourcesOf(company: Company, random: Random, isCalendar: boolean): Source[] {
  const count = {
    office: random.below(4) + 1,
    'steel works': 1 + random.below(2),
    utility: 1 + random.below(3),
    retailer: 5 + random.below(25),
    farm: 1,
  }[company];
  return Array.from({ length: count }, (_, index) => ({
    facility: `site-${index + 1}`,
    geography: random.oneOf(PLACES),
  })).flatMap((site) => SOURCES[company](site, random, isCalendar));
}

interface Site {
  readonly facility: string;
  readonly geography: string;
}

const SOURCES: Readonly<Record<Company, (site: Site, random: Random, isCalendar: boolean) => Source[]>> = {
  office: (site, random, isCalendar) => [
    electricity(
      site,
      random.between(5, 60),
      0.15,
      0.06,
      random.oneOf(isCalendar ? ['month', 'quarter', 'year'] : ['month', 'quarter']),
    ),
    fuel(site, 'natural-gas', 'm3', random.between(300, 4000), 0.8, random.oneOf(['month', 'quarter'])),
    ...(random.chance(0.5) ? [leak(site, 'HFC-32', random.between(0.05, 0.4))] : []),
    travel(site, 'flight', random.between(2000, 40_000), 'quarter'),
    travel(site, 'rail', random.between(500, 9000), 'month'),
    ...(random.chance(0.5) ? [travel(site, 'commute', random.between(3000, 60_000), 'year')] : []),
  ],
  'steel works': (site, random) => [
    fuel(site, 'coking-coal', 't', random.between(3000, 90_000), 0, 'month'),
    fuel(site, 'natural-gas', 'm3', random.between(1e5, 3e6), 0.1, 'month'),
    electricity(site, random.between(2000, 60_000), 0, 0.05, 'month', `meter-${site.facility}`),
    process(site, 'lime', random.between(500, 20_000)),
    leak(site, 'R-410A', random.between(0.2, 2)),
    purchase(site, 'scrap', 't', random.between(500, 9000), 'quarter'),
  ],
  utility: (site, random) => [
    fuel(site, random.oneOf(['lignite', 'anthracite']), 't', random.between(20_000, 400_000), 0.2, 'month'),
    fuel(site, 'wood', 't', random.between(1000, 9000), 0.1, 'month'),
    fuel(site, 'diesel', 't', random.between(5, 60), 0, 'quarter'),
    electricity(site, random.between(100, 3000), 0.1, 0.05, 'month', `meter-${site.facility}`),
    heat(site, random.between(50, 900)),
  ],
  retailer: (site, random, isCalendar) => [
    electricity(
      site,
      random.between(8, 90),
      -0.1,
      0.05,
      random.oneOf(isCalendar ? ['month', 'year', 'quarter'] : ['month', 'quarter']),
    ),
    ...(random.chance(0.4) ? [leak(site, 'R-404A', random.between(0.5, 6))] : []),
    ...(random.chance(0.3) ? [fuel(site, 'diesel', 'L', random.between(800, 9000), 0, 'month')] : []),
    ...(random.chance(0.3) ? [purchase(site, 'waste', 't', random.between(1, 30), 'quarter')] : []),
  ],
  farm: (site, random) => [
    fuel(site, 'diesel', 'L', random.between(300, 4000), -0.3, random.oneOf(['quarter', 'year'])),
    electricity(site, random.between(2, 20), 0, 0.08, 'quarter'),
    process(site, 'fertiliser', random.between(0.5, 9), 'year'),
    measured(site, random.between(0.5, 9)),
    purchase(site, 'feed', 't', random.between(10, 200), 'quarter'),
  ],
};

function electricity(
  site: Site,
  monthly: number,
  winter: number,
  deviation: number,
  every: Every,
  meter?: string,
): Source {
  const detail = {
    row: 'electricity-use',
    category: 'purchased',
    ...site,
    ...(meter === undefined ? {} : { meter }),
  };
  return { key: `power/${site.facility}`, detail, unit: 'MW.h', monthly, winter, deviation, every };
}

function fuel(site: Site, name: string, unit: string, monthly: number, winter: number, every: Every): Source {
  const detail = {
    row: 'fuel-use',
    fuel: name,
    category: '1.A',
    ...site,
    ...(name === 'wood' ? { origin: 'biogenic' } : {}),
  };
  return { key: `fuel/${name}/${site.facility}`, detail, unit, monthly, winter, deviation: 0.06, every };
}

function leak(site: Site, gas: string, monthly: number): Source {
  const detail = { row: 'refrigerant-leak', gas, category: '2.F.1', ...site };
  return {
    key: `leak/${gas}/${site.facility}`,
    detail,
    unit: 'kg',
    monthly,
    winter: 0,
    deviation: 0.2,
    every: 'year',
  };
}

function travel(site: Site, item: string, monthly: number, every: Every): Source {
  const detail = {
    row: 'value-chain-activity',
    item,
    basis: 'life-cycle',
    category: item === 'commute' ? '3.7' : '3.6',
    ...site,
  };
  return {
    key: `travel/${item}/${site.facility}`,
    detail,
    unit: 'km.{passenger}',
    monthly,
    winter: 0,
    deviation: 0.2,
    every,
  };
}

function purchase(site: Site, item: string, unit: string, monthly: number, every: Every): Source {
  const detail = {
    row: 'value-chain-activity',
    item,
    basis: 'life-cycle',
    category: item === 'waste' ? '3.5' : '3.1',
    ...site,
  };
  return {
    key: `purchase/${item}/${site.facility}`,
    detail,
    unit,
    monthly,
    winter: 0,
    deviation: 0.15,
    every,
  };
}

function process(site: Site, name: string, monthly: number, every: Every = 'month'): Source {
  const detail = {
    row: 'process-activity',
    process: name,
    kind: 'process',
    category: '2.A',
    ...site,
    ...(name === 'lime' ? { factors: ['lime-content'] } : {}),
  };
  return {
    key: `process/${name}/${site.facility}`,
    detail,
    unit: 't',
    monthly,
    winter: 0,
    deviation: 0.06,
    every,
  };
}

function measured(site: Site, monthly: number): Source {
  const detail = {
    row: 'measured-emission',
    gas: 'CH4',
    source: 'barn',
    category: '3.A',
    ...site,
    facility: `${site.facility}-barn`,
  };
  return {
    key: `measured/${site.facility}`,
    detail,
    unit: 't{CH4}',
    monthly,
    winter: 0.1,
    deviation: 0.05,
    every: 'month',
  };
}

function heat(site: Site, monthly: number): Source {
  const detail = { row: 'heat-use', carrier: 'heat', category: 'purchased', ...site };
  return {
    key: `heat/${site.facility}`,
    detail,
    unit: 'GJ',
    monthly,
    winter: 0.7,
    deviation: 0.06,
    every: 'month',
  };
}

/** Certificates for a part of the electricity of some tables, in one place. */
function certificatesOf(activities: readonly TestEntry[], random: Random): TestEntry[] {
  const isUse = ({ detail, from }: TestEntry): boolean =>
    detail!['row'] === 'electricity-use' && detail!['geography'] === 'DE' && from >= monthStart(2023, 0);
  const used = activities.filter(isUse).reduce((sum, { value }) => sum + Number(value), 0);
  if (used < 20 || random.chance(0.4)) return [];
  const amount = Math.floor(used * 0.3);
  return [1, 2].map((number) =>
    entry(
      `certificate/wind-${number}`,
      String(amount),
      'MW.h',
      {
        row: 'instrument',
        id: `wind-${number}`,
        vintage: '2023',
        factor: '0',
        factorUnit: 'kg{CO2e}/kW.h',
        gases: ['CO2', 'CH4', 'N2O'],
        gwpSet: 'AR5',
        geography: 'DE',
        retirement: {
          ...retiredFor(COMPANY, '2024-02-15', serialsOf(`W-${number}`, amount)),
          each: 'MW.h',
        },
      },
      { from: monthStart(2023, 0), until: monthStart(2024, 0) },
    ),
  );
}
