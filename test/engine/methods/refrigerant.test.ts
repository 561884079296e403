import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { COMMON, dataset, figureOf, gwp, leak } from '../dataset.ts';

describe('refrigerant@2', () => {
  // DEFRA 2021: 12 kg of PFC-3-1-10 at 8,860 kg CO2e/kg are 106,320 kg CO2e
  it('gives the published UK figure for PFC-3-1-10', () => {
    const inputs = [
      dataset('a', leak('leak', '12', 'kg', 'PFC-3-1-10')),
      dataset('b', gwp('PFC-3-1-10', 'AR4', '8860')),
    ];
    const figure = figureOf(
      runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR4' }),
      'scope1/refrigerant/C4F10',
    );
    expect(figure).toMatchObject({
      value: '106.32',
      unit: 't{CO2e}',
      detail: { gases: ['C4F10'], gwpSet: 'AR4' },
    });
  });

  it('uses the 100-year GWP of the set in the parameters', () => {
    const short = gwp('HFC-134a', 'AR5', '3710');
    const inputs = [
      dataset('a', leak('x', '10', 'kg', 'HFC-134a'), leak('y', '0.01', 't{HFC-134a}', 'HFC-134a')),
      dataset('b', gwp('HFC-134a', 'AR5', '1300'), gwp('HFC-134a', 'AR6', '1530'), {
        ...short,
        key: 'AR5/HFC-134a/20',
        detail: { ...short.detail, horizon: 20 },
      }),
    ];
    const run = (gwpSet: string): string =>
      figureOf(runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet }), 'scope1/refrigerant/HFC-134a')
        .value;
    expect([run('AR5'), run('AR6')]).toEqual(['26', '30.6']);
  });

  // GHG Protocol Corporate Standard, chapter 4: gases outside the Kyoto Protocol are reported separately from the scopes
  it('shows gases of the Montreal Protocol outside the scopes, in no total', () => {
    const inputs = [
      dataset('a', leak('old', '1', 't', 'HCFC-22'), leak('new', '1', 't', 'HFC-134a')),
      dataset('b', gwp('HCFC-22', 'AR5', '1760'), gwp('HFC-134a', 'AR5', '1300')),
    ];
    const grids = { location: 'national', residual: 'national' };
    const { figures } = runMethod('inventory@2', inputs, { ...COMMON, gwpSet: 'AR5', grids });
    expect(figures.map(({ key, value, detail: { scope } }) => [key, value, scope])).toEqual([
      ['by-gas/HFC-134a', '1300', 1],
      ['outside-scopes/refrigerant/HCFC-22', '1760', null],
      ['scope1/refrigerant/HFC-134a', '1300', 1],
      ['scope1/total', '1300', 1],
      ['total/location', '1300', null],
      ['total/market', '1300', null],
    ]);
  });

  it('throws unit-mismatch for a leak with a unit that names another gas', () => {
    const inputs = [
      dataset('a', leak('x', '10', 'kg{CO2}', 'HFC-134a')),
      dataset('b', gwp('HFC-134a', 'AR5', '1300')),
    ];
    expect(() => runMethod('refrigerant@2', inputs, { ...COMMON, gwpSet: 'AR5' })).toThrow(
      expect.objectContaining({ code: 'unit-mismatch', value: 'kg{CO2}' }),
    );
  });
});
