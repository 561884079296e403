import { describe, expect, it } from 'vitest';
import { formatAmount, parseAmount } from '../../../engine/quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../../engine/quantities/unit.ts';

function convert(value: string, from: string, to: string): string {
  return formatAmount(convertAmount(parseAmount(value), parseUnit(from), parseUnit(to)), value);
}

describe('convertAmount', () => {
  it.each([
    ['12500', 't', 'Gg', '12.5'],
    ['0.5306', 'kg{CO2}/kW.h', 't/MW.h', '0.5306'],
    ['98300', 'kg/TJ', 't/TJ', '98.3'],
    ['25', '%', '1', '0.25'],
    ['1', 'GW.h', 'kW.h', '1000000'],
    ['1', 'Mt', 'kt', '1000'],
    ['1', 'kg/g', '1', '1000'],
    ['1', '1', 'g/kg', '1000'],
  ])('converts %s %s to %s as %s', (value, from, to, expected) => {
    expect(convert(value, from, to)).toBe(expected);
  });

  it('reads everything after the solidus as the denominator, with or without parentheses', () => {
    expect(convert('1', 'kg/kW.h', 'kg/(kW.h)')).toBe('1');
    expect(convert('0.9', 'kg/kW.h', 'kg/MJ')).toBe('0.25');
  });

  it.each([
    ['t', 'MW.h'],
    ['kW', 'kW.h'],
    ['kg/TJ', 'kg'],
    ['1', 'kg'],
  ])('throws unit-mismatch for %s to %s', (from, to) => {
    expect(() => convert('1', from, to)).toThrow(expect.objectContaining({ code: 'unit-mismatch' }));
  });
});

describe('parseUnit', () => {
  it('keeps the substance of a mass', () => {
    expect(parseUnit('t{CO2e}').substance).toBe('CO2e');
    expect(parseUnit('kg{CO2}/kW.h').substance).toBe('CO2');
    expect(parseUnit('MW.h').substance).toBeNull();
  });

  // `mt` is a milli-tonne to UCUM and a metric tonne to many writers
  it.each([
    '',
    'mt',
    'tce',
    'MWh',
    'kg/',
    '/kg',
    'kg//h',
    'kg/kW/h',
    'k',
    'kkg',
    'KG',
    'kg{}',
    'kg{CO2',
    'kW{CO2}.h',
    'kg{CO2}.kg{CO2}',
    'kg/kg{CO2}',
    'kg kg',
    'toString',
    '((kg))',
    'kg{CO2}{CO2e}',
  ])('refuses %j', (text) => {
    expect(() => parseUnit(text)).toThrow(expect.objectContaining({ code: 'bad-unit', value: text }));
  });
});
