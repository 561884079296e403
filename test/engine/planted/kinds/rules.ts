import { retiredFor, COMPANY } from '../../dataset.ts';
import {
  changeActivity,
  changeFactor,
  inUnit,
  isOf,
  replaceActivity,
  stating,
  times,
  valued,
  without,
  type Fault,
} from '../fault.ts';

const isInstrument = isOf('instrument');
const isLime = isOf('process-activity', { process: 'lime' });
const NEEDS_INSTRUMENTS = 'serial numbers as ranges';
const NEEDS_ENTITIES = 'entity rows as weights';

export const INSTRUMENTS: readonly Fault[] = [
  changeActivity('a certificate that was not retired', isInstrument, without('retirement')),
  changeActivity(
    'a certificate retired for another',
    isInstrument,
    stating({ retirement: retiredFor('urn:example:other') }),
  ),
  changeActivity(
    'a certificate retired before its vintage',
    isInstrument,
    stating({ retirement: retiredFor(COMPANY, '2022-02-15') }),
  ),
  changeActivity('a certificate of another year', isInstrument, stating({ vintage: '2019' })),
  changeActivity('more certificates than use', isInstrument, times(40)),
  changeActivity('a certificate for more than any plant makes', isInstrument, valued('200000000')),
  changeActivity('an offset as a certificate', isInstrument, inUnit('t{CO2e}')),
  replaceActivity('the same certificate twice', isInstrument, (row) => [
    row,
    { ...row, key: `${row.key}/again` },
  ]),
  replaceActivity(
    'the serials of another certificate',
    isInstrument,
    (row) => [row, { ...row, key: 'certificate/wind-3', detail: { ...row.detail, id: 'wind-3' } }],
    NEEDS_INSTRUMENTS,
  ),
];

const ENTITIES = ['lei:5299000J2N45DDNE4Y28', 'lei:529900T8BM49AURSDO55'];

export const CONSOLIDATION: readonly Fault[] = [
  {
    kind: 'two entities without a consolidation',
    plant: (table) => {
      let index = 0;
      const activities = table.activities.map((row) =>
        isInstrument(row) ? row : { ...row, detail: { ...row.detail, entity: ENTITIES[index++ % 2] } },
      );
      return { table: { ...table, activities }, rows: activities.map(({ key }) => key) };
    },
  },
  changeActivity(
    'an entity with wrong check digits',
    () => true,
    stating({ entity: 'lei:5299000J2N45DDNE4Y29' }),
  ),
  changeActivity(
    'one row of another entity',
    (row) => !isInstrument(row),
    stating({ entity: ENTITIES[0] }),
    NEEDS_ENTITIES,
  ),
];

export const CHAINS: readonly Fault[] = [
  changeActivity('a conversion factor that is missing', isLime, stating({ factors: ['lime-contents'] })),
  changeActivity(
    'a conversion factor as divisor of another unit',
    isLime,
    stating({ factors: ['lime-content', 'lime-content', 'per-item'] }),
  ),
  changeFactor(
    'a conversion factor in a unit that does not cancel',
    'conversion/lime-content',
    isLime,
    inUnit('t/{use}'),
  ),
  changeFactor('a negative conversion factor', 'conversion/lime-content', isLime, times(-1)),
  changeFactor('a process factor per energy', 'process/lime', isLime, inUnit('t{CO2}/GJ')),
  changeActivity('an amount in another unit', isLime, inUnit('MW.h')),
];

export const SPELLING: readonly Fault[] = [
  changeActivity('a fuel in other case', isOf('fuel-use'), (row) =>
    stating({ fuel: String(row.detail!['fuel']).toUpperCase() })(row, undefined as never),
  ),
  changeActivity('a fuel that no factor has', isOf('fuel-use'), stating({ fuel: 'desel' })),
  changeActivity(
    'a country in lower case',
    (row) => row.detail!['geography'] !== undefined,
    stating({ geography: 'de' }),
  ),
  changeActivity(
    'a country that does not exist',
    (row) => row.detail!['geography'] !== undefined,
    stating({ geography: 'UK' }),
  ),
  changeActivity(
    'a misspelt member',
    (row) => row.detail!['geography'] !== undefined,
    (row, random) => without('geography')(stating({ geografy: 'DE' })(row, random), random),
  ),
  changeActivity('a misspelt row type', () => true, stating({ row: 'electricity' })),
  changeActivity('a unit that does not exist', () => true, inUnit('MWhs')),
  changeActivity('an ambiguous unit', isOf('fuel-use', { fuel: 'coking-coal' }), inUnit('mt')),
  changeActivity(
    'a site in other case',
    isOf('electricity-use'),
    (row) => stating({ facility: String(row.detail!['facility']).toUpperCase() })(row, undefined as never),
    'one spelling of series',
  ),
  changeActivity('a category of scope 3 in scope 1', isOf('fuel-use'), stating({ category: '3.1' })),
  changeActivity(
    'a category that does not exist',
    isOf('value-chain-activity'),
    stating({ category: '3.16' }),
  ),
];
