import {
  changeActivity,
  changeFactor,
  inUnit,
  isOf,
  ofPeriod,
  stating,
  times,
  without,
  type Fault,
} from '../fault.ts';

const isLime = isOf('process-activity', { process: 'lime' });

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
  changeActivity(
    'a conversion factor that multiplies and divides',
    isLime,
    stating({ divisors: ['lime-content'] }),
  ),
  changeFactor('a conversion factor of another year', 'conversion/lime-content', isLime, (row) => ({
    ...row,
    from: Date.UTC(2019, 0) / 1000,
    until: Date.UTC(2020, 0) / 1000,
  })),
  {
    kind: 'two values of one conversion factor',
    plant: (table) => {
      const row = table.factors.find(({ key }) => key === 'conversion/lime-content')!;
      const again = { ...row, key: `${row.key}/again`, value: '0.9' };
      return ofPeriod(table).some(isLime)
        ? { table: { ...table, factors: [...table.factors, again] }, rows: [row.key, again.key] }
        : null;
    },
  },
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
  changeActivity('a site in other case', isOf('electricity-use'), (row) =>
    stating({ facility: String(row.detail!['facility']).toUpperCase() })(row, undefined as never),
  ),
  changeActivity('a fuel with a blank at its end', isOf('fuel-use'), (row) =>
    stating({ fuel: `${String(row.detail!['fuel'])} ` })(row, undefined as never),
  ),
  changeActivity('a fuel in full width', isOf('fuel-use', { fuel: 'wood' }), stating({ fuel: 'ｗｏｏｄ' })),
  changeActivity('an item in other case', isOf('value-chain-activity'), (row) =>
    stating({ item: String(row.detail!['item']).toUpperCase() })(row, undefined as never),
  ),
  changeActivity('a category of scope 3 in scope 1', isOf('fuel-use'), stating({ category: '3.1' })),
  changeActivity(
    'a category that does not exist',
    isOf('value-chain-activity'),
    stating({ category: '3.16' }),
  ),
];
