import { describe, expect, it } from 'vitest';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { segmentOf } from '../../../engine/trade/keys.ts';
import { ALWAYS, COMMON, dataset, entry, figureOf, type TestEntry } from '../dataset.ts';
import { besideChecks } from './beside-checks.ts';
import { HOUSEHOLDS, SMALL_MRIO } from './small-mrio.ts';
import { rowsOf, type SmallTable } from './small-table.ts';
import { documentsOf } from './table-documents.ts';

const { period } = COMMON;

/** Stressors in the spelling of EXIOBASE's documents, with the gas of each; null for those that no row is about. */
const STRESSORS: readonly [name: string, unit: string, gas: readonly [string, string?] | null][] = [
  ['CO2 - combustion - air', 'kg', ['CO2']],
  ['CO2 - non combustion - Cement production - air', 'kg', ['CO2']],
  ['CO2_bio - combustion - air', 'kg', ['CO2', 'biogenic']],
  ['CO2 - waste - new - air', 'kg', null],
  ['CH4 - non combustion - Oil refinery - air', 'kg', ['CH4', 'fossil']],
  ['CH4 - waste - air', 'kg', ['CH4']],
  ['SF6 - air', 'kg', ['SF6']],
  ['HFC - air', 'kg{CO2e}', ['HFC']],
  ['NOx - combustion - air', 'kg', null],
  ['Employment', '{1000-p}', null],
];

const values = (row: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => 1000 * (row + 1) + ((row * 7 + at * 3) % 11) * 10);

const TABLE: SmallTable = {
  ...SMALL_MRIO,
  stressors: Object.fromEntries(STRESSORS.map(([name, unit]) => [name, unit])),
  f: STRESSORS.map((_, row) => values(row, 6)),
  fy: STRESSORS.map((_, row) => values(row, 2)),
};

const gasRow = (
  stressor: string,
  unit: string,
  [gas, origin]: readonly [string, string?],
  value = '1',
): TestEntry => {
  const substance = gas === 'HFC' ? 'CO2e' : gas;
  const detail = { row: 'stressor-gas', stressor, gas, ...(origin === undefined ? {} : { origin }) };
  return entry(
    `gas/${stressor.replaceAll(/[^A-Za-z0-9]+/g, '-')}`,
    value,
    `kg{${substance}}/${unit.replace(/\{.*/, '')}`,
    detail,
    ALWAYS,
  );
};
const GASES = STRESSORS.flatMap(([name, unit, gas]) => (gas === null ? [] : [gasRow(name, unit, gas)]));
const potential = (gas: string, value: string, origin?: string): TestEntry =>
  entry(
    `AR6/${gas}/${origin ?? 'any'}`,
    value,
    'kg{CO2e}/kg',
    { row: 'gwp', gas, gwpSet: 'AR6', horizon: 100, year: 2021, ...(origin === undefined ? {} : { origin }) },
    ALWAYS,
  );
const POTENTIALS = [
  potential('CH4', '29.8', 'fossil'),
  potential('CH4', '27', 'biogenic'),
  potential('SF6', '25200'),
];

const { record, documents } = await documentsOf(TABLE);
const run = (parameters: object = {}, rows = GASES): RunResult =>
  runMethod(
    'trade@1',
    [record, dataset('3', ...rows, ...POTENTIALS)],
    { period, ...parameters },
    { documents },
  );
const numberOf = (result: RunResult, key: string): number => Number(figureOf(result, key).value);
describe('stressors of a publisher with rows that say which gases they are', () => {
  const whole = run({ gwpSet: 'AR6' });
  const apart = run({}, []);

  it.each(['pba/reg1', 'cba/reg2', 'imports/reg1', 'household/reg2', 'flow/reg1/reg2'])(
    'add up to %s of each gas',
    (account) => {
      const sum = (...names: string[]): number =>
        names.reduce((total, name) => total + numberOf(apart, `${account}/${segmentOf(name)}`) / 1000, 0);
      const expected: Record<string, number> = {
        CO2: sum('CO2 - combustion - air', 'CO2 - non combustion - Cement production - air'),
        'CO2-biogenic': sum('CO2_bio - combustion - air'),
        'CH4-fossil': sum('CH4 - non combustion - Oil refinery - air'),
        'CH4-non-fossil': sum('CH4 - waste - air'),
        SF6: sum('SF6 - air'),
      };
      for (const [gas, value] of Object.entries(expected)) {
        expect(numberOf(whole, `${account}/${gas}`) / value, gas).toBeCloseTo(1, 10);
        expect(figureOf(whole, `${account}/${gas}`).unit).toBe(`t{${gas.split('-')[0]!}}`);
      }
      const hfc = numberOf(apart, `${account}/${segmentOf('HFC - air')}`);
      expect(numberOf(whole, `${account}/HFC`) / hfc).toBeCloseTo(1, 10);
      expect(
        numberOf(whole, `${account}/CH4`) / (expected['CH4-fossil']! + expected['CH4-non-fossil']!),
      ).toBeCloseTo(1, 10);
      const total =
        expected['CO2']! +
        29.8 * expected['CH4-fossil']! +
        27 * expected['CH4-non-fossil']! +
        25200 * expected['SF6']! +
        hfc;
      expect(numberOf(whole, `${account}/CO2e`) / total).toBeCloseTo(1, 9);
    },
  );

  it('say what is not among them, which rows made them, and whose set nobody states', () => {
    expect([...new Set(whole.figures.map(({ key }) => key.split('/').at(-1)!))].sort()).toEqual([
      'CH4',
      'CH4-fossil',
      'CH4-non-fossil',
      'CO2',
      'CO2-biogenic',
      'CO2e',
      'HFC',
      'SF6',
    ]);
    expect(figureOf(whole, 'cba/reg1/CO2').detail).toMatchObject({
      exclusions: [{ what: 'CO2_bio - combustion - air, CO2 - waste - new - air' }],
      derivation: { operands: [{ name: 'Gas' }] },
    });
    const { exclusions } = figureOf(whole, 'cba/reg1/CO2e').detail;
    expect(exclusions).toEqual([
      { what: 'CO2 (cba/reg1/CO2-biogenic)', reason: 'CO2 of biogenic carbon is reported apart' },
      expect.objectContaining({
        what: 'stressors in units of mass: CO2_bio - combustion - air, CO2 - waste - new - air, NOx - combustion - air',
      }),
    ]);
    expect(besideChecks(whole.warnings)).toMatchObject([{ code: 'gwp-set-unstated' }]);
  });

  it.each([{}, { gwpSet: 'AR6', stressors: ['CO2', 'CH4'] }, { stressors: ['CH4-fossil'], by: ['sector'] }])(
    'give the same figures of their used rows alone (%j)',
    (parameters) => {
      const inputs = [record, dataset('3', ...GASES, ...POTENTIALS)];
      const given = { period, ...parameters };
      const first = runMethod('trade@1', inputs, given, { documents });
      expect(first.figures.length).toBeGreaterThan(10);
      expect(
        runMethod('trade@1', keepUsed(inputs, first), given, { documents, isRepeated: true }).figures,
      ).toEqual(first.figures);
    },
  );

  it('name CH4 as the sum of both origins', () => {
    const keys = run({ stressors: ['CH4'], accounts: ['cba'] }).figures.map(({ key }) => key);
    expect(keys.filter((key) => key.startsWith('cba/reg1/'))).toEqual([
      'cba/reg1/CH4',
      'cba/reg1/CH4-fossil',
      'cba/reg1/CH4-non-fossil',
    ]);
  });

  const faults: [string, readonly TestEntry[], object][] = [
    [
      'is said twice',
      [...GASES, { ...GASES[0]!, key: 'again' }],
      { code: 'bad-stressor-gas', value: 'CO2 - combustion - air' },
    ],
    ['is 0 of it', [{ ...GASES[0]!, value: '0' }], { code: 'bad-stressor-gas', value: '0' }],
    ['is no mass', [gasRow('Employment', 'kg', ['CO2'])], { code: 'bad-stressor-gas' }],
    [
      'is in a unit of another',
      [{ ...gasRow('SF6 - air', 'kg', ['SF6']), unit: 'kg{CH4}/kg' }],
      { code: 'bad-stressor-gas', value: 'SF6' },
    ],
  ];
  it.each(faults)('are refused where the gas of one %s', (_, rows, expected) => {
    expect(() => run({}, [...rows])).toThrow(expect.objectContaining(expected));
  });
});

function keepUsed(
  inputs: readonly ReturnType<typeof dataset>[],
  { used }: RunResult,
): ReturnType<typeof dataset>[] {
  return inputs.flatMap((input) => {
    const keys = new Set(used.find((each) => each.record === input.record)?.keys ?? []);
    return keys.size === 0
      ? []
      : [{ ...dataset('9', ...input.entries.filter(({ key }) => keys.has(key))), record: input.record }];
  });
}

describe('stressors that rows state', () => {
  const table: SmallTable = {
    ...SMALL_MRIO,
    stressors: { 'CO2-fuel': 't{CO2}', 'CO2-process': 'kg', waste: 'm3' },
    f: [...SMALL_MRIO.f, values(0, 6)],
    fy: [...HOUSEHOLDS, [1, 2]],
  };
  const mapped = [gasRow('CO2-fuel', 'kg', ['CO2']), gasRow('CO2-process', 'kg', ['CO2'], '0.5')];
  const inputs = [dataset('1', ...rowsOf(table), ...mapped)];
  const result = runMethod('trade@1', inputs, { period, by: ['sector'] });

  it('add up exactly, each times its factor, and others stay as they are', () => {
    const pba = 20 + 1 + 42 + 50 + 0.0005 * (5 + 4 + 11 + 100);
    expect(figureOf(result, 'pba/reg1/CO2').value).toBe(String(pba));
    expect(figureOf(result, 'pba-sector/reg2/sector2/CO2').value).toBe('20.001');
    expect(figureOf(result, 'cba/reg1/waste').unit).toBe('m3');
    const repeated = runMethod(
      'trade@1',
      keepUsed(inputs, result),
      { period, by: ['sector'] },
      { isRepeated: true },
    );
    expect(repeated.figures).toEqual(result.figures);
  });
});
