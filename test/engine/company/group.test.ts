import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import { fiscalYear, makeTables, rowsOf, SITES, splitRows } from './group-tables.ts';
import { accountFor, restate, write, type Approach } from './literal-group.ts';

const DECIMALS = 9;
const TABLES = makeTables(2023);
const ROWS = rowsOf(TABLES);

function run(inputs: readonly InputRecord[], approach: Approach, changes: object = {}): RunResult {
  return runMethod('inventory@2', inputs, {
    ...{ period: fiscalYear(2023), rounding: { mode: 'half-even', decimals: DECIMALS }, gwpSet: 'AR5' },
    ...{
      grids: { location: 'g', residual: 'g' },
      consolidation: approach,
      by: ['entity', 'country', 'month'],
    },
    ...changes,
  });
}

const valuesOf = ({ figures }: RunResult): Map<string, string> =>
  new Map(figures.map(({ key, value }) => [key, value]));

describe('a group of three entities with a joint venture, 40 sites, in a year from April to March', () => {
  it.each<Approach>(['equity-share', 'financial-control', 'operational-control'])(
    'by %s has each digit that a literal account with fractions gives',
    (approach) => {
      const values = valuesOf(run(splitRows(ROWS, 1), approach));
      const account = accountFor(TABLES, approach);
      expect(account.size).toBeGreaterThan(100);
      for (const [key, tonnes] of account)
        expect([key, values.get(key)]).toEqual([key, write(tonnes, DECIMALS)]);
      const parts = [...values.keys()].filter((key) =>
        /^by-(entity|country|month)\/[^/]+\/(scope1|scope2\/location)$/.test(key),
      );
      expect(parts.filter((key) => !account.has(key))).toEqual([]);
    },
  );

  it('counts each of its sites, but for those of a venture that it does not operate', () => {
    const sites = (approach: Approach): number =>
      [...valuesOf(run(splitRows(ROWS, 1), approach)).keys()].filter((key) =>
        /^by-facility\/[^/]+\/scope1$/.test(key),
      ).length;
    expect([sites('equity-share'), sites('operational-control')]).toEqual([SITES, 27]);
  });

  it('has the same figures in any order, and in any split into tables', () => {
    const whole = valuesOf(run(splitRows(ROWS, 1), 'equity-share'));
    for (const inputs of [
      splitRows(ROWS.toReversed(), 1),
      splitRows(ROWS, 2),
      splitRows(ROWS.toReversed(), 7),
    ])
      expect(valuesOf(run(inputs, 'equity-share'))).toEqual(whole);
  });

  it.each<[string, (text: string) => string]>([
    ['in capitals', (text) => text.toUpperCase()],
    ['with blanks around', (text) => ` ${text} `],
    [
      'in full width',
      (text) => text.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ],
  ])('has the same totals, or is refused, where names are written %s', (_, respell) => {
    const whole = valuesOf(run(splitRows(ROWS, 1), 'equity-share'));
    const again = ROWS.map((row, index): TestEntry => {
      const { facility, fuel } = row.detail!;
      if (index % 5 !== 0 || typeof facility !== 'string') return row;
      const names = {
        facility: respell(facility),
        ...(typeof fuel === 'string' ? { fuel: respell(fuel) } : {}),
      };
      return { ...row, detail: { ...row.detail, ...names } };
    });
    let result: RunResult | null = null;
    try {
      result = run(splitRows(again, 1), 'equity-share', { by: [] });
    } catch (error) {
      expect(error).toBeInstanceOf(EngineError);
    }
    if (result === null) return;
    const values = valuesOf(result);
    for (const key of ['scope1/total', 'scope2/location', 'total/location', 'total/market'])
      expect([key, values.get(key)]).toEqual([key, whole.get(key)]);
  });

  it('is compared with its base year, restated for a site that was sold', () => {
    const before = makeTables(2022);
    const period = fiscalYear(2022);
    const base = run(splitRows(rowsOf(before), 1), 'equity-share', { period });
    const record = dataset(
      'b',
      ...base.figures.map((figure) => ({ ...figure, detail: { ...figure.detail } })),
    );
    const registered = write(accountFor(before, 'equity-share').get('scope1/total')!, DECIMALS);
    expect(valuesOf(base).get('scope1/total')).toBe(registered);
    const tonnes = `-${registered.slice(0, -DECIMALS - 2)}.123`;
    const adjustments = ['scope1/total', 'total/location', 'total/market'].map((figure) => ({
      ...{ figure, tonnes, reason: 'a site was sold' },
    }));
    const compared = valuesOf(
      run([...splitRows(ROWS, 1), record], 'equity-share', {
        baseYear: { result: record.record, adjustments },
      }),
    );
    const now = accountFor(TABLES, 'equity-share').get('scope1/total')!;
    const restated = restate(registered, tonnes, now);
    expect(compared.get('base-year/scope1/total')).toBe(write(restated.base, DECIMALS));
    expect(compared.get('base-year/change/scope1/total')).toBe(write(restated.change, DECIMALS));
  });
});
