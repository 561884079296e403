import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, type TestEntry } from '../dataset.ts';

const use = (key: string, item: string, basis: string, changes: object = {}): TestEntry =>
  entry(key, '1000', 'L', {
    row: 'value-chain-activity',
    item,
    basis,
    category: '3.4',
    geography: 'GB',
    ...changes,
  });
const factor = (key: string, value: string, item: string, basis: string, changes: object = {}): TestEntry =>
  entry(
    key,
    value,
    'kg{CO2e}/L',
    {
      row: 'activity-factor',
      item,
      basis,
      gases: ['CO2', 'CH4', 'N2O'],
      gwpSet: 'AR4',
      year: 2021,
      ...changes,
    },
    ALWAYS,
  );
const outside = (key: string, value: string, item: string, changes: object = {}): TestEntry => ({
  ...factor(key, value, item, 'combustion', { gases: ['CO2'], origin: 'biogenic', ...changes }),
  unit: 'kg{CO2}/L',
});

function run(rows: readonly TestEntry[], changes: object = {}): RunResult {
  return runMethod('value-chain@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR4', ...changes });
}

function valuesOf({ figures }: RunResult): object {
  return Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
}

describe('value-chain@2', () => {
  it('adds up combustion and well-to-tank, which together are the whole of a fuel', () => {
    const rows = [
      use('burn', 'diesel', 'combustion'),
      use('supply', 'diesel', 'well-to-tank'),
      factor('ef', '2.5', 'diesel', 'combustion'),
      factor('wtt', '0.6', 'diesel', 'well-to-tank'),
    ];
    const result = run(rows);
    expect(valuesOf(result)).toMatchObject({ 'scope3/3.4/total': '3.1 t{CO2e}' });
    expect(result.warnings).toEqual([]);
  });

  it('refuses a total of a life-cycle part and another, unless it is listed', () => {
    const rows = [
      use('burn', 'diesel', 'combustion'),
      use('goods', 'steel', 'life-cycle'),
      factor('ef', '2.5', 'diesel', 'combustion'),
      factor('lc', '2', 'steel', 'life-cycle'),
    ];
    expect(() => run(rows)).toThrow(expect.objectContaining({ code: 'mixed-bases' }));
    const listed = run(rows, { totals: { mixedBases: 'list' } });
    expect(listed.warnings.map(({ code }) => code)).toContain('mixed-bases');
  });

  it('shows biogenic CO2 in a line of its own, which changes nothing for the fossil one', () => {
    const fossil = [use('burn', 'petrol', 'combustion'), factor('ef', '2.2', 'petrol', 'combustion')];
    const both = valuesOf(run([...fossil, outside('bio', '0.15', 'petrol')]));
    expect(both).toEqual({
      ...valuesOf(run(fossil)),
      'biogenic/scope3/3.4/combustion/petrol': '0.15 t{CO2}',
    });
  });

  it('leaves a use out of the biogenic line where only other places have such a factor', () => {
    const rows = [
      use('here', 'petrol', 'combustion'),
      use('there', 'petrol', 'combustion', { geography: 'DE' }),
      factor('ef', '2.2', 'petrol', 'combustion'),
      outside('bio', '0.15', 'petrol', { geography: 'DE' }),
    ];
    expect(valuesOf(run(rows))).toEqual({
      'scope3/3.4/combustion/petrol': '4.4 t{CO2e}',
      'scope3/3.4/total': '4.4 t{CO2e}',
      'biogenic/scope3/3.4/combustion/petrol': '0.15 t{CO2}',
    });
  });

  it('counts a use that states its origin with factors of that origin alone, and refuses it without one', () => {
    const rows = [
      use('wood', 'pellets', 'combustion', { origin: 'biogenic' }),
      outside('bio', '1.8', 'pellets'),
      factor('ef', '0.1', 'pellets', 'combustion'),
    ];
    expect(valuesOf(run(rows))).toEqual({ 'biogenic/scope3/3.4/combustion/pellets': '1.8 t{CO2}' });
    expect(() => run([rows[0]!, rows[2]!])).toThrow(expect.objectContaining({ code: 'missing-factor' }));
  });

  it('counts methane and nitrous oxide of biogenic carbon in scope 3, and never beside its CO2', () => {
    const gases = ['CH4', 'N2O'];
    const rows = [
      use('wood', 'pellets', 'combustion', { origin: 'biogenic' }),
      outside('bio', '1.8', 'pellets'),
      factor('others', '0.05', 'pellets', 'combustion', { gases }),
    ];
    expect(valuesOf(run(rows))).toEqual({
      'biogenic/scope3/3.4/combustion/pellets': '1.8 t{CO2}',
      'scope3/3.4/combustion/pellets': '0.05 t{CO2e}',
      'scope3/3.4/total': '0.05 t{CO2e}',
    });
    for (const mixed of [gases, ['CO2', ...gases]])
      expect(() =>
        run([rows[0]!, factor('ef', '0.05', 'pellets', 'combustion', { gases: mixed, origin: 'biogenic' })]),
      ).toThrow(expect.objectContaining({ code: 'mixed-gases' }));
  });

  it('refuses a use without an origin where all factors are biogenic', () => {
    const rows = [use('burn', 'petrol', 'combustion'), outside('bio', '0.15', 'petrol')];
    expect(() => run(rows)).toThrow(
      expect.objectContaining({
        code: 'missing-factor',
        message: expect.stringContaining('state detail.origin') as string,
      }),
    );
  });
});
