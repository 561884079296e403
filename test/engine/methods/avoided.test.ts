import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry } from '../dataset.ts';

describe('avoided@2', () => {
  it('multiplies yearly use by the lifetime, and is negative when the solution emits more', () => {
    const rows = [
      entry('pumps', '1000', 'MW.h/a', { row: 'solution-use', solution: 'heat-pump', geography: 'CN' }),
      ...(['reference', 'solution'] as const).map((role) =>
        entry(
          `hp/${role}`,
          role === 'reference' ? '0.2' : '0.05',
          't{CO2e}/MW.h',
          { row: 'solution-factor', solution: 'heat-pump', role, gases: ['CO2e'], gwpSet: 'AR5', year: 2023 },
          ALWAYS,
        ),
      ),
      entry('hp/life', '15', 'a', { row: 'solution-lifetime', solution: 'heat-pump', year: 2023 }, ALWAYS),
    ];
    const { figures } = runMethod('avoided@2', [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5' });
    expect(figures).toEqual([expect.objectContaining({ key: 'avoided/heat-pump', value: '2250' })]);
    const worse = rows.map((row) => (row.key === 'hp/solution' ? { ...row, value: '0.3' } : row));
    const [figure] = runMethod('avoided@2', [dataset('a', ...worse)], { ...COMMON, gwpSet: 'AR5' }).figures;
    expect(figure?.value).toBe('-1500');
  });

  it('leads a capacity to energy by its conversion factors, and takes a factor without a place where the use states none', () => {
    const factor = (key: string, role: string, value: string, geography?: string) =>
      entry(
        key,
        value,
        'kg{CO2e}/kW.h',
        {
          ...{ row: 'solution-factor', solution: 'solar', role, gases: ['CO2'], gwpSet: 'AR5', year: 2023 },
          ...(geography === undefined ? {} : { geography }),
        },
        ALWAYS,
      );
    const conversion = (name: string, value: string, unit: string) =>
      entry(name, value, unit, { row: 'conversion-factor', factor: name, year: 2023 }, ALWAYS);
    const use = (key: string, solution: string, more: object) =>
      entry(key, '2', 'GW', { row: 'solution-use', solution, divisors: ['capacity'], ...more });
    const rows = [
      use('use/BR', 'solar', { geography: 'BR', factors: ['generation'] }),
      use('use/elsewhere', 'solar', { factors: ['generation'] }),
      factor('reference/BR', 'reference', '0.1', 'BR'),
      factor('reference', 'reference', '0.5'),
      factor('solution', 'solution', '0'),
      conversion('generation', '1500', 'TW.h/a'),
      conversion('capacity', '1000', 'GW'),
      entry('life', '25', 'a', { row: 'solution-lifetime', solution: 'solar', year: 2023 }, ALWAYS),
    ];
    const run = (own: typeof rows) =>
      runMethod('avoided@2', [dataset('a', ...own)], { ...COMMON, gwpSet: 'AR5' });
    // 2 GW at 1500 h are 3 TWh a year: 0.3 Mt in Brazil and 1.5 Mt elsewhere, for 25 years.
    expect(run(rows).figures).toMatchObject([{ key: 'avoided/solar', value: '45000000', unit: 't{CO2e}' }]);
    const once = [...rows, conversion('years', '1', 'a')].map((row) =>
      row.key.startsWith('use/')
        ? { ...row, detail: { ...row.detail!, factors: ['generation', 'years'] } }
        : row,
    );
    expect(run(once).figures).toMatchObject([{ value: '1800000' }]);
    const other = rows.map((row) => (row.key === 'capacity' ? { ...row, unit: 't' } : row));
    expect(() => run(other)).toThrow(expect.objectContaining({ code: 'unit-mismatch' }));
  });
});
