import { describe, expect, it } from 'vitest';
import { refuseLeftOut } from '../../../engine/rows/reconcile.ts';
import { figureOf } from '../dataset.ts';
import { runChecked } from './checked-run.ts';
import { LEFT_OUT, makeCompany, PARAMETERS, recordsOf, SITES } from './company.ts';

describe('the inventory of a company of five sites', () => {
  const company = makeCompany();
  const result = runChecked('inventory', recordsOf(company), PARAMETERS);

  it('accounts for each of its 411 rows: used, or left out for a reason', () => {
    const read = Object.values(company).flat().length;
    expect(read).toBe(411);
    const counts = new Map<string, number>();
    for (const { leftOut } of result.reconciliation)
      for (const { reason, keys } of leftOut) counts.set(reason, (counts.get(reason) ?? 0) + keys.length);
    expect(Object.fromEntries(counts)).toEqual(LEFT_OUT);
    const used = result.reconciliation.reduce((sum, record) => sum + record.used, 0);
    const left = [...counts.values()].reduce((sum, count) => sum + count, 0);
    expect(used + left).toBe(read);
    expect(used).toBe(result.used.reduce((sum, { keys }) => sum + keys.length, 0));
  });

  it('names each row exactly once', () => {
    const named = result.reconciliation.flatMap(({ record, leftOut }) =>
      leftOut.flatMap(({ keys }) => keys.map((key) => `${record} ${key}`)),
    );
    const used = result.used.flatMap(({ record, keys }) => keys.map((key) => `${record} ${key}`));
    const rows = recordsOf(company).flatMap(({ record, entries }) =>
      entries.map(({ key }) => `${record} ${key}`),
    );
    expect([...named, ...used].sort()).toEqual(rows.sort());
  });

  it('has nothing to warn of', () => {
    expect(result.warnings).toEqual([]);
  });

  it('gives the figures that a plain loop over its rows gives', () => {
    const of2023 = company.activity.filter(({ key }) => !key.includes('/2022-'));
    const sum = (prefix: string): number =>
      of2023
        .filter(({ key }) => key.startsWith(prefix))
        .reduce((total, { value }) => total + Number(value), 0);
    const gas = (sum('gas/') * 36e-6 * 56100 * 0.995) / 1000;
    expect(Number(figureOf(result, 'scope1/combustion/natural-gas/CO2').value)).toBeCloseTo(gas, 4);
    expect(Number(figureOf(result, 'scope2/location').value)).toBeCloseTo(sum('power/') * 0.38, 4);
    const clinker = figureOf(result, 'scope1/process/clinker/CO2');
    expect(Number(clinker.value)).toBeCloseTo(sum('clinker/') * 0.525, 4);
  });

  it('gives figures for each site', () => {
    for (const site of SITES)
      expect(Number(figureOf(result, `by-facility/${site}/scope1`).value)).toBeGreaterThan(0);
  });

  it('is refused where it must use every activity, as rows of the year before are left out', () => {
    expect(() => refuseLeftOut(result.reconciliation)).toThrow(
      expect.objectContaining({
        code: 'left-out-rows',
        row: expect.objectContaining({ key: 'gas/works-1/2022-01' }),
      }),
    );
    const { activity } = company;
    const of2023 = { ...company, activity: activity.filter(({ key }) => !key.includes('/2022-')) };
    const { reconciliation } = runChecked('inventory', recordsOf(of2023), PARAMETERS);
    expect(() => refuseLeftOut(reconciliation)).not.toThrow();
  });
});
