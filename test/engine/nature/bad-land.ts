import { entry, type TestEntry } from '../dataset.ts';
import { area, conversion, event, factor, stock, years } from './land-rows.ts';

/** A run of nature@1 for 2023 with one mistake. */
export interface BadLand {
  readonly what: string;
  /** `code key column`; a key of `-` means the parameters. */
  readonly expected: string;
  readonly rows: readonly TestEntry[];
  readonly parameters?: object;
  /** What the message must say. */
  readonly says?: string;
}

const NOW = years(2023);
const BEFORE = years(2022);
const keyed = (key: string, row: TestEntry): TestEntry => ({ ...row, key });
const WOOD = keyed('wood', area('wood', 'forest', '100', NOW, { vegetation: 'oak' }));
const LAND = keyed('field', area('field', 'cropland', '40', NOW));

/** Mistakes with the codes of land alone. */
export const LAND_CODES: readonly BadLand[] = [
  {
    what: 'five per cent of a forest that vanish',
    expected: 'land-area-lost wood value',
    rows: [area('wood', 'forest', '100', BEFORE), keyed('wood', area('wood', 'forest', '95', NOW))],
    says: '5 ha of forest are lost from 2022 to 2023',
  },
  {
    what: 'two classes of one area',
    expected: 'bad-land wood detail.land',
    rows: [keyed('a', area('wood', 'cropland', '100', BEFORE)), WOOD],
  },
];

export const BAD_LAND: readonly BadLand[] = [
  ...LAND_CODES,
  {
    what: 'a field that appears where forest was, without a conversion',
    expected: 'land-area-lost wood value',
    rows: [area('wood', 'forest', '140', BEFORE), WOOD, LAND],
    says: '40 ha of forest are lost',
  },
  {
    what: 'an area that appears from nowhere',
    expected: 'land-area-lost wood value',
    rows: [area('wood', 'forest', '90', BEFORE), WOOD],
    says: '10 ha of forest appear from nowhere',
  },
  {
    what: 'two areas of one stratum',
    expected: 'bad-land wood detail.stratum',
    rows: [keyed('a', area('wood', 'forest', '90', years(2020, 2023))), WOOD],
  },
  {
    what: 'an area of a part of a year',
    expected: 'straddled-period wood from',
    rows: [{ ...WOOD, until: NOW.until - 86_400 }],
  },
  {
    what: 'an area without a year',
    expected: 'missing-period wood from',
    rows: [{ ...WOOD, from: 0, until: 0 }],
  },
  {
    what: 'a run of a part of a year',
    expected: 'straddled-period - parameters.period',
    rows: [WOOD],
    parameters: { period: { from: NOW.from, until: NOW.until - 86_400 } },
  },
  {
    what: 'a stock without a year',
    expected: 'missing-period stock from',
    rows: [
      LAND,
      stock('field', 'AB', '9', 2020),
      { ...keyed('stock', stock('field', 'AB', '9', 2023)), from: 0, until: 0 },
    ],
  },
  {
    what: 'one stock alone',
    expected: 'bad-land stock from',
    rows: [LAND, keyed('stock', stock('field', 'AB', '9', 2023))],
  },
  {
    what: 'two stocks of one day',
    expected: 'bad-land stock from',
    rows: [
      LAND,
      keyed('a', stock('field', 'AB', '9', 2023)),
      keyed('stock', stock('field', 'AB', '8', 2023)),
    ],
  },
  {
    what: 'a stock of a stratum without an area',
    expected: 'bad-land stock detail.stratum',
    rows: [LAND, keyed('stock', stock('wood', 'AB', '9', 2020)), stock('wood', 'AB', '9', 2023)].toReversed(),
  },
  {
    what: 'a conversion without a period',
    expected: 'missing-period converted from',
    rows: [LAND, WOOD, { ...keyed('converted', conversion('wood', 'field', '1', 2023)), from: 0, until: 0 }],
  },
  {
    what: 'a conversion of several years',
    expected: 'straddled-period converted until',
    rows: [LAND, WOOD, { ...keyed('converted', conversion('wood', 'field', '1', 2023)), from: BEFORE.from }],
  },
  {
    what: 'a conversion to a stratum without an area',
    expected: 'bad-land converted detail.toStratum',
    rows: [WOOD, keyed('converted', conversion('wood', 'town', '1', 2023))],
  },
  {
    what: 'some levels of a soil without the others',
    expected: 'bad-land field detail.management',
    rows: [
      keyed('before', area('field', 'cropland', '40', BEFORE, { soil: 'clay' })),
      keyed('field', area('field', 'cropland', '40', NOW, { soil: 'clay', landUse: 'tilled' })),
      factor('soil-reference', 'clay', '88', 't{C}/har'),
    ],
    says: 'not management and input',
  },
  {
    what: 'a conversion to land whose soil is unknown',
    expected: 'bad-land field detail.soil',
    rows: [
      keyed('a', area('wood', 'forest', '1', BEFORE, { soil: 'clay' })),
      area('field', 'cropland', '0', BEFORE),
      keyed('wood', area('wood', 'forest', '0', NOW, { soil: 'clay' })),
      keyed('field', area('field', 'cropland', '1', NOW)),
      conversion('wood', 'field', '1', 2023),
    ],
    says: 'wood has a soil and field has none',
  },
  {
    what: 'a soil that a later year does not state',
    expected: 'bad-land before detail.soil',
    rows: [
      keyed('before', area('field', 'cropland', '40', BEFORE, { soil: 'clay' })),
      keyed('field', area('field', 'cropland', '40', NOW)),
      factor('soil-reference', 'clay', '88', 't{C}/har'),
    ],
    says: 'on 40 ha in 2022 and on 0 ha in 2023',
  },
  {
    what: 'a soil that is drained and mineral',
    expected: 'double-counting field detail.drained',
    rows: [keyed('field', area('field', 'cropland', '40', NOW, { soil: 'clay', drained: 'peat' }))],
  },
  {
    what: 'a soil that is drained and rewetted',
    expected: 'double-counting field detail.rewetted',
    rows: [keyed('field', area('field', 'cropland', '40', NOW, { drained: 'peat', rewetted: 'bog' }))],
  },
  {
    what: 'CO2 as a gas of an organic soil',
    expected: 'double-counting gas detail.gas',
    rows: [
      area('field', 'cropland', '40', NOW, { rewetted: 'bog' }),
      factor('gain', 'bog', '0.2', 't{C}/har.a', { pool: 'soil' }),
      keyed('gas', factor('soil-gas', 'bog', '1', 't{CO2}/har.a', { gas: 'CO2' })),
    ],
  },
  {
    what: 'a rewetted soil whose carbon no row states',
    expected: 'missing-factor field detail.rewetted',
    rows: [keyed('field', area('field', 'cropland', '40', NOW, { rewetted: 'bog' }))],
  },
  {
    what: 'a reservoir without methane',
    expected: 'missing-factor lake detail.flooded',
    rows: [keyed('lake', area('lake', 'wetlands', '40', NOW, { flooded: 'lake' }))],
  },
  {
    what: 'a factor of methane in the mass of another gas',
    expected: 'unit-mismatch gas unit',
    rows: [
      area('lake', 'wetlands', '40', NOW, { flooded: 'lake' }),
      factor('downstream', 'lake', '0.09', '1'),
      keyed('gas', factor('soil-gas', 'lake', '1', 'kg{N2O}/har.a', { gas: 'CH4' })),
    ],
  },
  {
    what: 'peat of a soil without the name of its drainage',
    expected: 'missing-factor field detail.drained',
    rows: [
      keyed('field', area('field', 'wetlands', '40', NOW)),
      event('field', 'peat-extraction', '5', 't', 2023),
    ],
  },
  {
    what: 'a soil by factors and by stocks',
    expected: 'double-counting field detail.soil',
    rows: [
      keyed('field', area('field', 'cropland', '40', NOW, { soil: 'clay' })),
      stock('field', 'SO', '9', 2020),
      stock('field', 'SO', '9', 2024),
    ],
  },
  {
    what: 'wood that is taken where stocks count it already',
    expected: 'double-counting taken detail.stratum',
    rows: [
      WOOD,
      stock('wood', 'AB', '9', 2020),
      stock('wood', 'AB', '9', 2024),
      keyed('taken', event('wood', 'wood-removal', '1', 'm3', 2023)),
    ],
  },
  {
    what: 'a fire whose CO2 has a factor',
    expected: 'double-counting CO2 detail.gas',
    rows: [
      keyed('field', area('field', 'grassland', '40', NOW, { vegetation: 'grass' })),
      event('field', 'fire', '1', 'har', 2023),
      keyed('CO2', factor('fire-gas', 'grass', '1613', 'g{CO2}/kg', { gas: 'CO2' })),
    ],
  },
  {
    what: 'a forest without a factor of its growth',
    expected: 'missing-factor wood detail.vegetation',
    rows: [WOOD],
  },
  {
    what: 'a harvest of land that no row knows',
    expected: 'bad-land taken detail.stratum',
    rows: [LAND, keyed('taken', event('wood', 'wood-removal', '1', 'm3', 2023))],
  },
  {
    what: 'a harvest of a part of two years',
    expected: 'straddled-period taken until',
    rows: [
      WOOD,
      { ...keyed('taken', event('wood', 'wood-removal', '1', 'm3', 2023)), from: NOW.from - 86_400 },
    ],
  },
  {
    what: 'a stock of carbon dioxide',
    expected: 'unit-mismatch stock unit',
    rows: [
      LAND,
      { ...keyed('stock', stock('field', 'AB', '9', 2020)), unit: 't{CO2}' },
      stock('field', 'AB', '9', 2024),
    ],
  },
  {
    what: 'a forest that is netted against scope 1',
    expected: 'netting-refused - parameters.net',
    rows: [WOOD],
    parameters: { net: ['removals', 'scope1/total'] },
    says: 'scope1/total and nature/{place}/removals/{year} are two lines',
  },
  {
    what: 'a net figure of one line',
    expected: 'netting-refused - parameters.net',
    rows: [WOOD],
    parameters: { net: ['removals'] },
  },
  {
    what: 'a closure of the whole',
    expected: 'bad-parameters - parameters.closure',
    rows: [WOOD],
    parameters: { closure: '1' },
  },
];

/** An inventory that is given land. */
export const LAND_IN_INVENTORY: readonly TestEntry[] = [
  WOOD,
  entry('measured', '5', 't{CO2}', {
    ...{ row: 'measured-emission', gas: 'CO2', source: 'stack', category: '1.A.1', geography: 'DE' },
  }),
];
