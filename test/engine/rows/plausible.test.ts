import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { parseUnit } from '../../../engine/quantities/unit.ts';
import { findImplausible } from '../../../engine/rows/types/plausible.ts';
import { ROW_TYPES } from '../../../engine/rows/types/row-types.ts';
import type { RowTypeOf } from '../../../engine/rows/types/row-type.ts';
import { readDataFile } from '../../helpers/data-file.ts';

const judge = (value: string, unit: string, detail: Record<string, unknown>): string | null =>
  findImplausible({ key: 'a', amount: parseAmount(value), unit: parseUnit(unit), detail });

const NCV = { row: 'net-calorific-value', fuel: 'coal', year: 2023 };
const OXIDATION = { row: 'oxidation', fuel: 'coal', year: 2023 };
const FACTOR = {
  row: 'emission-factor',
  fuel: 'coal',
  gas: 'CO2',
  basis: 'combustion',
  origin: 'fossil',
  year: 2023,
};
const USE = { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN' };
const GRID = { row: 'grid-factor', mix: 'average', geography: 'CN' };

describe('findImplausible', () => {
  it.each([
    ['a calorific value per tonne that is meant per kilotonne', '26.7', 'TJ/t', NCV],
    ['a calorific value in MJ per tonne', '26.7', 'MJ/t', NCV],
    ['an oxidation in per cent of per cent', '0.98', '%', OXIDATION],
    ['a CO2 factor in tonnes that is meant in kilograms', '98300', 't{CO2}/TJ', FACTOR],
    ['more CO2 than all carbon gives', '26', 'kg{CO2}/kg', FACTOR],
    ['a CO2 factor per litre that is meant per cubic metre', '2705', 'kg{CO2}/L', FACTOR],
    ['a density per litre that is meant per cubic metre', '843', 'kg/L', { row: 'density', fuel: 'diesel' }],
    ['a CH4 factor in tonnes that is meant in kilograms', '3', 't{CH4}/TJ', { ...FACTOR, gas: 'CH4' }],
    ['an N2O factor in tonnes that is meant in kilograms', '1.5', 't{N2O}/TJ', { ...FACTOR, gas: 'N2O' }],
    ['a grid factor per kWh that is meant per MWh', '530', 'kg{CO2}/kW.h', GRID],
    ['a fuel in Mt', '12.5', 'Mt', USE],
    ['an emission in Mt{CO2}', '2', 'Mt{CO2}', { row: 'measured-emission', gas: 'CO2' }],
  ])('warns of %s: %s %s', (_what, value, unit, detail) => {
    expect(judge(value, unit, detail)).toMatch(
      /^a is .*(check the value and its unit|if you mean metric tons)$/,
    );
  });

  it.each([
    ['26.7', 'TJ/Gg', NCV],
    ['0.0267', 'TJ/t', NCV],
    ['120', 'MJ/kg', NCV],
    ['36', 'MJ/m3', NCV],
    ['2.7', 'kg{CO2}/L', FACTOR],
    ['2.02', 'kg{CO2}/m3', FACTOR],
    ['0.843', 'kg/L', { row: 'density', fuel: 'diesel' }],
    ['98', '%', OXIDATION],
    ['98300', 'kg{CO2}/TJ', FACTOR],
    ['0', 'kg{CO2}/TJ', FACTOR],
    ['8', 'kg{CO2}/TJ', { ...FACTOR, basis: 'well-to-tank' }],
    ['0.5306', 't{CO2}/MW.h', GRID],
    ['12500000', 't', USE],
    ['12500', 'kt', USE],
    ['12', 'MJ', USE],
  ])('finds nothing unusual in %s %s', (value, unit, detail) => {
    expect(judge(value, unit, detail)).toBeNull();
  });

  it('says the value in the unit of the range, what is usual, and who published it', () => {
    expect(judge('26.7', 'TJ/t', NCV)).toBe(
      'a is 26700 TJ/Gg (stated as 26.7 TJ/t). Usual are 1 to 120 TJ/Gg (2006 IPCC Guidelines, volume 2, chapter 1, ' +
        'table 1.2: defaults from 2.47 to 50.4; hydrogen has 120): check the value and its unit',
    );
    expect(judge('12.5', 'Mt', USE)).toBe(
      'a is in Mt, and Mt is a million tonnes (SI prefix M): write t if you mean metric tons',
    );
  });

  it('finds nothing unusual in published starter data', async () => {
    const files = [
      'fuel-defaults-ipcc-2006.csv',
      'fuels-uk-2021.csv',
      'grid-factors-cn-2023.csv',
      'blends.csv',
    ];
    const entries = (
      await Promise.all(
        [...files, 'gwp-ar4.csv', 'gwp-ar5.csv', 'gwp-ar6.csv', 'activity-2023.csv'].map(readDataFile),
      )
    ).flat();
    const judged = entries.filter(({ value }) => value !== null);
    expect(judged.length).toBeGreaterThan(200);
    expect(judged.flatMap(({ value, unit, detail }) => judge(value!, unit, detail!) ?? [])).toEqual([]);
  });
});

describe('a plausible range', () => {
  const ranges = (ROW_TYPES as readonly RowTypeOf[]).flatMap((type) =>
    (type.plausible ?? []).map((range) => ({ type, range })),
  );

  it.each(ranges)('of $type.type names its source, and fits a unit of its row type', ({ type, range }) => {
    const dimension = parseUnit(range.unit).dimension;
    const fits = (unit: string): boolean =>
      /^(kg\/)?\*$/.test(unit) || parseUnit(unit).dimension === dimension;
    expect(type.units?.some(fits)).toBe(true);
    expect(parseAmount(range.most).greaterThan(parseAmount(range.least))).toBe(true);
    expect(range.source.length).toBeGreaterThan(10);
    expect(Object.keys(type.schema.shape)).toEqual(expect.arrayContaining(Object.keys(range.when ?? {})));
  });
});
