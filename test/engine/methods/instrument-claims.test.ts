import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import {
  certificate,
  COMMON,
  COMPANY,
  dataset,
  documentOf,
  electricity,
  figureOf,
  gridFactor,
  recordId,
  retiredFor,
  type TestEntry,
} from '../dataset.ts';

const PARAMETERS = { ...COMMON, grids: { location: 'national', residual: 'national' }, entities: [COMPANY] };
const POWER = [gridFactor('average', '0.5', 'average'), gridFactor('residual', '0.45', 'residual')];
const USE = electricity('use', '250', 'MW.h');

/** Returns serial numbers of 1 MW.h each. */
const held = (
  serials: readonly (readonly [from: string, to: string])[],
  changes: object = {},
): Record<string, unknown> => {
  const { each: _, ...others } = retiredFor(
    COMPANY,
    '2024-02-15',
    serials.map(([from, to]) => ({ from, to })),
  );
  return { ...others, ...changes };
};

/** Returns an instrument with these serial numbers as they are. */
const instrument = (
  id: string,
  value: string,
  retirement: Record<string, unknown> | undefined,
  changes: Record<string, unknown> = {},
): TestEntry => {
  const row = certificate(id, value, 'MW.h', changes);
  return { ...row, detail: { ...row.detail, ...(retirement === undefined ? {} : { retirement }) } };
};
const contract = (id: string, value: string, changes: Record<string, unknown> = {}): TestEntry =>
  certificate(id, value, 'MW.h', { kind: 'contract', retirement: undefined, ...changes });

const runOf = (inputs: readonly InputRecord[]): RunResult => runMethod('scope2@2', inputs, PARAMETERS);
const run = (...rows: readonly TestEntry[]): RunResult => runOf([dataset('a', USE, ...rows, ...POWER)]);
const coveredBy = (result: RunResult): number =>
  (Number(figureOf(result, 'scope2/coverage').value) * 250) / 100;
const warned = ({ warnings }: RunResult): string[] => warnings.map(({ code, row }) => `${code} ${row.key}`);

const TWO = [
  instrument('a', '150', held([['GO-1', 'GO-150']])),
  instrument('b', '150', held([['GO-100', 'GO-249']])),
] as const;

describe('serial numbers that two certificates hold', () => {
  it('count once: what the second one repeats is left out, with both rows and the amount', () => {
    const result = run(...TWO);
    expect(figureOf(result, 'scope2/market').value).toBe('0.45');
    expect(coveredBy(result)).toBe(249);
    const warning = {
      code: 'overlapping-serials',
      message:
        'overlapping serials GO-100..150 (51) in certificate/a and certificate/b: 51 MW.h of certificate/b are left out, so that each counts once',
      row: { record: recordId('a'), key: 'certificate/b' },
    };
    expect(result.warnings).toEqual([warning]);
    for (const key of ['scope2/market', 'scope2/coverage'])
      expect(figureOf(result, key).detail.derivation.warnings).toEqual([warning]);
    expect(figureOf(result, 'scope2/market').detail.derivation.formula).toContain('99/150');
  });

  it('are found in several records, and in any spelling of registry and serial number', () => {
    const { retirement } = TWO[1].detail as { retirement: object };
    const spelled = instrument('b', '150', {
      ...retirement,
      registry: 'A-Registry',
      serials: [{ from: 'go 000100', to: 'go 000249' }],
    });
    const result = runOf([dataset('b', TWO[0]), dataset('a', USE, spelled, ...POWER)]);
    expect(figureOf(result, 'scope2/market').value).toBe('0.45');
    expect(warned(result)).toEqual(['overlapping-serials certificate/b']);
    expect(result.warnings[0]!.message).toContain('go 000100..000150 (51)');
  });

  it('of another registry or series are others', () => {
    const apart = [
      instrument('a', '10', held([['GO-1', 'GO-10']])),
      instrument('b', '10', held([['GO-1', 'GO-10']], { registry: 'another' })),
      instrument('c', '10', held([['GO-2-1', 'GO-2-10']])),
      instrument('d', '10', held([['GOB-1', 'GOB-10']])),
      instrument('e', '10', held([['GO-21', 'GO-30']])),
      instrument('f', '10', held([['GO-1/DE', 'GO-10/DE']])),
    ];
    expect(run(...apart).warnings).toEqual([]);
    expect(coveredBy(run(...apart))).toBe(60);
  });

  it('in one row count once too', () => {
    const ranges = [
      ['GO-1', 'GO-150'],
      ['GO-100', 'GO-149'],
    ] as const;
    const result = run(instrument('a', '200', held(ranges)));
    expect(coveredBy(result)).toBe(150);
    expect(result.warnings[0]!.message).toContain('GO-100..149 (50) twice in certificate/a: 50 MW.h');
  });

  it('of a row that repeats all of them: it covers nothing, and the run can be repeated', () => {
    const result = run(...TWO, instrument('c', '60', held([['GO-60', 'GO-119']])));
    expect(coveredBy(result)).toBe(249);
    expect(warned(result)).toEqual([
      'overlapping-serials certificate/b',
      'overlapping-serials certificate/c',
    ]);
    const used = new Set(result.used[0]!.keys);
    expect(used).toContain('certificate/c');
    const again = repeatRun(describeRun('scope2@2', PARAMETERS, result, '0x'), [
      dataset(
        'a',
        ...[USE, ...TWO, instrument('c', '60', held([['GO-60', 'GO-119']])), ...POWER].filter(({ key }) =>
          used.has(key),
        ),
      ),
    ]);
    expect(again.figures).toEqual(result.figures);
    expect(again.warnings).toEqual(result.warnings);
  });

  it('are left out of the own row where another organisation holds them', () => {
    const foreign = instrument('z', '150', held([['GO-1', 'GO-150']], { for: 'urn:example:other' }));
    const result = run(foreign, TWO[1]);
    expect(coveredBy(result)).toBe(99);
    expect(warned(result)).toEqual([
      'instrument-not-counted certificate/z',
      'overlapping-serials certificate/b',
    ]);
  });

  it('are refused where the rows state different factors or countries of one certificate', () => {
    for (const changes of [{ factor: '0.1' }, { geography: 'DE' }])
      expect(() => run(TWO[0], instrument('b', '150', held([['GO-100', 'GO-249']]), changes))).toThrow(
        expect.objectContaining({
          code: 'duplicate-instrument',
          row: { record: recordId('a'), key: 'certificate/b', column: 'detail.retirement.serials' },
        }),
      );
  });

  it('count once in an inventory by equity share, each row by its share', () => {
    const about = { gases: ['CO2', 'CH4'], gwpSet: 'AR5' };
    const grid = ['average', 'residual'].map((mix) =>
      gridFactor(mix, '0.5', mix, about, COMMON.period, 't{CO2e}/MW.h'),
    );
    const ofVenture = { entity: 'urn:example:venture' };
    const venture = documentOf('venture', {
      ...{ row: 'entity', identifier: ofVenture.entity, name: 'Venture', geography: 'CN', interest: '0.5' },
    });
    const half = (row: TestEntry): TestEntry => ({
      ...row,
      detail: { ...row.detail, ...about, ...ofVenture },
    });
    const rows = TWO.map((row) => ({ ...row, detail: { ...row.detail, factorUnit: 't{CO2e}/MW.h' } }));
    const use = { ...USE, detail: { ...USE.detail, ...ofVenture } };
    const result = runMethod('inventory@2', [dataset('a', use, ...rows.map(half), ...grid, venture)], {
      ...PARAMETERS,
      gwpSet: 'AR5',
      organisation: COMPANY,
      consolidation: 'equity-share',
    });
    // (250 − 249) / 2 × 0.5
    expect(figureOf(result, 'scope2/market').value).toBe('0.25');
  });

  const rangeArbitrary = fc
    .tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 12 }), fc.constantFrom('A', 'B'))
    .map(([first, more, series]) => ({ first, last: first + more, series }));
  const rowsArbitrary = fc.array(fc.array(rangeArbitrary, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 6,
  });

  it('cover as many megawatt-hours as there are different ones, in any order and split of the rows', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.boolean(), (rows, isReversed) => {
        const different = new Set<string>();
        const entries = rows.map((ranges, index) => {
          let count = 0;
          for (const { first, last, series } of ranges)
            for (let serial = first; serial <= last; serial++) {
              different.add(`${series}${serial}`);
              count++;
            }
          const serials = ranges.map(
            ({ first, last, series }) => [`${series}-${first}`, `${series}-${last}`] as const,
          );
          return instrument(`i${index}`, String(count), held(serials));
        });
        const ordered = isReversed ? entries.toReversed() : entries;
        const [first, second] = [ordered.slice(0, 2), ordered.slice(2)];
        const result = runOf([dataset('b', ...first), dataset('a', USE, ...second, ...POWER)]);
        expect(coveredBy(result)).toBeCloseTo(different.size, 6);
        expect(Number(figureOf(result, 'scope2/market').value)).toBeCloseTo((250 - different.size) * 0.45, 6);
        const count = entries.reduce((sum, { value }) => sum + Number(value), 0);
        expect(result.warnings.length > 0).toBe(count > different.size);
      }),
    );
  });
});

describe('serial numbers', () => {
  it.each([
    ['fewer than the megawatt-hours', '150', '1 to 100', undefined, true],
    ['more than the megawatt-hours', '99', '1 to 100', undefined, true],
    ['as many as the megawatt-hours', '100', '1 to 100', undefined, false],
    ['as many as the kilowatt-hours, where each is one', '0.1', '1 to 100', 'kW.h', false],
  ])('%s', (_, value, serials, each, isWarned) => {
    const [from, to] = serials.split(' to ');
    const result = run(instrument('a', value, held([[from!, to!]], each === undefined ? {} : { each })));
    expect(warned(result)).toEqual(isWarned ? ['serials-mismatch certificate/a'] : []);
    expect(coveredBy(result)).toBeCloseTo(Number(value), 9);
  });

  it.each([
    ['that run backwards', 'bad-detail', 'GO-9', 'GO-1', 'to'],
    ['of two series', 'bad-detail', 'GO-1-1', 'GO-2-9', 'to'],
    ['without a number', 'bad-detail', 'see the statement', 'GO-9', 'from'],
  ])('%s are refused', (_, code, from, to, member) => {
    expect(() => run(instrument('a', '9', held([[from, to]])))).toThrow(
      expect.objectContaining({
        code,
        row: {
          record: recordId('a'),
          key: 'certificate/a',
          column: `detail.retirement.serials.0.${member}`,
        },
      }),
    );
  });

  it('as a phrase are refused, and so is a unit that does not measure energy', () => {
    const phrase = { ...held([]), serials: ['GO-1 to 9'] };
    expect(() => run(instrument('a', '9', phrase))).toThrow(expect.objectContaining({ code: 'bad-detail' }));
    expect(() => run(instrument('a', '9', held([['1', '9']], { each: 'kg' })))).toThrow(
      expect.objectContaining({ code: 'unit-mismatch' }),
    );
  });
});

describe('a contract or tariff', () => {
  const own = instrument('a', '80', held([['GO-1', 'GO-80']]), { contract: 'PPA 1' });

  it.each(['contract', 'tariff'])('adds nothing where certificates name it: %s', (kind) => {
    const result = run(contract('ppa-1', '100', { kind }), own);
    expect(coveredBy(result)).toBe(80);
    expect(result.warnings).toEqual([
      {
        code: 'contract-with-certificates',
        message:
          'certificate/ppa-1 (100 MW.h) adds nothing: its certificates are rows, certificate/a (80 MW.h)',
        row: { record: recordId('a'), key: 'certificate/ppa-1' },
      },
    ]);
    expect(figureOf(result, 'scope2/market').detail.documents).toEqual([
      { name: 'instrument', record: recordId('a'), key: 'certificate/ppa-1' },
    ]);
  });

  it('that states its serial numbers adds those that no certificate row holds', () => {
    const stated = instrument('ppa', '100', held([['GO-1', 'GO-100']]), { kind: 'contract' });
    const result = run(stated, instrument('z', '80', held([['GO-1', 'GO-80']])));
    expect(coveredBy(result)).toBe(100);
    expect(warned(result)).toEqual(['overlapping-serials certificate/ppa']);
  });

  it('beside certificates of its country, where neither names the other, warns with both', () => {
    const loose = instrument('a', '80', held([['GO-1', 'GO-80']]));
    const result = run(contract('ppa', '100'), loose);
    expect(coveredBy(result)).toBe(180);
    expect(warned(result)).toEqual(['contract-beside-certificates certificate/ppa']);
    expect(result.warnings[0]!.message).toContain('certificate/a (80 MW.h) both count');
    const named = instrument('a', '80', held([['GO-1', 'GO-80']]), { contract: 'another' });
    expect(run(contract('ppa', '100'), named).warnings).toEqual([]);
  });
});
