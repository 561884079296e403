import { describe, expect, it } from 'vitest';
import type { EngineErrorCode } from '../../engine/errors/engine-error.ts';
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
  return runMethod('scope2@2', [dataset('a', ...activity), dataset('b', ...factors)], {
    ...PARAMETERS,
    ...changes,
  });
}

function expectCode(code: EngineErrorCode, attempt: () => unknown): void {
  expect(attempt).toThrow(expect.objectContaining({ name: 'EngineError', code }));
}

describe('a factor outside its valid time', () => {
  it('is an error without a proxy', () => {
    expectCode('factor-out-of-time', () => run([USE], OLD));
  });

  it('gives a warning in the run and in the derivation when it is declared as a proxy', () => {
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

  it('gives one warning when several rows use it', () => {
    const result = run([USE, { ...USE, key: 'more', value: '7' }], OLD, {
      proxies: [proxy('a22'), proxy('r22')],
    });
    expect(figureOf(result, 'scope2/location').detail.derivation.warnings).toHaveLength(1);
    expect(result.warnings).toHaveLength(2);
  });

  it('is an error when the proxy names another record', () => {
    const elsewhere = { ...proxy('a22'), record: recordId('c') };
    expectCode('factor-out-of-time', () => run([USE], OLD, { proxies: [elsewhere, proxy('r22')] }));
  });

  it('is not used when a valid factor exists, and a proxy that is not needed is an error', () => {
    expect(figureOf(run([USE], [...OLD, ...NEW]), 'scope2/location').value).toBe('530.6');
    expectCode('unused-proxy', () => run([USE], [...OLD, ...NEW], { proxies: [proxy('a22')] }));
  });

  it('is out of time when it does not cover the whole period of the activity', () => {
    const late = { ...gridFactor('a', '0.5', 'average'), from: YEAR_2023.from + 1 };
    const early = { ...gridFactor('a', '0.5', 'average'), until: YEAR_2023.until - 1 };
    for (const factor of [late, early])
      expectCode('factor-out-of-time', () => run([USE], [factor, ...NEW.slice(1)]));
  });
});

describe('a run', () => {
  it('throws unknown-method for a name that is not a method', () => {
    for (const name of ['inventory', 'inventory@1', 'toString', '']) {
      expectCode('unknown-method', () => runMethod(name, [], {}));
    }
  });

  it.each([
    ['no rounding', { rounding: undefined }],
    ['a fraction of a decimal', { rounding: { mode: 'half-even', decimals: 0.5 } }],
    ['more decimals than an entry has', { rounding: { mode: 'half-even', decimals: 31 } }],
    ['another rounding', { rounding: { mode: 'up', decimals: 2 } }],
    ['decimals and digits', { rounding: { mode: 'half-even', decimals: 2, digits: 3 } }],
    ['an empty period', { period: { from: 5, until: 5 } }],
    ['an unknown parameter', { gwp: 'AR5' }],
    ['no grids', { grids: undefined }],
    ['a proxy without a reason', { proxies: [{ ...proxy('a22'), reason: '' }] }],
  ])('throws bad-parameters for %s', (_, changes) => {
    expectCode('bad-parameters', () => run([USE], NEW, changes));
  });

  it.each([
    ['an invalid record id', [{ record: '0x12', entries: [] }]],
    ['null instead of a list', null],
    ['a missing key', [{ record: recordId('a'), entries: [{ ...USE, key: undefined }] }]],
    ['an empty period in a row', [dataset('a', { ...USE, from: 5, until: 5 })]],
    ['a period that runs backwards', [dataset('a', { ...USE, from: 6, until: 5 })]],
    ['a time that is not an integer', [dataset('a', { ...USE, from: 1.5 })]],
  ])('throws bad-inputs for %s in its inputs', (_, inputs) => {
    expectCode('bad-inputs', () => runMethod('scope2@2', inputs as never, PARAMETERS));
  });

  it('throws duplicate-record and duplicate-key for a record or key given twice', () => {
    expectCode('duplicate-record', () =>
      runMethod('scope2@2', [dataset('a', USE), dataset('a')], PARAMETERS),
    );
    expectCode('duplicate-key', () => run([USE, USE], NEW));
  });

  it('throws bad-detail for a row without a valid type and members', () => {
    expectCode('bad-detail', () => run([USE, { ...USE, key: 'x', detail: null }], NEW));
    expectCode('bad-detail', () => run([USE, entry('x', '1', 't', { row: 'fuel-usee' })], NEW));
    expectCode('bad-detail', () => run([USE, entry('x', '1', 't', { row: 'fuel-use', fuel: 'a/b' })], NEW));
  });

  it('throws bad-unit for an unknown unit, and unit-mismatch for one that measures something else', () => {
    expectCode('bad-unit', () => run([electricity('use', '1', 'MWh')], NEW));
    expectCode('unit-mismatch', () => run([electricity('use', '1', 't')], NEW));
  });

  it('throws out-of-range for a negative amount, and bad-value for one that is not a canonical decimal', () => {
    expectCode('out-of-range', () => run([electricity('use', '-1', 'MW.h')], NEW));
    for (const value of ['1.0', '1e3', null]) {
      expectCode('bad-value', () => run([{ ...USE, value }], NEW));
    }
  });

  it('throws missing-period and straddled-period for activity without a period, or only partly inside that of the run', () => {
    expectCode('missing-period', () => run([{ ...USE, from: 0, until: 0 }], NEW));
    expectCode('straddled-period', () => run([{ ...USE, from: YEAR_2022.from }], NEW));
  });

  it('throws missing-activity, missing-factor and ambiguous-factor for none or too many of them', () => {
    expectCode('missing-activity', () => run([{ ...USE, ...YEAR_2022 }], NEW));
    expectCode('missing-factor', () => run([USE], []));
    expectCode('missing-factor', () =>
      runMethod('combustion@2', [dataset('a', fuelUse('x', '1', 't', 'peat'))], COMMON),
    );
    expectCode('ambiguous-factor', () => run([USE], [...NEW, gridFactor('again', '0.5', 'average')]));
  });

  it('throws overflow when a figure has more digits than an entry can hold', () => {
    expectCode('overflow', () => run([electricity('use', '9'.repeat(38), 'GW.h')], NEW));
  });

  it('ignores documents, and members that proof files add', () => {
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
  it('lists each method once, with a standard and its clauses, or that it was not read', () => {
    const names = METHODS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { standard } of METHODS)
      expect(standard).toMatch(
        /(Handbook|IPCC|GHG Protocol|GUM|Guideline|Regulation|Journal|Environmental Science).*(chapter|clause|annex|equation|section|category|content method|introduction|abstract)|not read/,
      );
  });
});
