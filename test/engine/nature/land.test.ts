import { describe, expect, it } from 'vitest';
import { gwp } from '../dataset.ts';
import { readDataFile } from '../../helpers/data-file.ts';
import { area, conversion, event, factor, runNature, stock, valuesOf, years } from './land-rows.ts';

const RATIO = 44 / 12;
/** Returns the number of a figure of a run. */
const read = (values: Record<string, string>, key: string): number => {
  const text = values[`nature/DE/${key}`];
  if (text === undefined) throw new Error(`no figure ${key}: ${Object.keys(values).join(' ')}`);
  return Number(text.split(' ')[0]);
};

const SOILS = [
  factor('soil-reference', 'volcanic', '70', 't{C}/har'),
  factor('land-use', 'annual', '0.48', '1'),
  factor('management', 'full', '1', '1'),
  factor('input', 'low', '0.92', '1'),
];
const FIELD = { soil: 'volcanic', landUse: 'annual', management: 'full', input: 'low' };

describe('mineral soils', () => {
  /** A hectare of forest that is a field from 1991 to 2020, and grassland at its reference stock from then on. */
  const rows = [
    area('wood', 'forest', '1', years(1990), { soil: 'volcanic' }),
    area('field', 'cropland', '1', years(1991, 2020), FIELD),
    area('meadow', 'grassland', '1', years(2021, 2045), { soil: 'volcanic' }),
    conversion('wood', 'field', '1', 1991),
    conversion('field', 'meadow', '1', 2021),
    ...SOILS,
  ];

  it('lose in twenty years what the factors say, then nothing, and gain it back in twenty years', () => {
    const values = valuesOf(runNature(rows, 1991, 2045));
    const lost = (70 - 30.912) / 20;
    for (let year = 1991; year <= 2045; year++) {
      const gone = values[`nature/DE/forest-to-cropland/soil/emission/${year}`];
      const back = values[`nature/DE/cropland-to-grassland/soil/removal/${year}`];
      expect(gone === undefined ? 0 : Number(gone.split(' ')[0]), `${year}`).toBeCloseTo(
        year <= 2010 ? lost * RATIO : 0,
        8,
      );
      expect(back === undefined ? 0 : Number(back.split(' ')[0]), `${year}`).toBeCloseTo(
        year >= 2021 && year <= 2040 ? -lost * RATIO : 0,
        8,
      );
    }
  });

  it('warn where areas do not go back far enough', () => {
    const codes = (first: number): string[] => runNature(rows, first).warnings.map(({ code }) => code);
    expect(codes(2000)).toEqual(['short-history']);
    expect(codes(2010)).toEqual([]);
    const first = runNature(rows, 1990, 1991).warnings.map(({ message }) => message);
    expect(first[0]).toContain('its soils have no change in 1990');
  });

  it('take as long as the parameters say', () => {
    const values = valuesOf(runNature(rows, 1991, 1991, { soilYears: 10 }));
    expect(read(values, 'forest-to-cropland/soil/change/1991')).toBeCloseTo(-3.9088, 9);
  });
});

it('the printed example of soils comes out of the starter data', async () => {
  const levels = (management: string, input: string): object => ({
    ...{ soil: 'HAC', climate: 'warm-temperate-moist', landUse: 'long-term-cultivated', management, input },
  });
  const fields = [
    ['low', '400000', 1990, 'full-tillage', 'low'],
    ['medium', '600000', 1990, 'full-tillage', 'medium'],
    ['low', '200000', 2010, 'full-tillage', 'low'],
    ['medium', '700000', 2010, 'reduced-tillage', 'medium'],
    ['untilled', '100000', 2010, 'no-till', 'medium'],
  ] as const;
  const rows = [
    ...fields.map(([name, hectares, year, management, input]) =>
      area(name, 'cropland', hectares, years(year), levels(management, input)),
    ),
    ...(await readDataFile('ipcc-2006/land.csv')),
  ];
  expect(read(valuesOf(runNature(rows, 2010)), 'cropland/soil/change/2010')).toBe(264132);
});

it('forest to cropland of the calculator of US EPA: biomass, mineral and drained soils per hectare', () => {
  // Of the references of its Greenhouse Gas Equivalencies Calculator, read in two copies. It prints -3.78 for the soil, while the stocks that
  // it prints give -3.74.
  const land = (drained: string, emitted: string, more: object): ReturnType<typeof area>[] => [
    area(`peat-${drained}`, 'wetlands', '1', years(2020), { drained }),
    factor('drainage', drained, emitted, 't{C}/har.a', more),
  ];
  const values = valuesOf(
    runNature(
      [
        area('wood', 'forest', '1', years(2019), { vegetation: 'wood', soil: 'before' }),
        area('field', 'cropland', '1', years(2020), { vegetation: 'crop', soil: 'after' }),
        conversion('wood', 'field', '1', 2020),
        factor('biomass', 'wood', '89.84', 't{C}/har'),
        factor('biomass-after', 'crop', '2.25', 't{C}/har'),
        ...['wood', 'crop'].map((of) => factor('root-ratio', of, '0', '1')),
        factor('soil-reference', 'before', '116', 't{C}/har'),
        factor('soil-reference', 'after', '41.13', 't{C}/har'),
      ],
      2020,
    ),
  );
  expect(read(values, 'forest-to-cropland/biomass/change/2020')).toBe(-87.59);
  expect(read(values, 'forest-to-cropland/soil/change/2020')).toBe(-3.7435);
  const drained = valuesOf(runNature([...land('crop', '13.17', {}), ...land('wood', '2.91', {})], 2020));
  expect(read(drained, 'wetlands/soil/emission/2020')).toBeCloseTo((13.17 + 2.91) * RATIO, 8);
});

const OAK = [
  factor('growth', 'oak', '4', 't/har.a'),
  factor('biomass', 'oak', '130', 't/har'),
  factor('root-ratio', 'oak', '0.3', '1'),
  factor('carbon-fraction', 'oak', '0.47', 't{C}/t'),
  factor('expansion', 'oak', '1.1', 't/m3'),
  factor('density', 'oak', '0.6', 't/m3'),
  factor('loss-fraction', 'oak', '0.25', '1'),
];
const WOOD = area('wood', 'forest', '100', years(2020, 2021), { vegetation: 'oak', tier: 2 });

describe('living biomass', () => {
  it('grows on a line of removals, and what is taken is a line of emissions', () => {
    const result = runNature(
      [
        WOOD,
        event('wood', 'wood-removal', '50', 'm3', 2020),
        event('wood', 'fuelwood', '5', 't', 2020),
        event('wood', 'fuelwood-parts', '6', 'm3', 2020),
        event('wood', 'disturbance', '2', 'har', 2021),
        ...OAK,
      ],
      2020,
      2021,
      { net: ['emissions', 'removals'], lines: 'company' },
    );
    const values = valuesOf(result);
    const grown = -100 * 4 * 1.3 * 0.47 * RATIO;
    const taken = (50 * 1.1 * 1.3 + 5 * 1.3 + 6 * 0.6) * 0.47 * RATIO;
    const disturbed = 2 * 130 * 1.3 * 0.47 * 0.25 * RATIO;
    for (const year of [2020, 2021])
      expect(read(values, `forest/biomass/removal/${year}`)).toBeCloseTo(grown, 7);
    expect(read(values, 'forest/biomass/emission/2020')).toBeCloseTo(taken, 7);
    expect(read(values, 'forest/biomass/emission/2021')).toBeCloseTo(disturbed, 7);
    expect(read(values, 'net/2021')).toBeCloseTo(grown + disturbed, 7);
    expect(read(values, 'land-management/2021')).toBeCloseTo(disturbed, 7);
    expect(values['nature/DE/land-use-change/2021']).toBeUndefined();
    const net = result.figures.find(({ key }) => key === 'nature/DE/net/2021')!;
    expect(net.detail.covers!.map(({ key }) => key)).toEqual([
      'nature/DE/emissions/2021',
      'nature/DE/removals/2021',
    ]);
    const { detail, from, until } = result.figures.find(
      ({ key }) => key === 'nature/DE/forest/biomass/removal/2020',
    )!;
    expect({ from, until }).toEqual(years(2020));
    expect(detail).toMatchObject({
      rules: '2006 IPCC Guidelines, volume 4, equations 2.10, 2.9',
      tiers: [2],
      derivation: { formula: '-1 * A * G * (1 + R) * CF * 1 a * 44/12' },
    });
  });

  it('is by the difference of two stocks, each year its part of the time between them', () => {
    const rows = [
      area('wood', 'forest', '120', years(2015, 2024)),
      ...[
        ['AB', '9600', '10320'],
        ['BB', '2400', '2100'],
        ['LI', '1200', '1224'],
        ['SO', '10800', '10780'],
      ].flatMap(([pool, before, after]) => [
        stock('wood', pool!, before!, 2015),
        stock('wood', pool!, after!, 2024),
      ]),
    ];
    const values = valuesOf(runNature(rows, 2015, 2024));
    expect(read(values, 'forest/biomass/removal/2020')).toBeCloseTo((-720 / 9) * RATIO, 8);
    expect(read(values, 'forest/biomass/emission/2020')).toBeCloseTo((300 / 9) * RATIO, 8);
    expect(read(values, 'forest/litter/removal/2020')).toBeCloseTo((-24 / 9) * RATIO, 8);
    expect(read(values, 'forest/soil/emission/2020')).toBeCloseTo((20 / 9) * RATIO, 8);
    // The last stock is of 1 January 2024, so that 2024 has no figure.
    expect(Object.keys(values).filter((key) => key.endsWith('/2024'))).toEqual([
      'nature/DE/forest/area/2024',
    ]);
  });

  it('and dead organic matter are lost when land is converted, and come back over the years', () => {
    const rows = [
      area('wood', 'forest', '100', years(2019), { vegetation: 'oak' }),
      area('wood', 'forest', '92', years(2020, 2022), { vegetation: 'oak' }),
      area('field', 'cropland', '50', years(2019)),
      area('field', 'cropland', '55', years(2020, 2022)),
      area('young', 'forest', '3', years(2020, 2022), { vegetation: 'oak' }),
      conversion('wood', 'field', '8', 2020),
      conversion('field', 'young', '3', 2020),
      factor('litter', 'oak', '20', 't{C}/har'),
      ...OAK,
    ];
    const values = valuesOf(runNature(rows, 2020, 2022));
    expect(read(values, 'forest-to-cropland/biomass/emission/2020')).toBeCloseTo(
      8 * 130 * 1.3 * 0.47 * RATIO,
      7,
    );
    expect(read(values, 'forest-to-cropland/litter/emission/2020')).toBeCloseTo(8 * 20 * RATIO, 8);
    for (const year of [2020, 2021, 2022])
      expect(read(values, `cropland-to-forest/litter/removal/${year}`)).toBeCloseTo(-3 * RATIO, 8);
    expect(values['nature/DE/forest-to-cropland/litter/emission/2021']).toBeUndefined();
    expect(read(values, 'forest/biomass/removal/2020')).toBeCloseTo(-95 * 4 * 1.3 * 0.47 * RATIO, 7);
  });
});

it('fires give off methane and nitrous oxide by what burns', () => {
  const values = valuesOf(
    runNature(
      [
        area('savanna', 'grassland', '10', years(2020), { vegetation: 'savanna', climate: 'tropical' }),
        event('savanna', 'fire', '2', 'har', 2020),
        factor('fuel', 'savanna', '5', 't/har'),
        factor('combustion', 'savanna', '0.74', '1'),
        // Of its climate, which comes before the one of any climate.
        factor('fire-gas', 'savanna', '2.3', 'g{CH4}/kg', { gas: 'CH4', climate: 'tropical' }),
        factor('fire-gas', 'savanna', '0.21', 'g{N2O}/kg', { gas: 'N2O', climate: 'tropical' }),
        factor('fire-gas', 'savanna', '9', 'g{CH4}/kg', { gas: 'CH4' }),
        gwp('CH4', 'AR5', '28'),
        gwp('N2O', 'AR5', '265'),
      ],
      2020,
    ),
  );
  const burnt = 2 * 5 * 0.74;
  expect(read(values, 'grassland/fire/CH4/2020')).toBeCloseTo(burnt * 0.0023, 9);
  expect(read(values, 'grassland/fire/N2O/2020')).toBeCloseTo(burnt * 0.00021, 9);
  expect(read(values, 'emissions/2020')).toBeCloseTo(burnt * (0.0023 * 28 + 0.00021 * 265), 8);
});
