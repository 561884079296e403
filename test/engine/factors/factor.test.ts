import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';

const used = (item: string, category: string, basis: string, changes: object = {}): TestEntry =>
  entry(`use/${item}/${basis}`, '10', 't', {
    row: 'value-chain-activity',
    item,
    category,
    basis,
    geography: 'CN',
    ...changes,
  });
const factor = (item: string, basis: string, changes: object = {}, unit = 'kg{CO2e}/t'): TestEntry =>
  entry(
    `factor/${item}/${basis}/${JSON.stringify(changes).replaceAll(/[^a-z0-9]/gi, '')}`,
    '5',
    unit,
    { row: 'activity-factor', item, gases: ['CO2e'], gwpSet: 'AR5', basis, year: 2023, ...changes },
    ALWAYS,
  );
describe('a factor is selected', () => {
  const rows = [
    factor('steel', 'life-cycle'),
    { ...factor('steel', 'life-cycle', { geography: 'CN' }), value: '6' },
    { ...factor('steel', 'life-cycle', { geography: 'CN-BJ' }), value: '7' },
  ];

  it.each([
    ['from rows of the place itself first', 'CN-BJ', '0.07'],
    ['then from rows of its country', 'CN-SH', '0.06'],
    ['then from rows without a place', 'DE', '0.05'],
  ])('%s', (_, geography, expected) => {
    const inputs = [dataset('a', used('steel', '3.1', 'life-cycle', { geography }), ...rows)];
    const { figures } = runMethod('value-chain@2', inputs, { ...COMMON, gwpSet: 'AR5' });
    expect(figures.find(({ key }) => key === 'scope3/3.1/total')).toMatchObject({ value: expected });
  });
});

describe('what is normally an error', () => {
  it('is a warning for a factor of another place that the parameters declare as a proxy', () => {
    const rows = [used('steel', '3.1', 'life-cycle'), factor('steel', 'life-cycle', { geography: 'DE' })];
    const proxies = [
      { record: dataset('a').record, key: rows[1]!.key, reason: 'no Chinese factor is published' },
    ];
    const { warnings } = runMethod('value-chain@2', [dataset('a', ...rows)], {
      ...COMMON,
      gwpSet: 'AR5',
      proxies,
    });
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'proxy-factor',
        message: expect.stringContaining('DE, stands in for'),
      }),
    ]);
  });

  it('is a warning for CO2-only factors and mixed bases when the parameters allow them', () => {
    const rows = [
      used('diesel', '3.4', 'well-to-tank'),
      used('steel', '3.4', 'life-cycle'),
      factor('diesel', 'well-to-tank', {}, 'kg{CO2}/t'),
      factor('steel', 'life-cycle'),
    ];
    const totals = { co2Only: 'list', mixedBases: 'list' };
    const { figures, warnings } = runMethod('value-chain@2', [dataset('a', ...rows)], {
      ...COMMON,
      gwpSet: 'AR5',
      totals,
    });
    expect(figures.map(({ key, value, unit }) => [key, value, unit])).toEqual([
      ['scope3/3.4/life-cycle/steel', '0.05', 't{CO2e}'],
      ['scope3/3.4/total', '0.1', 't{CO2e}'],
      ['scope3/3.4/well-to-tank/diesel', '0.05', 't{CO2}'],
    ]);
    expect(new Set(warnings.map(({ code }) => code))).toEqual(new Set(['co2-only-factor', 'mixed-bases']));
  });
});
