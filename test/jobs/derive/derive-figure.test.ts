import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveFigure } from '../../../jobs/derive/derive-figure.ts';
import type { Misalignment, Operation } from '../../../jobs/derive/derived.ts';
import type { FigureCover } from '../../../jobs/derive/figure-cover.ts';
import { makeFigure, makeNote } from '../../../agents/evaluate/attacks/made-figure.ts';

const figure = (changes: Partial<FigureCover> & { readonly key?: string }): FigureCover =>
  makeFigure(changes);
const derived = (...given: Parameters<typeof deriveFigure>) => {
  const found = deriveFigure(...given);
  if ('misaligned' in found) throw new Error(found.misaligned.join());
  return found.derived;
};

const year = (of: number) => ({ from: Date.UTC(of, 0) / 1000, until: Date.UTC(of + 1, 0) / 1000 });
const [A, B] = ['a', 'b'].map((key) => figure({ key, value: '100' })) as [FigureCover, FigureCover];
const heads = (changes: Partial<FigureCover>): FigureCover =>
  figure({ key: 'population', value: '100', unit: '{person}', gases: [], gwpSet: null, ...changes });
const withParts = (entries: readonly string[], changes: Partial<FigureCover> = {}): FigureCover =>
  figure({ ...changes, parts: { entries, sets: [] } });
const ofSet = (key: string, record: string, type: string): FigureCover =>
  figure({ parts: { entries: [`0x1#${key}`], sets: [{ record, types: [type] }] } });

/** Figures that differ in one thing, and what is said against them: nothing where they go together. */
const DEFECTS: readonly (readonly [
  what: string,
  operation: Operation,
  figures: readonly FigureCover[],
  misaligned: readonly Misalignment[],
])[] = [
  ['as many other gases', 'difference', [A, { ...B, gases: ['CO2', 'N2O'] }], ['other-gases']],
  ['another start', 'difference', [A, { ...B, from: B.from + 1 }], ['other-period']],
  ['another end', 'difference', [A, { ...B, until: B.until + 1 }], ['other-period']],
  ['a condition less', 'difference', [A, { ...B, conditions: {} }], ['other-conditions']],
  ['a condition more', 'difference', [{ ...A, conditions: {} }, B], ['other-conditions']],
  ['one alone', 'sum', [A], ['wrong-operands']],
  ['two to convert', 'conversion', [A, B], ['wrong-operands']],
  ['other gases in a sum', 'sum', [A, { ...B, gases: ['CO2'] }], ['other-gases']],
  ['a row twice in a sum', 'sum', [A, withParts(['0x2#c', A.parts.entries[1]!])], ['overlap']],
  ['one set of rows', 'sum', [ofSet('c', '0x3', 'fuel'), ofSet('d', '0x3', 'fuel')], ['unknown-overlap']],
  ['sets of two types of rows', 'sum', [ofSet('c', '0x3', 'fuel'), ofSet('d', '0x3', 'heat')], []],
  ['sets of two records', 'sum', [ofSet('c', '0x3', 'fuel'), ofSet('d', '0x4', 'fuel')], []],
  ['a part of nothing', 'share', [withParts([]), withParts(['0x2#c', '0x2#d'])], ['not-a-part']],
  [
    'half a part',
    'share',
    [withParts(['0x2#e', '0x2#d']), withParts(['0x2#c', '0x2#d', '0x2#f'])],
    ['not-a-part'],
  ],
  ['all as a part', 'share', [A, A], ['not-a-part']],
  [
    'a part with other gases',
    'share',
    [withParts(['0x2#d'], { gases: ['CO2'] }), withParts(['0x2#c', '0x2#d'])],
    ['other-gases'],
  ],
  ['people of another year', 'per-head', [A, heads(year(2020))], ['other-period']],
  ['a ratio to another year', 'ratio', [A, heads(year(2020))], ['other-period']],
  ['a ratio to other gases', 'ratio', [A, { ...B, gases: ['CO2'] }], ['other-gases']],
  ['a ratio to people', 'ratio', [A, heads({})], []],
];

describe('deriveFigure', () => {
  it.each(DEFECTS)('says what does not go together: %s', (_what, operation, figures, misaligned) => {
    const found = deriveFigure({ operation, figures });
    expect('misaligned' in found ? found.misaligned : []).toEqual(misaligned);
  });

  it('computes exactly, in the unit of the first figure', () => {
    const [a, b] = [figure({ key: 'a', value: '0.3' }), figure({ key: 'b', value: '100', unit: 'kg{CO2e}' })];
    expect(derived({ operation: 'difference', figures: [a, b] })).toMatchObject({
      value: '0.2',
      unit: 't{CO2e}',
    });
    expect(derived({ operation: 'sum', figures: [a, b] }).value).toBe('0.4');
  });

  it('has no more digits than its figures', () => {
    const [a, b] = [
      figure({ key: 'a', value: '1.23' }),
      figure({ key: 'b', value: '3', unit: 't', gases: [] }),
    ];
    expect(derived({ operation: 'ratio', figures: [a, b] }).value).toBe('0.4');
    expect(
      derived({ operation: 'conversion', figures: [figure({ value: '1234.5' })], unit: 'kt{CO2e}' }).value,
    ).toBe('1.2345');
  });

  it('gives per head the interval of the figure', () => {
    const a = figure({ value: '200', uncertainty: makeNote(200, 20, 'x') });
    const { value, unit, uncertainty } = derived({ operation: 'per-head', figures: [a, heads({})] });
    expect([value, unit, uncertainty?.low, uncertainty?.high]).toEqual([
      '2',
      't{CO2e}/{person}',
      '1.8',
      '2.2',
    ]);
    const fewer = derived({ operation: 'per-head', figures: [a, heads({ value: '-100' })] });
    expect(fewer.uncertainty).toBeNull();
  });

  it('takes a share of a whole that contains the part', () => {
    const part = figure({ key: 'part', value: '25' });
    const whole = figure({
      key: 'whole',
      value: '200',
      parts: { entries: ['r#whole', ...part.parts.entries], sets: [] },
    });
    expect(derived({ operation: 'share', figures: [part, whole] })).toMatchObject({ value: '12', unit: '%' });
  });

  it('adds independent uncertainties by squares, in any units', () => {
    const a = figure({ key: 'a', value: '100', uncertainty: makeNote(100, 3, 'x') });
    const b = figure({
      key: 'b',
      value: '90000',
      unit: 'kg{CO2e}',
      uncertainty: makeNote(90_000, 4000, 'y'),
    });
    const { uncertainty } = derived({ operation: 'difference', figures: [a, b] });
    expect([uncertainty?.low, uncertainty?.high]).toEqual(['5', '15']);
    expect(uncertainty?.contributions.map(({ key, share }) => [key, share])).toEqual([
      ['x', '0.359998'],
      ['y', '0.640002'],
    ]);
  });

  it('gives no interval where a row is in both figures, or not all rows are listed', () => {
    const a = figure({ key: 'a', uncertainty: makeNote(1234.5, 3, 'x') });
    const note = makeNote(1234.5, 4, 'y');
    const others = [
      { ...note, contributions: makeNote(1, 1, 'x').contributions },
      { ...note, remainder: { rows: 1, share: '0.1' } },
      { ...note, unstated: { rows: 1, of: 2, share: '0.1' } },
      { ...note, correlation: { independent: 0, groups: 1, rows: 2 } },
      { ...note, correlation: { independent: 0, results: 2, rows: 2 } },
      { ...note, contributions: [] },
      { ...note, level: '0.9' },
      { ...note, standardDeviation: '1' },
      { ...note, high: '1300', standardDeviation: '17.7296' },
      null,
    ];
    for (const uncertainty of others)
      expect(
        derived({ operation: 'difference', figures: [a, figure({ key: 'b', uncertainty })] }).uncertainty,
      ).toBeNull();
  });

  it('adds up what it takes apart, for any values', () => {
    const value = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(String);
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [a, b] = [figure({ key: 'a', value: one }), figure({ key: 'b', value: other })];
        const d = {
          ...derived({ operation: 'difference', figures: [a, b] }),
          parts: { entries: ['r#d'], sets: [] },
        };
        expect(derived({ operation: 'sum', figures: [d, b] }).value).toBe(one);
      }),
    );
  });

  it('subtracts a year from a later one of any length in days', () => {
    const [leap, next] = [figure({ value: '10', ...year(2024) }), figure({ value: '12', ...year(2025) })];
    expect(derived({ operation: 'change', figures: [next, leap] })).toMatchObject({
      value: '2',
      from: year(2024).from,
      until: year(2025).until,
    });
    expect(deriveFigure({ operation: 'change', figures: [leap, next] })).toEqual({
      misaligned: ['other-period'],
    });
  });
});
