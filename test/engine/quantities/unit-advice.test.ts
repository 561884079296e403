import { describe, expect, it } from 'vitest';
import { checkUnit } from '../../../engine/figures/expression.ts';
import { readRows } from '../../../engine/rows/row.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';
import { adviseUnit, describeSamples } from '../../../engine/quantities/unit-advice.ts';
import { ALWAYS, dataset, entry } from '../dataset.ts';

describe('adviseUnit', () => {
  it.each([
    [
      'kg{CO2}/L',
      't/TJ',
      'give it in a unit that converts to t/TJ, or add a row net-calorific-value of the fuel and a factor per TJ',
    ],
    [
      'kg{CO2}/t',
      't/TJ',
      'give it in a unit that converts to t/TJ, or add a row net-calorific-value of the fuel and a factor per TJ',
    ],
    [
      'kg/L',
      'kg/t',
      'give it in a unit that converts to kg/t, or add a row density of the fuel and a factor per t',
    ],
    ['kg/km', 'kg/t', 'give it per t, as in kg/t'],
    ['L', 't', 'add a row density of the fuel, or give the amount in t'],
    ['t', 'TJ', 'add a row net-calorific-value of the fuel, or give the amount in TJ'],
    ['kW', 'J', 'a power is not an energy: multiply it by its hours, in J'],
    ['t', 't/TJ', 'give it per unit of activity, in a unit that converts to t/TJ'],
    ['t/TJ', 't', 'give the amount itself, in a unit that converts to t'],
    ['km', 't', 'give the amount in a unit that converts to t'],
    ['m3/t', 'kg/t', 'give it in a unit that converts to kg/t'],
  ])('says what to do about %s where %s is needed', (unit, needed, advice) => {
    expect(adviseUnit(parseUnit(unit), parseUnit(needed))).toBe(advice);
  });
});

describe('describeSamples', () => {
  it('says in words what is expected', () => {
    expect(describeSamples(['kg', 'm3', 'J'])).toBe(
      'a mass, such as t; or a volume, such as m3 or L; or an energy, such as MW.h or GJ',
    );
    expect(describeSamples(['W'])).toBe('a unit that converts to W');
  });
});

describe('a run that needs a row in another unit', () => {
  it('says row, column, unit, and what to do', () => {
    const factor = {
      row: 'emission-factor',
      fuel: 'diesel',
      gas: 'CO2',
      origin: 'fossil',
      basis: 'combustion',
      year: 2021,
    };
    const [row] = readRows([dataset('1', entry('diesel/CO2', '2.7', 'kg{CO2}/L', factor, ALWAYS))]);
    expect(() => checkUnit(row!, parseUnit('t/TJ'), 'CO2')).toThrow(
      expect.objectContaining({
        code: 'unit-mismatch',
        message:
          'diesel/CO2 is in kg{CO2}/L, which does not convert to t/TJ: give it in a unit that converts to t/TJ, ' +
          'or add a row net-calorific-value of the fuel and a factor per TJ',
        row: expect.objectContaining({ key: 'diesel/CO2', column: 'unit' }),
      }),
    );
  });
});
