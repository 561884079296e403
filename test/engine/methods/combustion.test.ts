import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import {
  COMMON,
  YEAR_2022,
  YEAR_2024,
  dataset,
  entry,
  figureOf,
  fuelDefaults,
  fuelUse,
  gwp,
  recordId,
  roundHalfEven,
  type TestEntry,
} from '../dataset.ts';

const KEY = 'scope1/combustion/coal/CO2';

describe('combustion@2', () => {
  // 2006 IPCC Guidelines, volume 2, chapter 1, tables 1.2 and 1.4; products as in the IPCC emission factor database
  it.each([
    ['anthracite', '26.7', '98300', '2624.61'],
    ['sub-bituminous', '18.9', '96100', '1816.29'],
    ['lignite', '11.9', '101000', '1201.9'],
  ])('gives the IPCC product for %s', (fuel, ncv, ef, expected) => {
    const inputs = [
      dataset('a', fuelUse('coal', '1', 'kt', fuel)),
      dataset('b', ...fuelDefaults(fuel, ncv, '1', { CO2: ef })),
    ];
    const figure = figureOf(runMethod('combustion@2', inputs, COMMON), `scope1/combustion/${fuel}/CO2`);
    expect(figure).toMatchObject({ value: expected, unit: 't{CO2}', ...COMMON.period });
  });

  it('multiplies exactly and rounds once: agrees with integer arithmetic', () => {
    const part = fc.integer({ min: 1, max: 10 ** 9 });
    fc.assert(
      fc.property(
        part,
        // So low that no CO2 factor gives more carbon than mass.
        fc.integer({ min: 1, max: 36_000 }),
        part,
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 9 }),
        (ad, ncv, ef, of, decimals) => {
          const defaults = fuelDefaults('coal', decimal(ncv, 4), decimal(of, 4), { CO2: decimal(ef, 3) });
          const inputs = [
            dataset('a', fuelUse('use', decimal(ad, 3), 't', 'coal')),
            dataset('b', ...defaults),
          ];
          const rounding = { mode: 'half-even', decimals } as const;
          const figure = figureOf(runMethod('combustion@2', inputs, { ...COMMON, rounding }), KEY);
          // scales 3 + 4 + 4 + 3; t to Gg and kg to t are three more each
          const product = BigInt(ad) * BigInt(ncv) * BigInt(of) * BigInt(ef);
          expect(figure.value).toBe(roundHalfEven(product, 20, decimals));
        },
      ),
    );
  });

  it('adds the uses of one fuel and names every row as an operand', () => {
    const inputs = [
      dataset('a', fuelUse('works-1', '100', 't', 'coal'), fuelUse('works-2', '50000', 'kg', 'coal')),
      dataset('b', ...fuelDefaults('coal', '20', '0.5', { CO2: '90000' })),
    ];
    const result = runMethod('combustion@2', inputs, COMMON);
    const { value, detail } = figureOf(result, KEY);
    // 150 t × 0.02 TJ/t × 90 t/TJ × 0.5
    expect(value).toBe('135');
    expect(detail.derivation.formula).toBe('sum(AD[i]) * NCV * EF * OF');
    expect(detail.derivation.operands.slice(1, 3)).toEqual([
      { name: 'AD[2]', value: '50000', unit: 'kg', record: recordId('a'), key: 'works-2' },
      { name: 'NCV', value: '20', unit: 'TJ/Gg', record: recordId('b'), key: 'coal/ncv' },
    ]);
    expect(result.used).toEqual([
      { record: recordId('a'), keys: ['works-1', 'works-2'] },
      { record: recordId('b'), keys: ['coal/ef/CO2', 'coal/ncv', 'coal/oxidation'] },
    ]);
  });

  it('keeps all digits before it rounds, so that a number close to a tie is not rounded as a tie', () => {
    const inputs = [
      dataset(
        'a',
        fuelUse('much', '1000000000001', 'Gg', 'coal'),
        fuelUse('trace', `0.${'0'.repeat(29)}1`, 'Gg', 'coal'),
      ),
      dataset('b', ...fuelDefaults('coal', '0.5', '1', { CO2: '1000' })),
    ];
    const rounding = { mode: 'half-even', decimals: 0 } as const;
    // 500000000000.5 t and a trace more
    expect(figureOf(runMethod('combustion@2', inputs, { ...COMMON, rounding }), KEY).value).toBe(
      '500000000001',
    );
  });

  it('gives CH4 and N2O in tonnes of each gas when factors exist', () => {
    const factors = { CO2: '100000', CH4: '10', N2O: '1.5' };
    const inputs = [
      dataset('a', fuelUse('use', '1', 'Gg', 'coal')),
      dataset('b', ...fuelDefaults('coal', '10', '1', factors)),
    ];
    const { figures } = runMethod('combustion@2', inputs, COMMON);
    expect(figures.map(({ key, value, unit }) => [key, value, unit])).toEqual([
      ['scope1/combustion/coal/CH4', '0.1', 't{CH4}'],
      ['scope1/combustion/coal/CO2', '1000', 't{CO2}'],
      ['scope1/combustion/coal/N2O', '0.015', 't{N2O}'],
    ]);
  });

  it.each([
    ['volume', '1000', 'm3', { unit: 'MJ/m3', value: '38.9' }, 'AD * NCV * EF * OF', '2.18229'],
    ['energy', '38.9', 'GJ', { unit: 'MJ/m3', value: '1' }, 'AD * EF * OF', '2.18229'],
    ['mass', '1', 't', { unit: 'GJ/t', value: '48' }, 'AD * NCV * EF * OF', '2.6928'],
  ])('computes a fuel that is measured by %s', (_, amount, unit, ncv, formula, expected) => {
    const defaults = fuelDefaults('gas', '1', '1', { CO2: '56100' });
    const factors = defaults.map((row) => (row.key === 'gas/ncv' ? { ...row, ...ncv } : row));
    const inputs = [dataset('a', fuelUse('use', amount, unit, 'gas')), dataset('b', ...factors)];
    const { value, detail } = figureOf(
      runMethod('combustion@2', inputs, COMMON),
      'scope1/combustion/gas/CO2',
    );
    expect([value, detail.derivation.formula]).toEqual([expected, formula]);
  });

  it('adds uses of a fuel by mass and by energy, with a formula for both', () => {
    const inputs = [
      dataset('a', fuelUse('mass', '1', 'Gg', 'coal'), fuelUse('energy', '10', 'TJ', 'coal')),
      dataset('b', ...fuelDefaults('coal', '20', '1', { CO2: '100000' })),
    ];
    const { value, detail } = figureOf(runMethod('combustion@2', inputs, COMMON), KEY);
    expect(value).toBe('3000');
    expect(detail.derivation.formula).toBe(
      'sum(AD[i] * EF[i] * OF[i]) + sum(AD[i] * NCV[i] * EF[i] * OF[i])',
    );
  });

  // 2006 IPCC Guidelines, volume 2, chapter 2: the factor of CO2 includes oxidation, those of CH4 and N2O have none
  it('multiplies by oxidation only for CO2', () => {
    const inputs = [
      dataset('a', fuelUse('use', '1', 'Gg', 'coal')),
      dataset('b', ...fuelDefaults('coal', '10', '0.5', { CO2: '100000', CH4: '10' })),
    ];
    const result = runMethod('combustion@2', inputs, COMMON);
    expect(figureOf(result, KEY).value).toBe('500');
    expect(figureOf(result, 'scope1/combustion/coal/CH4').value).toBe('0.1');
  });

  // GHG Protocol Corporate Standard, chapter 9: direct CO2 of biomass is separate from the scopes, its CH4 and N2O are inside
  it('shows biogenic CO2 outside the scopes, and CH4 of biomass in scope 1', () => {
    const rows = fuelDefaults('wood', '15.6', '1', { CO2: '112000', CH4: '30' }).map((row) => ({
      ...row,
      detail: row.key.includes('/ef/') ? { ...row.detail, origin: 'biogenic' } : row.detail,
    }));
    const inputs = [
      dataset('a', ofOrigin('biogenic', fuelUse('use', '1', 'Gg', 'wood'))),
      dataset('b', ...rows, gwp('CH4', 'AR5', '28')),
    ];
    const { figures } = runMethod('combustion@2', inputs, COMMON);
    expect(figures.map(({ key, value, detail: { scope } }) => [key, value, scope])).toEqual([
      ['biogenic/combustion/wood/CO2', '1747.2', null],
      ['scope1/combustion/wood/CH4', '0.468', 1],
    ]);
    const grids = { location: 'national', residual: 'national' };
    const inventory = runMethod('inventory@2', inputs, { ...COMMON, gwpSet: 'AR5', grids });
    expect(figureOf(inventory, 'biogenic/combustion/wood/CO2').value).toBe('1747.2');
    expect(figureOf(inventory, 'total/location').value).toBe('13.104');
  });

  it('ignores well-to-tank factors, and biogenic ones of a fossil fuel', () => {
    const detail = {
      row: 'emission-factor',
      fuel: 'coal',
      gas: 'CO2',
      origin: 'fossil',
      basis: 'well-to-tank',
      year: 2006,
    };
    const upstream = entry('coal/wtt', '7', 'kg{CO2}/TJ', detail);
    const biogenic = entry('coal/bio', '7', 'kg{CO2}/TJ', {
      ...detail,
      origin: 'biogenic',
      basis: 'combustion',
    });
    const inputs = [
      dataset('a', fuelUse('use', '1', 'Gg', 'coal')),
      dataset('b', ...fuelDefaults('coal', '1', '1', { CO2: '1000' }), upstream, biogenic),
    ];
    expect(figureOf(runMethod('combustion@2', inputs, COMMON), KEY).value).toBe('1');
  });

  it('ignores activity of other years', () => {
    const detail = { row: 'fuel-use', fuel: 'coal', category: '1.A.2', geography: 'CN' };
    const inputs = [
      dataset(
        'a',
        fuelUse('use', '1', 'Gg', 'coal'),
        entry('before', '5', 'Gg', detail, YEAR_2022),
        entry('after', '7', 'Gg', detail, YEAR_2024),
      ),
      dataset('b', ...fuelDefaults('coal', '1', '1', { CO2: '1000' })),
    ];
    expect(figureOf(runMethod('combustion@2', inputs, COMMON), KEY).value).toBe('1');
  });

  it('throws out-of-range for an oxidation above 1', () => {
    const inputs = [
      dataset('a', fuelUse('use', '1', 'Gg', 'coal')),
      dataset('b', ...fuelDefaults('coal', '1', '1.01', { CO2: '1000' })),
    ];
    expect(() => runMethod('combustion@2', inputs, COMMON)).toThrow(
      expect.objectContaining({ code: 'out-of-range' }),
    );
  });
});

function ofOrigin(origin: string, row: TestEntry): TestEntry {
  return { ...row, detail: { ...row.detail, origin } };
}

function decimal(coefficient: number, scale: number): string {
  return roundHalfEven(BigInt(coefficient), scale, scale);
}
