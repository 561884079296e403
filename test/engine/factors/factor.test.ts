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
      factor('diesel', 'well-to-tank', { gases: ['CO2'] }, 'kg{CO2}/t'),
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

describe('the error where no factor fits', () => {
  const run = (row: TestEntry): (() => unknown) => {
    const inputs = [dataset('a', used('steel', '3.1', 'life-cycle'), row)];
    return () => runMethod('value-chain@2', inputs, { ...COMMON, gwpSet: 'AR5' });
  };
  const { record } = dataset('a');

  it('names the row and place of a factor of another place, and what to add', () => {
    expect(run(factor('steel', 'life-cycle', { geography: 'DE' }))).toThrow(
      expect.objectContaining({
        code: 'factor-out-of-place',
        message:
          'use/steel/life-cycle needs the life-cycle factor of CO2e of steel for CN, found only ' +
          `factor/steel/life-cycle/geographyDE (of DE in ${record}): ` +
          'add a row of CN, or one without a place, or declare one of these as a proxy in parameters.proxies',
      }),
    );
  });

  it('names the time of a factor of another time, and what to add', () => {
    const of2022 = { ...factor('steel', 'life-cycle'), from: 1640995200, until: 1672531200 };
    expect(run(of2022)).toThrow(
      expect.objectContaining({
        code: 'factor-out-of-time',
        message: expect.stringContaining(
          `(of any place, 2022-01-01 to 2022-12-31, in ${record}): add one that is valid then, or declare`,
        ) as unknown,
      }),
    );
  });
});
