import { entry, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';
import { seededRandom, type Random } from '../planted/random.ts';
import { rowsOf, type SmallTable } from './small-table.ts';

/** A table as a statistical office makes one, with what it can be checked by. Numbers are rounded to three decimals where they are stated. */
export interface RightTable {
  readonly regions: readonly string[];
  readonly sectors: readonly string[];
  readonly z: number[][];
  readonly y: number[][];
  /** Value added by industry; NaN where nothing states it. */
  readonly v: number[];
  /** CO2 in tonnes. */
  readonly f: number[];
  /** The unit of value added. */
  readonly unit: string;
  /** CO2 of each country, as its inventory has it. */
  readonly national: readonly number[];
  /** The table of the year before. */
  readonly before: { readonly z: number[][]; readonly y: number[][]; readonly f: number[] };
}

const REGIONS = ['CN', 'DE', 'IN', 'JP', 'US'];
const SECTORS = ['mining', 'steel', 'power', 'farming', 'services'];
/** CO2 per output, as the sectors of a country have it. */
const INTENSITIES = [0.4, 2, 6, 0.3, 0.05];

/** Returns a right table: regions of very different size, which buy most from themselves, and a sector that is very small in each. */
export function makeRightTable(seed: number): RightTable {
  const random = seededRandom(seed);
  const regions = REGIONS.slice(0, 3 + random.below(3));
  const sectors = SECTORS.slice(0, 3 + random.below(3));
  const [k, m] = [regions.length, sectors.length];
  const n = k * m;
  const sizes = regions.map((_, at) => 100_000 * 0.4 ** at * random.between(0.8, 1.2));
  const spread = spreading(sizes, random);
  const small = random.below(m);
  const a = transpose(
    Array.from({ length: n }, (_, column) => {
      const share = random.between(0.3, 0.6);
      const weights = sectors.map((_name, at) => (at === small ? 1e-5 : random.between(0.2, 1)));
      const sum = addUp(weights);
      const from = spread((column - (column % m)) / m);
      return from.flatMap((part) => weights.map((weight) => (share * part * weight) / sum));
    }),
  );
  const demand = transpose(
    regions.map((_name, region) => {
      const weights = sectors.map((_sector, at) => (at === small ? 1e-5 : random.between(0.2, 1)));
      return spread(region).flatMap((part) => weights.map((weight) => sizes[region]! * part * weight));
    }),
  );
  let x = demand.map(addUp);
  for (let turn = 0; turn < 80; turn++) x = a.map((row, i) => addUp(demand[i]!) + dot(row, x));
  const z = a.map((row) => row.map((value, j) => value * x[j]!));
  const f = x.map((value, i) => value * INTENSITIES[i % m]! * random.between(0.6, 1.6));
  return {
    ...{ regions, sectors, z, y: demand, f, unit: '{EUR}' },
    v: x.map((value, j) => value - addUp(z.map((row) => row[j]!))),
    national: regions.map((_, at) => addUp(f.slice(at * m, (at + 1) * m)) * random.around(0.03)),
    before: {
      ...{ z: z.map((row) => row.map((value) => value * 0.97)) },
      y: demand.map((row) => row.map((value) => value * 0.97)),
      f: f.map((value) => value * random.around(0.08)),
    },
  };
}

/** Returns how a region spreads what it buys over regions: most to itself. */
function spreading(sizes: readonly number[], random: Random): (region: number) => number[] {
  const domestic = sizes.map(() => random.between(0.6, 0.9));
  return (region) => {
    const others = addUp(sizes) - sizes[region]!;
    return sizes.map((size, at) =>
      at === region ? domestic[region]! : ((1 - domestic[region]!) * size) / others,
    );
  };
}

/** Returns the rows of a table, of its value added, of national totals, and of the year before. */
export function rowsOfRight({
  regions,
  sectors,
  v,
  national,
  before,
  unit,
  ...own
}: RightTable): TestEntry[] {
  const industries = regions.flatMap((region) => sectors.map((sector) => `${region}/${sector}`));
  const now = rowsOf(toTable(regions, industries, own));
  const then = rowsOf(toTable(regions, industries, before)).map((row): TestEntry => ({
    ...row,
    ...YEAR_2022,
    key: `before/${row.key}`,
  }));
  const added = industries.flatMap((name, at) => {
    const [region = '', sector = ''] = name.split('/');
    if (Number.isNaN(v[at])) return [];
    return [entry(`v/${name}`, decimal(v[at]!), unit, { row: 'value-added', region, sector }, YEAR_2023)];
  });
  const totals = regions.map((geography, at) => {
    const detail = { row: 'national-emission', account: 'production', gas: 'CO2', geography };
    return entry(`national/${geography}`, decimal(national[at]!), 't{CO2}', detail);
  });
  return [...now, ...added, ...totals, ...then];
}

function toTable(
  regions: readonly string[],
  industries: readonly string[],
  { z, y, f }: Pick<RightTable, 'z' | 'y' | 'f'>,
): SmallTable {
  const texts = (matrix: number[][]): string[][] => matrix.map((row) => row.map(decimal));
  return {
    ...{ industries, demands: regions.map((region) => `${region}/all`) },
    stressors: { CO2: 't{CO2}' },
    ...{ z: texts(z), y: texts(y), f: texts([f]) },
  };
}

function decimal(value: number): string {
  return value
    .toFixed(3)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');
}

export function transpose(matrix: readonly (readonly number[])[]): number[][] {
  return matrix[0]!.map((_, column) => matrix.map((row) => row[column]!));
}

export function addUp(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return addUp(a.map((value, at) => value * b[at]!));
}
