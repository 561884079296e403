import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDecimal, parseDecimal } from '../../../core/encoding/decimal.ts';
import { parseAmount } from '../../../engine/quantities/decimal.ts';
import { convertAmount, parseUnit } from '../../../engine/quantities/unit.ts';
import { convertSpelled, readUnitSpelling } from '../../../engine/quantities/unit-spelling.ts';

/** A canonical decimal of up to 20 digits and 10 decimals. */
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 10 }))
  .map(([coefficient, scale]) => {
    let [over, places] = [coefficient, scale];
    for (; places > 0 && over % 10n === 0n; places--) over /= 10n;
    return formatDecimal({ coefficient: over, scale: places });
  });

const SPELLINGS = [
  'MWh',
  'tce',
  'kgce',
  'toe',
  'MMBtu',
  '万吨',
  '亿千瓦时',
  '10^4 t',
  'thousand m3',
  'kgCO2/kWh',
  'bbl',
  'short ton',
  'tC/ha',
];

describe('a spelling of a unit', () => {
  it.each([
    ['MWh', 'MW.h', '1'],
    ['tce', 'GJ', '29.3076'],
    ['GJ', 'GJ', '1'],
    ['tCO2e', 't{CO2e}', '1'],
    ['kg CO2-eq per t.km', 'kg{CO2e}/t.km', '1'],
    ['kgCO2/kWh', 'kg{CO2}/kW.h', '1'],
    ['lb CO2 / MWh', '[lb_av]{CO2}/MW.h', '1'],
    ['lb', '[lb_av]', '1'],
    ['short ton', '[ston_av]', '1'],
    ['long tons', '[lton_av]', '1'],
    ['MMBtu', '[Btu_IT]', '1000000'],
    ['万吨', 't', '10000'],
    ['亿千瓦时', 'kW.h', '100000000'],
    ['10^4 t', 't', '10000'],
    ['million m3', 'm3', '1000000'],
    ['pkm', 'km.{passenger}', '1'],
    ['TJ/Gg', 'TJ/Gg', '1'],
    ['ha', 'har', '1'],
    ['bbl', '[gal_us]', '42'],
    ['UK gal', 'L', '4.54609'],
    ['kL', 'm3', '1'],
    ['度', 'kW.h', '1'],
    ['万度', 'kW.h', '10000'],
    ['升', 'L', '1'],
    ['千升', 'L', '1000'],
    ['吉焦', 'GJ', '1'],
    ['千吨', 't', '1000'],
    ['万立方米', 'm3', '10000'],
    ['EC therm', '[Btu_IT]', '100000'],
    ['US therms', 'MJ', '105.4804'],
    ['Mcf', 'm3', '28.316846592'],
    ['ccf', 'm3', '2.8316846592'],
  ])('%s is %s, times %s', (text, unit, factor) => {
    const spelled = readUnitSpelling(text);
    expect(spelled.unit).toBe(unit);
    expect(convertSpelled('1', spelled)).toBe(factor);
  });

  it.each([
    ['Nm3', 'm3', '1', { conditions: '0C' }],
    ['万Nm3', 'm3', '10000', { conditions: '0C' }],
    ['Sm³', 'm3', '1', { conditions: '15C' }],
    ['MMscf', 'm3', '28316.846592', { conditions: '60F' }],
    ['kgCO2/Nm3', 'kg{CO2}/m3', '1', { conditions: '0C' }],
    ['kWh (GCV)', 'kW.h', '1', { calorific: 'gross' }],
    ['MWh (Gross CV)', 'MW.h', '1', { calorific: 'gross' }],
    ['GJ NCV', 'GJ', '1', { calorific: 'net' }],
    ['万千卡（低位）', 'kJ', '41868', { calorific: 'net' }],
    ['kgCO2/kWh (gross)', 'kg{CO2}/kW.h', '1', { calorific: 'gross' }],
    ['m3', 'm3', '1', {}],
  ])('%s is %s, times %s, and states %j', (text, unit, factor, stated) => {
    const spelled = readUnitSpelling(text);
    expect([spelled.unit, convertSpelled('1', spelled), spelled.stated]).toEqual([unit, factor, stated]);
  });

  it('of a mass says no calorific value, and a standard cubic metre of China two things', () => {
    expect(() => readUnitSpelling('t (GCV)')).toThrow(expect.objectContaining({ code: 'bad-unit' }));
    expect(() => readUnitSpelling('标方')).toThrow(expect.objectContaining({ code: 'ambiguous-unit' }));
  });

  it.each(['mt', 'MT', 'mtCO2e', 'MTCO2e', 'tons', 'gallons', 'mwh', 'kgCO2/ton'])(
    'throws ambiguous-unit for %s, with both meanings in the message',
    (text) => {
      expect(() => readUnitSpelling(text)).toThrow(
        expect.objectContaining({
          code: 'ambiguous-unit',
          message: expect.stringMatching(/means two things, .* or .*: write/),
        }),
      );
    },
  );

  it.each(['', 'bushel', 'kg/kWh/h', 'CO2e', 'MWh{CO2e}', 'toString', 'kg CO2e CO2', '-5 t'])(
    'throws bad-unit for %j',
    (text) => {
      expect(() => readUnitSpelling(text)).toThrow(expect.objectContaining({ code: 'bad-unit' }));
    },
  );

  // Golden case UNIT-1, with spellings instead of UCUM.
  it.each([
    ['lb', 'kg', '0.45359237'],
    ['short ton', 'kg', '907.18474'],
    ['long ton', 'kg', '1016.0469088'],
    ['US gal', 'L', '3.785411784'],
    ['kWh', 'MJ', '3.6'],
    ['Btu', 'J', '1055.05585262'],
  ])('one %s is exactly %s %s', (text, target, expected) => {
    const { unit } = readUnitSpelling(text);
    expect(convertAmount(parseAmount('1'), parseUnit(unit), parseUnit(target)).toString()).toBe(expected);
  });

  it('converts every value exactly: the conversion back gives the same value', () => {
    fc.assert(
      fc.property(decimals, fc.constantFrom(...SPELLINGS), (value, text) => {
        const spelled = readUnitSpelling(text);
        const there = parseDecimal(convertSpelled(value, spelled));
        const { coefficient, scale } = parseDecimal(value);
        expect(there.coefficient * spelled.denominator * 10n ** BigInt(scale)).toBe(
          coefficient * spelled.numerator * 10n ** BigInt(there.scale),
        );
      }),
    );
  });

  it('means itself when it is UCUM already', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPELLINGS), (text) => {
        const { unit } = readUnitSpelling(text);
        expect(readUnitSpelling(unit)).toEqual({ unit, numerator: 1n, denominator: 1n, stated: {} });
      }),
    );
  });

  it('throws overflow for a value that does not terminate in the UCUM unit', () => {
    expect(() => convertSpelled('1', readUnitSpelling('kgCO2e/tce'))).toThrow(
      expect.objectContaining({ code: 'overflow' }),
    );
    expect(convertSpelled('29.3076', readUnitSpelling('kgCO2e/tce'))).toBe('1');
  });
});
