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
});
