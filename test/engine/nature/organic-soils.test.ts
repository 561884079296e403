import { describe, expect, it } from 'vitest';
import { readDataFile } from '../../helpers/data-file.ts';
import { gwp, type TestEntry } from '../dataset.ts';
import { area, event, factor, runNature, valuesOf, years } from './land-rows.ts';

const RATIO = 44 / 12;
const read = (values: Record<string, string>, key: string): number =>
  Number.parseFloat(values[`nature/DE/${key}`]!);

/** Defaults of the 2013 Supplement for one kind of drainage. */
const soil = (
  of: string,
  [carbon, dissolved, methane, ditches, nitrogen]: readonly string[],
): TestEntry[] => [
  factor('drainage', of, carbon!, 't{C}/har.a'),
  factor('dissolved', of, dissolved!, 't{C}/har.a'),
  factor('soil-gas', of, methane!, 'kg{CH4}/har.a', { gas: 'CH4' }),
  factor('ditch-gas', of, ditches!, 'kg{CH4}/har.a', { gas: 'CH4' }),
  factor('ditch-share', of, '0.025', '1'),
  factor('soil-gas', of, nitrogen!, 'kg{N2O-N}/har.a', { gas: 'N2O' }),
];
const POTENTIALS = [gwp('CH4', 'AR6', '27'), gwp('N2O', 'AR6', '273')];

describe('drained organic soils', () => {
  // Table 2 of "Identifying hotspots of greenhouse gas emissions from drained peatlands in the European Union" (Nature Communications, 2025), as
  // read in its online copy: t CO2e per hectare of boreal soils, by the defaults of the 2013 Supplement, ditches on 2.5 % of the area.
  it.each([
    ['peat extraction', ['2.8', '0.12', '6.1', '542', '0.3'], [10.26, 0.44, 0.16 + 0.37, 0.13, 11.36]],
    ['cropland', ['7.9', '0.12', '0', '1165', '13'], [28.97, 0.44, 0.79, 5.57, 35.75]],
  ] as const)('give what an article prints for %s', (_, rows, [co2, dissolved, ch4, n2o, total]) => {
    const values = valuesOf(
      runNature(
        [area('bog', 'wetlands', '1', years(2023), { drained: 'bog' }), ...soil('bog', rows), ...POTENTIALS],
        2023,
        2023,
        { gwpSet: 'AR6' },
      ),
    );
    expect(read(values, 'wetlands/soil/emission/2023')).toBeCloseTo(co2 + dissolved, 1);
    expect(read(values, 'wetlands/organic-soil/CH4/2023') * 27).toBeCloseTo(ch4, 1);
    expect(Math.abs(read(values, 'wetlands/organic-soil/N2O/2023') * 273 - n2o)).toBeLessThan(0.01);
    expect(Math.abs(read(values, 'emissions/2023') - total)).toBeLessThan(0.03);
  });

  it('and peat that is extracted give what the formulas of GOBLIN give for Ireland', () => {
    // GOBLIN-Proj/landcover_lca at 0ec01b57: wetland.py and horticulture_co2_peat_export, with its emission factors of Ireland.
    const [share, land, ditch, n2o] = [0.05, 6.1, 542, 0.471428571];
    const values = valuesOf(
      runNature(
        [
          area('bog', 'wetlands', '1000', years(2022), { drained: 'industrial' }),
          factor('drainage', 'industrial', '1.701545454545', 't{C}/har.a'),
          factor('dissolved', 'industrial', '0.310281818182', 't{C}/har.a'),
          factor('soil-gas', 'industrial', String(land), 'kg{CH4}/har.a', { gas: 'CH4' }),
          factor('ditch-gas', 'industrial', String(ditch), 'kg{CH4}/har.a', { gas: 'CH4' }),
          factor('ditch-share', 'industrial', String(share), '1'),
          factor('soil-gas', 'industrial', String(n2o), 'kg{N2O}/har.a', { gas: 'N2O' }),
          event('bog', 'peat-extraction', '390375.5', 't', 2022),
          factor('peat-carbon', 'industrial', '0.450409090909', 't{C}/t'),
          gwp('CH4', 'AR5', '28'),
          gwp('N2O', 'AR5', '265'),
        ],
        2022,
      ),
    );
    expect(read(values, 'wetlands/soil/emission/2022')).toBeCloseTo(6239 + 1137.7, 5);
    expect(read(values, 'wetlands/organic-soil/CH4/2022')).toBeCloseTo((1 - share) * land + share * ditch, 8);
    expect(read(values, 'wetlands/organic-soil/N2O/2022')).toBeCloseTo(n2o, 8);
    expect(read(values, 'wetlands/peat/emission/2022')).toBeCloseTo(390375.5 * 1.6515, 3);
  });
});

it('peat extraction comes out of the starter data, with a share of ditches', async () => {
  const rows = [
    area('bog', 'wetlands', '10', years(2023), { drained: 'peat-extraction', climate: 'temperate' }),
    factor('ditch-share', 'peat-extraction', '0.05', '1'),
    ...(await readDataFile('ipcc-2013/organic-soils.csv')),
    ...POTENTIALS,
  ];
  const values = valuesOf(runNature(rows, 2023, 2023, { gwpSet: 'AR6' }));
  expect(read(values, 'wetlands/soil/emission/2023')).toBeCloseTo(10 * (2.8 + 0.31) * RATIO, 8);
  expect(read(values, 'wetlands/organic-soil/CH4/2023')).toBeCloseTo(0.0095 * 6.1 + 0.0005 * 542, 8);
});

it('rewetted soils gain or lose carbon, and give off dissolved carbon and methane, as GOBLIN has it for Ireland', () => {
  const rewetted = (key: string, name: 'gain' | 'loss', value: string): TestEntry[] => [
    area(key, 'wetlands', '10', years(2022), { rewetted: key }),
    factor(name, key, value, 't{C}/har.a', { pool: 'soil' }),
    factor('dissolved', key, '0.240218181818', 't{C}/har.a'),
    factor('soil-gas', key, '216', 'kg{CH4-C}/har.a', { gas: 'CH4' }),
  ];
  const values = valuesOf(
    runNature(
      [
        ...rewetted('rich', 'loss', '0.500454545455'),
        ...rewetted('poor', 'gain', '0.23'),
        gwp('CH4', 'AR5', '28'),
      ],
      2022,
    ),
  );
  expect(read(values, 'wetlands/soil/emission/2022')).toBeCloseTo(10 * (1.835 + 2 * 0.8808), 7);
  expect(read(values, 'wetlands/soil/removal/2022')).toBeCloseTo(-10 * 0.23 * RATIO, 8);
  expect(read(values, 'wetlands/organic-soil/CH4/2022')).toBeCloseTo(20 * 0.216 * (16 / 12), 8);
});

it('flooded land gives what a program of the tier 1 of the 2019 Refinement gives for reservoirs of both ages', () => {
  // A public program, read in two versions: warm and moist, mesotrophic, 9 % of the methane downstream.
  const [state, downstream] = [3, 0.09];
  const reservoir = (key: string, land: string, hectares: string, methane: string): TestEntry[] => [
    area(key, land, hectares, years(2022), { flooded: key }),
    factor('soil-gas', key, methane, 'kg{CH4}/har.a', { gas: 'CH4' }),
    factor('nutrient-state', key, String(state), '1'),
    factor('downstream', key, String(downstream), '1'),
  ];
  const values = valuesOf(
    runNature(
      [
        ...reservoir('young', 'wetlands', '1000', '127.5'),
        factor('loss', 'young', '1.46', 't{C}/har.a', { pool: 'soil' }),
        ...reservoir('old', 'wetlands', '500', '80.3'),
        gwp('CH4', 'AR5', '28'),
      ],
      2022,
    ),
  );
  const surface = state * (127.5 * 1000 + 80.3 * 500);
  expect(read(values, 'wetlands/flooded/CH4/2022')).toBeCloseTo((surface * (1 + downstream)) / 1000, 7);
  expect(read(values, 'wetlands/soil/emission/2022')).toBeCloseTo(1000 * 1.46 * RATIO, 7);
});
