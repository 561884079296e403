import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';

const traded = (
  key: string,
  [value, unit]: [string, string],
  [reporter, flow, partner, code]: [string, string, string, string],
): TestEntry => {
  const row = unit.startsWith('{') ? 'trade-value' : 'trade-quantity';
  return entry(key, value, unit, { row, reporter, partner, classification: 'HS', code, flow });
};
const factor = (code: string, value: string, unit = 't{CO2}/t', geography?: string): TestEntry =>
  entry(
    `factor/${code}/${geography ?? 'any'}/${unit}`,
    value,
    unit,
    { row: 'trade-factor', code, gas: 'CO2', year: 2023, ...(geography === undefined ? {} : { geography }) },
    ALWAYS,
  );
const ROWS = [
  traded('steel', ['1000', 't'], ['DE', 'import', 'CN', '7208']),
  traded('tubes', ['10', 't'], ['DE', 'import', 'CN', '7304']),
  traded('cars', ['2000', 'kg'], ['CN', 'import', 'DE', '8703']),
  traded('mirror', ['990', 't'], ['CN', 'export', 'DE', '7208']),
  traded('again', ['5', 't'], ['DE', 're-import', 'CN', '7208']),
  traded('money', ['500', '{EUR}'], ['DE', 'import', 'CN', '7208']),
  factor('72', '1.9'),
  factor('72', '2.1', 't{CO2}/t', 'CN'),
  factor('73', '3', 'kg{CO2}/kg'),
  factor('8703', '7'),
];

function run(rows: readonly TestEntry[], parameters: object = {}): RunResult {
  return runMethod('trade-goods@1', [dataset('1', ...rows)], { ...COMMON, ...parameters });
}

describe('emissions of goods that cross borders', () => {
  it('are amounts times the factor of the longest code, at the place of the seller; sums and balances follow', () => {
    const result = run(ROWS);
    const expected = {
      // 1000 · 2.1 + 10 · 3; 2 · 7
      'traded/CN/DE/CO2': '2130',
      'traded/DE/CN/CO2': '14',
      'imports/DE/CO2': '2130',
      'exports/DE/CO2': '14',
      'balance/DE/CO2': '2116',
      'balance/CN/CO2': '-2116',
    };
    for (const [key, value] of Object.entries(expected)) expect(figureOf(result, key).value, key).toBe(value);
    const { leftOut } = result.reconciliation as unknown as { leftOut: unknown };
    const text = JSON.stringify(leftOut ?? result.reconciliation);
    for (const reason of ['made elsewhere', 'reports of imports', 'counts quantities'])
      expect(text).toContain(reason);
  });

  it('are those of exporters, or of values, where the parameters say so', () => {
    expect(figureOf(run(ROWS, { side: 'exports' }), 'traded/CN/DE/CO2').value).toBe('2079');
    const rows = [
      ...ROWS,
      factor('72', '0.9', 'kg{CO2}/{EUR}', 'DE'),
      factor('7208', '0.8', 'kg{CO2}/{EUR}'),
    ];
    expect(figureOf(run(rows, { amounts: 'values' }), 'traded/CN/DE/CO2').value).toBe('0.4');
  });

  describe('with a set of potentials', () => {
    const gasFactor = (gas: string, value: string): TestEntry =>
      entry(
        `factor/${gas}`,
        value,
        `kg{${gas}}/t`,
        { row: 'trade-factor', code: '72', gas, year: 2023 },
        ALWAYS,
      );
    const POTENTIAL = entry(
      'AR5/CH4',
      '28',
      'kg{CO2e}/kg',
      { row: 'gwp', gas: 'CH4', gwpSet: 'AR5', horizon: 100, year: 2013 },
      ALWAYS,
    );
    const STEEL = [ROWS[0]!, traded('back', ['1', 't'], ['CN', 'import', 'DE', '7208']), factor('72', '2')];

    it('add up to CO2e, each flow and the sums and balances of countries', () => {
      const result = run([...STEEL, gasFactor('CH4', '0.5'), POTENTIAL], { gwpSet: 'AR5' });
      // 1000 · (2 + 28 · 0.0005)
      const expected = { 'traded/CN/DE': '2014', 'exports/CN': '2014', 'balance/DE': '2011.986' };
      for (const [key, value] of Object.entries(expected)) {
        const figure = figureOf(result, `${key}/CO2e`);
        expect(figure, key).toMatchObject({ value, unit: 't{CO2e}' });
        expect(figure.detail, key).toMatchObject({ gwpSet: 'AR5', gases: ['CH4', 'CO2'] });
      }
      const apart = run([...STEEL, gasFactor('CH4', '0.5'), POTENTIAL]);
      expect(result.figures.filter(({ key }) => !key.endsWith('/CO2e'))).toEqual(apart.figures);
    });

    it('are refused where a gas has no potential in it', () => {
      const rows = [...STEEL, gasFactor('SF6', '1'), POTENTIAL];
      const expected = { code: 'missing-factor', value: 'AR5 potential of SF6' };
      expect(() => run(rows, { gwpSet: 'AR5' })).toThrow(expect.objectContaining(expected));
    });
  });

  it.each([
    [
      'goods without a factor',
      [...ROWS, traded('wool', ['1', 't'], ['DE', 'import', 'NZ', '5101'])],
      'missing-factor',
      'wool',
    ],
    [
      'goods that a wider code counts',
      [...ROWS, traded('all', ['1', 't'], ['DE', 'import', 'CN', '72'])],
      'repeated-cell',
      'steel',
    ],
    ['no factor at all', ROWS.slice(0, 1), 'missing-factor', 'steel'],
    [
      'a value by a factor per mass',
      ROWS.map((row) => (row.key === 'steel' ? { ...row, unit: 'm3' } : row)),
      'unit-mismatch',
      null,
    ],
  ])('refuse %s', (_what, rows, code, key) => {
    let thrown: unknown = null;
    try {
      run(rows);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code, ...(key === null ? {} : { row: { key } }) });
  });
});
