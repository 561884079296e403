import { describe, expect, it } from 'vitest';
import type { EngineErrorCode } from '../../engine/errors.ts';
import { METHODS } from '../../engine/registry.ts';
import { runMethod } from '../../engine/run.ts';
import {
  COMMON,
  YEAR_2022,
  YEAR_2023,
  dataset,
  electricity,
  entry,
  figureOf,
  fuelUse,
  gridFactor,
  recordId,
  type TestEntry,
} from './dataset.ts';

const PARAMETERS = { ...COMMON, grids: { location: 'national', residual: 'national' } };
const REASON = 'not published yet';
const OLD = [
  gridFactor('a22', '0.5366', 'average', {}, YEAR_2022),
  gridFactor('r22', '0.5856', 'residual', {}, YEAR_2022),
];
const NEW = [gridFactor('a23', '0.5306', 'average'), gridFactor('r23', '0.6096', 'residual')];
const USE = electricity('use', '1000', 'MW.h');

function proxy(key: string): { record: string; key: string; reason: string } {
  return { record: recordId('b'), key, reason: REASON };
}

function run(
  activity: TestEntry[],
  factors: TestEntry[],
  changes: object = {},
): ReturnType<typeof runMethod> {
  return runMethod('scope2@1', [dataset('a', ...activity), dataset('b', ...factors)], {
    ...PARAMETERS,
    ...changes,
  });
}

function expectCode(code: EngineErrorCode, attempt: () => unknown): void {
  expect(attempt).toThrow(expect.objectContaining({ name: 'EngineError', code }));
}

describe('a factor outside its valid time', () => {
  it('is an error', () => {
    expectCode('factor-out-of-time', () => run([USE], OLD));
  });

  it('is a warning in run and derivation when it is declared as a proxy', () => {
    const result = run([USE], OLD, { proxies: [proxy('a22'), proxy('r22')] });
    const { value, detail } = figureOf(result, 'scope2/location');
    const warning = {
      code: 'proxy-factor',
      message: `a22, of 2022-01-01 to 2023-01-01 and CN, stands in for 2023-01-01 to 2024-01-01 and CN: ${REASON}`,
      row: { record: recordId('b'), key: 'a22' },
    };
    expect(value).toBe('536.6');
    expect(detail.derivation.warnings).toEqual([warning]);
    expect(result.warnings.map(({ row }) => row.key)).toEqual(['a22', 'r22']);
  });

  it('is warned of once, however many rows it serves', () => {
    const result = run([USE, { ...USE, key: 'more' }], OLD, { proxies: [proxy('a22'), proxy('r22')] });
    expect(figureOf(result, 'scope2/location').detail.derivation.warnings).toHaveLength(1);
    expect(result.warnings).toHaveLength(2);
  });

  it('may not be declared for another record', () => {
    const elsewhere = { ...proxy('a22'), record: recordId('c') };
    expectCode('factor-out-of-time', () => run([USE], OLD, { proxies: [elsewhere, proxy('r22')] }));
  });

  it('is not used where a valid one is there, and a proxy declared in vain is an error', () => {
    expect(figureOf(run([USE], [...OLD, ...NEW]), 'scope2/location').value).toBe('530.6');
    expectCode('unused-proxy', () => run([USE], [...OLD, ...NEW], { proxies: [proxy('a22')] }));
  });

  it('is judged by the whole period of the activity', () => {
    const late = { ...gridFactor('a', '0.5', 'average'), from: YEAR_2023.from + 1 };
    const early = { ...gridFactor('a', '0.5', 'average'), until: YEAR_2023.until - 1 };
    for (const factor of [late, early])
      expectCode('factor-out-of-time', () => run([USE], [factor, ...NEW.slice(1)]));
  });
});

describe('a run', () => {
  it('is refused when it names no method', () => {
    for (const name of ['inventory', 'inventory@2', 'toString', '']) {
      expectCode('unknown-method', () => runMethod(name, [], {}));
    }
  });

  it.each([
    ['no rounding', { rounding: undefined }],
    ['a fraction of a decimal', { rounding: { mode: 'half-even', decimals: 0.5 } }],
    ['more decimals than an entry has', { rounding: { mode: 'half-even', decimals: 31 } }],
    ['another rounding', { rounding: { mode: 'half-up', decimals: 2 } }],
    ['an empty period', { period: { from: 5, until: 5 } }],
    ['an unknown parameter', { gwp: 'AR5' }],
    ['no grids', { grids: undefined }],
    ['a proxy without a reason', { proxies: [{ ...proxy('a22'), reason: '' }] }],
  ])('is refused with %s', (_, changes) => {
    expectCode('bad-parameters', () => run([USE], NEW, changes));
  });

  it.each([
    ['a record id that is none', [{ record: '0x12', entries: [] }]],
    ['no list', null],
    ['a key missing', [{ record: recordId('a'), entries: [{ ...USE, key: undefined }] }]],
    ['an empty period in a row', [dataset('a', { ...USE, from: 5, until: 5 })]],
    ['a period that runs backwards', [dataset('a', { ...USE, from: 6, until: 5 })]],
    ['a time that is no integer', [dataset('a', { ...USE, from: 1.5 })]],
  ])('is refused with %s in its inputs', (_, inputs) => {
    expectCode('bad-inputs', () => runMethod('scope2@1', inputs as never, PARAMETERS));
  });

  it('is refused with a record or a key that stands twice', () => {
    expectCode('duplicate-record', () =>
      runMethod('scope2@1', [dataset('a', USE), dataset('a')], PARAMETERS),
    );
    expectCode('duplicate-key', () => run([USE, USE], NEW));
  });

  it('is refused with a row that doesn’t say what it is', () => {
    expectCode('bad-detail', () => run([USE, { ...USE, key: 'x', detail: null }], NEW));
    expectCode('bad-detail', () => run([USE, entry('x', '1', 't', { row: 'fuel-usee' })], NEW));
    expectCode('bad-detail', () => run([USE, entry('x', '1', 't', { row: 'fuel-use', fuel: 'a/b' })], NEW));
  });

  it('is refused with a unit that is none, or of another kind', () => {
    expectCode('bad-unit', () => run([electricity('use', '1', 'MWh')], NEW));
    expectCode('unit-mismatch', () => run([electricity('use', '1', 't')], NEW));
  });

  it('is refused with a negative amount, or one that is no canonical decimal', () => {
    expectCode('out-of-range', () => run([electricity('use', '-1', 'MW.h')], NEW));
    for (const value of ['1.0', '1e3', null]) {
      expectCode('bad-value', () => run([{ ...USE, value }], NEW));
    }
  });

  it('is refused with activity that states no period, or crosses the border of the run’s', () => {
    expectCode('missing-period', () => run([{ ...USE, from: 0, until: 0 }], NEW));
    expectCode('straddled-period', () => run([{ ...USE, from: YEAR_2022.from }], NEW));
  });

  it('is refused without activity, without a factor, and with two', () => {
    expectCode('missing-activity', () => run([{ ...USE, ...YEAR_2022 }], NEW));
    expectCode('missing-factor', () => run([USE], []));
    expectCode('missing-factor', () =>
      runMethod('combustion@1', [dataset('a', fuelUse('x', '1', 't', 'peat'))], COMMON),
    );
    expectCode('ambiguous-factor', () => run([USE], [...NEW, gridFactor('again', '0.5', 'average')]));
  });

  it('is refused when a figure outgrows an entry', () => {
    expectCode('overflow', () => run([electricity('use', '9'.repeat(38), 'GW.h')], NEW));
  });

  it('passes over documents, and over members that bundles add', () => {
    const text = {
      key: 'source',
      value: null,
      unit: '',
      from: 0,
      until: 0,
      detail: { mediaType: 'application/pdf' },
    };
    const salted = { ...USE, salt: recordId('0'), siblings: [] };
    expect(run([salted, text], NEW).figures).toEqual(run([USE], NEW).figures);
  });
});

describe('METHODS', () => {
  it('names each method once, with the standard that it follows', () => {
    const names = METHODS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { standard } of METHODS)
      expect(standard).toMatch(/(IPCC|GHG Protocol|Guideline|Regulation).*(chapter|clause|annex|equation)/);
  });
});
