import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { COMMON, dataset, entry, figureOf, YEAR_2022, type TestEntry } from '../dataset.ts';

const held = (
  key: string,
  value: string,
  investee: string,
  assetClass: string,
  changes: object = {},
): TestEntry =>
  entry(key, value, '{EUR}', { row: 'financing', investee, assetClass, category: '3.15', ...changes });
const worth = (investee: string, value: string, kind: string, unit = '{EUR}'): TestEntry =>
  entry(`${investee}/${kind}`, value, unit, { row: 'investee-value', investee, kind, year: 2023 });
const emits = (investee: string, scope: string, value: string, score = 2, changes: object = {}): TestEntry =>
  entry(`${investee}/scope${scope}`, value, 't{CO2e}', {
    ...{ row: 'investee-emissions', investee, scope, score, gases: ['CO2e'], gwpSet: 'AR5', year: 2023 },
    ...changes,
  });

const run = (rows: readonly TestEntry[], method = 'financed@1', changes: object = {}): RunResult =>
  runMethod(method, [dataset('a', ...rows)], { ...COMMON, gwpSet: 'AR5', ...changes });
const valuesOf = ({ figures }: RunResult): object =>
  Object.fromEntries(figures.map(({ key, value, unit }) => [key, `${value} ${unit}`]));
const refusal = (code: string, key: string, column: string): Error =>
  expect.objectContaining({ code, row: expect.objectContaining({ key, column }) as unknown }) as Error;

const STEEL = [
  held('shares', '5000000', 'steel', 'listed-equity'),
  worth('steel', '50000000', 'evic'),
  emits('steel', '1', '60000', 1),
  emits('steel', '2', '40000', 3),
  emits('steel', '3', '200000', 4),
];
const HOUSE = [
  held('loan', '150000', 'house', 'mortgage'),
  worth('house', '300000', 'value-at-origination'),
  emits('house', '1+2', '6', 5),
];

describe('financed@1', () => {
  it('attributes scope 1 and 2 of investees apart from scope 3, with scores weighted by outstanding amount', () => {
    const result = run([...STEEL, ...HOUSE]);
    expect(valuesOf(result)).toEqual({
      'financed/listed-equity/scope1+2': '10000 t{CO2e}',
      'financed/listed-equity/scope1+2/score': '3 1',
      'financed/listed-equity/scope3': '20000 t{CO2e}',
      'financed/listed-equity/scope3/score': '4 1',
      'financed/mortgage/scope1+2': '3 t{CO2e}',
      'financed/mortgage/scope1+2/score': '5 1',
      'financed/scope1+2': '10003 t{CO2e}',
      // (5 000 000 × 3 + 150 000 × 5) / 5 150 000
      'financed/scope1+2/score': '3.058252 1',
      'financed/scope3': '20000 t{CO2e}',
      'financed/scope3/score': '4 1',
    });
    expect(figureOf(result, 'financed/scope1+2').detail).toMatchObject({ scope: 3, categories: ['3.15'] });
    expect(figureOf(result, 'financed/scope3').detail.scope).toBeNull();
  });

  it('warns of an investee whose scope 3 is not given beside that of others', () => {
    const loan = [
      held('bond', '1', 'house', 'corporate-bond'),
      worth('house', '10', 'evic'),
      emits('house', '1+2', '6'),
    ];
    const shares = [held('other', '1', 'steel', 'corporate-bond'), ...STEEL.slice(1)];
    expect(run([...loan, ...shares]).warnings).toMatchObject([
      { code: 'missing-scope', row: { key: 'bond' } },
    ]);
  });

  it('shows attribution factor and emissions of each investee', () => {
    expect(valuesOf(run(STEEL, 'financed@1', { show: 'investees' }))).toMatchObject({
      'financed/listed-equity/steel/attribution': '0.1 1',
      'financed/listed-equity/steel/scope1+2': '10000 t{CO2e}',
      'financed/listed-equity/steel/scope3': '20000 t{CO2e}',
    });
  });

  it('converts an outstanding amount to the currency of the value, by a conversion factor', () => {
    const rows = [
      held('shares', '5000000', 'steel', 'listed-equity', { factors: ['usd-per-eur'] }),
      worth('steel', '100000000', 'evic', '{USD}'),
      entry('rate', '1.25', '{USD}/{EUR}', { row: 'conversion-factor', factor: 'usd-per-eur', year: 2023 }),
      ...STEEL.slice(2),
    ];
    expect(valuesOf(run(rows))).toMatchObject({ 'financed/scope1+2': '6250 t{CO2e}' });
    const unconverted = [STEEL[0]!, ...rows.slice(1)];
    expect(() => run(unconverted)).toThrow(expect.objectContaining({ code: 'unit-mismatch' }));
  });

  it.each([
    [
      'two holdings that are more than the value together',
      refusal('attribution-above-one', 'shares', 'value'),
      [...STEEL, held('more', '45000001', 'steel', 'listed-equity')],
    ],
    [
      'a value of another kind',
      refusal('missing-factor', 'loan', 'detail.investee'),
      [HOUSE[0]!, worth('house', '1', 'evic'), HOUSE[2]!],
    ],
    [
      'a value of 0',
      refusal('bad-value', 'house/value-at-origination', 'value'),
      [HOUSE[0]!, worth('house', '0', 'value-at-origination'), HOUSE[2]!],
    ],
    [
      'scope 1 beside scope 1+2',
      refusal('double-counting', 'house/scope1', 'detail.scope'),
      [...HOUSE, emits('house', '1', '5')],
    ],
    [
      'scope 1 without scope 2',
      refusal('missing-factor', 'loan', 'detail.investee'),
      [HOUSE[0]!, HOUSE[1]!, emits('house', '1', '5')],
    ],
    [
      'emissions under another GWP set',
      refusal('mixed-gwp-sets', 'house/scope1+2', 'detail.gwpSet'),
      [HOUSE[0]!, HOUSE[1]!, emits('house', '1+2', '6', 5, { gwpSet: 'AR6' })],
    ],
    [
      'a second currency',
      refusal('mixed-currencies', 'yen', 'unit'),
      [...HOUSE, { ...held('yen', '1', 'house', 'mortgage'), unit: '{JPY}' }],
    ],
    [
      'a month of an outstanding amount',
      refusal('straddled-period', 'loan', 'from'),
      [{ ...HOUSE[0]!, until: HOUSE[0]!.from + 31 * 86_400 }, HOUSE[1]!, HOUSE[2]!],
    ],
    [
      'a value of another year',
      refusal('factor-out-of-time', 'loan', 'from'),
      [HOUSE[0]!, { ...HOUSE[1]!, ...YEAR_2022 }, HOUSE[2]!],
    ],
  ])('refuses %s', (_, error, rows) => {
    expect(() => run(rows)).toThrow(error);
  });

  it('is in category 3.15 of scope 3 with scope 1 and 2 of the investees, and never twice', () => {
    expect(valuesOf(run([...STEEL, ...HOUSE], 'value-chain@2'))).toMatchObject({
      'scope3/3.15/total': '10003 t{CO2e}',
      'financed/listed-equity/scope3': '20000 t{CO2e}',
    });
    const grids = { location: 'g', residual: 'g' };
    expect(valuesOf(run([...STEEL, ...HOUSE], 'inventory@2', { grids }))).toMatchObject({
      'scope3/total': '10003 t{CO2e}',
      'total/location': '10003 t{CO2e}',
    });
    const twice = [
      entry('fund', '1', '1', {
        ...{
          row: 'value-chain-activity',
          item: 'steel',
          basis: 'life-cycle',
          category: '3.15',
          geography: 'DE',
        },
      }),
      entry('fund/ef', '1', 't{CO2e}', {
        ...{
          row: 'activity-factor',
          item: 'steel',
          basis: 'life-cycle',
          gases: ['CO2e'],
          gwpSet: 'AR5',
          year: 2023,
        },
      }),
    ];
    expect(() => run([...STEEL, ...twice], 'value-chain@2')).toThrow(
      refusal('double-counting', 'fund', 'detail.item'),
    );
  });
});
