import { describe, expect, it } from 'vitest';
import { runMethod } from '../../../engine/run.ts';
import {
  ALWAYS,
  COMMON,
  dataset,
  entry,
  recordId,
  YEAR_2022,
  YEAR_2023,
  type TestEntry,
} from '../dataset.ts';
import { rowsOf, SOUND_TABLE } from './small-table.ts';

const { period } = COMMON;

const ROWS = rowsOf(SOUND_TABLE);

/** Returns the rows of the table without some, with others changed, and with more. */
function rowsWith(changes: {
  readonly without?: (key: string) => boolean;
  readonly change?: Readonly<Record<string, Partial<TestEntry>>>;
  readonly more?: readonly TestEntry[];
}): TestEntry[] {
  const { without = () => false, change = {}, more = [] } = changes;
  return [...ROWS.filter(({ key }) => !without(key)).map((row) => ({ ...row, ...change[row.key] })), ...more];
}

const flow = (key: string, from: string, to: string, value: string, period_ = YEAR_2023): TestEntry => {
  const [[fromRegion, fromSector], [toRegion, toSector]] = [from.split('/'), to.split('/')];
  return entry(
    key,
    value,
    '{EUR}',
    { row: 'intermediate-flow', fromRegion, fromSector, toRegion, toSector },
    period_,
  );
};
const emitted = (
  key: string,
  region: string,
  sector: string,
  unit = 'kg{CO2}',
  stressor = 'CO2',
): TestEntry => entry(key, '1', unit, { row: 'sector-stressor', stressor, region, sector });

function expectRefused(rows: readonly TestEntry[], parameters: object, expected: object): void {
  expect(() => runMethod('trade@1', [dataset('1', ...rows)], { period, ...parameters })).toThrow(
    expect.objectContaining(expected) as Error,
  );
}

describe('a table of rows', () => {
  it.each<[string, Parameters<typeof rowsWith>[0], string, string, string]>([
    [
      'with emissions of an unknown region',
      { more: [emitted('f/c', 'c', '1')] },
      'unknown-industry',
      'f/c',
      'detail.sector',
    ],
    [
      'with emissions of an unknown sector',
      { more: [emitted('f/x', 'a', '9')] },
      'unknown-industry',
      'f/x',
      'detail.sector',
    ],
    [
      'with the same cell twice',
      { more: [flow('z/again', 'a/1', 'b/1', '3')] },
      'repeated-cell',
      'z/again',
      'key',
    ],
    [
      'with demand of a region without industries',
      {
        change: {
          'y/a/1/b/y': { detail: { ...ROWS.find(({ key }) => key === 'y/a/1/b/y')!.detail, toRegion: 'c' } },
        },
      },
      'unknown-industry',
      'y/a/1/b/y',
      'detail.toRegion',
    ],
    [
      'with flows in two currencies',
      { change: { 'z/a/2/b/1': { unit: '{USD}' } } },
      'mixed-currencies',
      'z/a/2/b/1',
      'unit',
    ],
    [
      'with emissions in units that do not add up',
      { change: { 'fy/CO2/a/y': { unit: 'm3' } } },
      'unit-mismatch',
      'fy/CO2/a/y',
      'unit',
    ],
    [
      'with emissions of two gases under one name',
      { change: { 'f/CO2/a/2': { unit: 'kg{CH4}' } } },
      'unit-mismatch',
      'f/CO2/a/2',
      'unit',
    ],
    [
      'with a cell of a part of the period',
      { more: [flow('z/part', 'a/2', 'a/2', '1', { from: YEAR_2023.from, until: YEAR_2023.until - 86400 })] },
      'straddled-period',
      'z/part',
      'from',
    ],
    ['without final demand', { without: (key) => key.startsWith('y/') }, 'incomplete-table', '', 'entries'],
    [
      'without final demand of a region',
      { without: (key) => key.endsWith('/b/y') && key.startsWith('y/') },
      'incomplete-table',
      '',
      'entries',
    ],
    [
      'without emissions of a region',
      { without: (key) => key === 'f/CO2/b/1' },
      'incomplete-table',
      '',
      'entries',
    ],
    ['without flows', { without: (key) => key.startsWith('z/') }, 'incomplete-table', '', 'entries'],
    [
      'with a stressor of final demand alone',
      {
        more: [
          entry('fy/N2O', '1', 'kg{N2O}', {
            row: 'demand-stressor',
            stressor: 'N2O',
            region: 'a',
            category: 'y',
          }),
        ],
      },
      'incomplete-table',
      'fy/N2O',
      'detail.stressor',
    ],
    [
      'with a negative output',
      { change: { 'y/a/2/a/y': { value: '-50' } } },
      'negative-output',
      'z/a/2/b/1',
      'value',
    ],
    [
      'with an output that cancels to nothing, and inputs',
      { change: { 'y/a/2/a/y': { value: '-3' } } },
      'zero-output',
      'z/a/2/b/1',
      'value',
    ],
  ])('%s is refused', (_what, changes, code, key, column) => {
    expectRefused(rowsWith(changes), {}, { code, row: { record: recordId('1'), key, column } });
  });

  it('whose industries take more than they sell has no bound, and is refused', () => {
    const change = {
      'z/a/1/a/1': { value: '100' },
      'y/a/1/a/y': { value: '-90' },
      'z/b/1/a/1': { value: '30' },
    };
    expectRefused(rowsWith({ change }), {}, { code: 'unproductive-table' });
  });

  it('of another year is not read', () => {
    expect(() => runMethod('trade@1', [dataset('1', ...ROWS)], { period: YEAR_2022 })).toThrow(
      expect.objectContaining({ code: 'missing-activity' }) as Error,
    );
  });

  it('may have an industry without output, inputs and emissions', () => {
    const more = [
      entry('y/a/3', '0', '{EUR}', {
        row: 'final-demand',
        fromRegion: 'a',
        fromSector: '3',
        toRegion: 'a',
        category: 'y',
      }),
    ];
    const { figures } = runMethod('trade@1', [dataset('1', ...rowsWith({ more }))], { period });
    const before = runMethod('trade@1', [dataset('1', ...ROWS)], { period });
    expect(figures.map(({ key, value }) => [key, value])).toEqual(
      before.figures.map(({ key, value }) => [key, value]),
    );
  });

  it('of two versions of one stream is refused', () => {
    const stream = (sequence: number): object => ({
      party: recordId('9'),
      kind: 1,
      subject: 'table',
      sequence,
    });
    const inputs = [
      { ...dataset('1', ...ROWS), stream: stream(1) },
      { ...dataset('2', ...ROWS), stream: stream(2) },
    ] as unknown as Parameters<typeof runMethod>[1];
    expect(() => runMethod('trade@1', inputs, { period })).toThrow(
      expect.objectContaining({ code: 'two-versions' }) as Error,
    );
  });

  it('without direct emissions of one region says so there, and only there', () => {
    const rows = rowsWith({ without: (key) => key === 'fy/CO2/b/y' });
    const { figures } = runMethod('trade@1', [dataset('1', ...rows)], { period });
    const excluding = figures.filter(({ detail }) => detail.exclusions !== undefined).map(({ key }) => key);
    expect(excluding).toEqual(['cba/b/CO2', 'pba/b/CO2']);
    expect(figures.map(({ key }) => key).filter((key) => key.startsWith('household/'))).toEqual([
      'household/a/CO2',
    ]);
  });
});

describe('parameters of a table', () => {
  it.each([
    [{ stressors: ['CH4'] }, 'parameters.stressors.0'],
    [{ multipliers: ['CO2', 'N2O'] }, 'parameters.multipliers.1'],
    [{ paths: { region: 'c', stressor: 'CO2' } }, 'parameters.paths.region'],
    [{ paths: { region: 'a', stressor: 'CO2', threshold: '0.00001' } }, 'parameters.paths.threshold'],
    [{ accounts: ['pba', 'household'] }, 'parameters.accounts'],
  ])('%j are refused', (parameters, column) => {
    expectRefused(ROWS, parameters, { code: 'bad-parameters', row: { record: '', key: '', column } });
  });

  it('that ask for more digits than are guaranteed are refused, and the message says how many are', () => {
    const rounding = { mode: 'half-even', digits: 17 } as const;
    const refused = { code: 'too-few-digits', row: { record: '', key: 'cba/a/CO2', column: 'value' } };
    const message =
      /^cba\/a\/CO2: the rounding asks for 17 digits, and 1[3456] are guaranteed \(the error is at most /;
    expectRefused(ROWS, { rounding }, { ...refused, message: expect.stringMatching(message) as string });
    const dropped = runMethod('trade@1', [dataset('1', ...ROWS)], { period, rounding, unsureDigits: 'drop' });
    for (const { value, detail, key } of dropped.figures) {
      if (detail.bound === undefined || detail.bound === '0') continue;
      const decimals = value.includes('.') ? value.length - value.indexOf('.') - 1 : 0;
      expect(Number(detail.bound), key).toBeLessThanOrEqual(10 ** -decimals);
      expect(value.replace('.', '').replace(/^-?0*/, '').length, key).toBeLessThan(17);
    }
  });
});

describe('a concordance', () => {
  const row = (from: string, to: string, value = '1', key = `c/${from}`): TestEntry => {
    const [[fromRegion, fromSector], [toRegion, toSector]] = [from.split('/'), to.split('/')];
    return entry(
      key,
      value,
      '1',
      { row: 'industry-concordance', concordance: 'c', fromRegion, fromSector, toRegion, toSector },
      ALWAYS,
    );
  };
  const WHOLE = [row('a/1', 'a/all'), row('a/2', 'a/all'), row('b/1', 'b/all')];

  it('adds up the industries that it joins', () => {
    const { figures } = runMethod('trade@1', [dataset('1', ...ROWS, ...WHOLE)], {
      period,
      concordance: 'c',
      by: ['sector'],
    });
    const pba = figures.find(({ key }) => key === 'pba-sector/a/all/CO2');
    expect(pba?.value).toBe('0.003');
    expect(figures.find(({ key }) => key === 'cba/a/CO2')?.detail.derivation.operands).toContainEqual(
      expect.objectContaining({ name: 'C', count: 3, sum: '3', unit: '1' }),
    );
  });

  it('gives the same figures from only the rows that the run used', () => {
    const inputs = [dataset('1', ...ROWS, ...WHOLE, row('x/1', 'y/1', '1', 'other/1'))];
    const unused = inputs[0]!.entries.at(-1)!;
    const other = { ...unused, detail: { ...unused.detail, concordance: 'other' } };
    const all = [{ ...inputs[0]!, entries: [...inputs[0]!.entries.slice(0, -1), other] }];
    const first = runMethod('trade@1', all, { period, concordance: 'c' });
    const keys = new Set(first.used.flatMap((used) => used.keys));
    expect(keys.has('other/1')).toBe(false);
    const less = [{ ...all[0]!, entries: all[0]!.entries.filter(({ key }) => keys.has(key)) }];
    expect(runMethod('trade@1', less, { period, concordance: 'c' }, { isRepeated: true }).figures).toEqual(
      first.figures,
    );
  });

  it.each<[string, TestEntry[], string | null]>([
    ['that lacks an industry', WHOLE.slice(1), null],
    ['that names an unknown industry', [...WHOLE, row('b/7', 'b/all')], 'c/b/7'],
    ['that names an industry twice', [...WHOLE, row('b/1', 'b/other', '1', 'c/twice')], 'c/twice'],
    ['that splits a region', [WHOLE[0]!, row('a/2', 'c/all'), WHOLE[2]!], 'c/a/2'],
    ['that is not there', [], null],
  ])('%s is refused', (_what, rows, key) => {
    const place =
      key === null
        ? { record: '', key: '', column: 'parameters.concordance' }
        : { record: recordId('1'), key, column: 'key' };
    expectRefused([...ROWS, ...rows], { concordance: 'c' }, { code: 'bad-concordance', row: place });
  });

  it('that splits an industry is refused', () => {
    const rows = [...ROWS, ...WHOLE.slice(0, 2), row('b/1', 'b/all', '0.5')];
    const place = { record: recordId('1'), key: 'c/b/1', column: 'value' };
    expectRefused(rows, { concordance: 'c' }, { code: 'bad-concordance', value: '0.5', row: place });
  });
});
