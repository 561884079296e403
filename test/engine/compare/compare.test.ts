import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ComparedResult, compareResults, isSameResult } from '../../../engine/compare/compare.ts';
import { findDependentKeys } from '../../../engine/compare/impact.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { describeRun, runMethod } from '../../../engine/run.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../../helpers/reperformed-result.ts';
import { certificate, entry, recordId, YEAR_2023, YEAR_2024 } from '../dataset.ts';

type Parameters = Omit<typeof COMPANY_PARAMETERS, 'gwpSet'> & Record<string, unknown>;

function run(inputs: readonly InputRecord[], parameters: Parameters = COMPANY_PARAMETERS): ComparedResult {
  const made = runMethod('inventory@2', inputs, parameters);
  const described = describeRun('inventory@2', parameters, made, recordId('e'));
  return {
    figures: made.figures as unknown as ComparedResult['figures'],
    run: { ...described },
    isWhole: true,
  };
}

const [ACTIVITY, FACTORS] = COMPANY_INPUTS as [InputRecord, InputRecord];
const FIRST = run([ACTIVITY, FACTORS]);
const keysOf = (items: readonly { readonly key: string }[]): string[] => items.map(({ key }) => key);

/** Returns the next version of a dataset: another record with the same rows, one of them changed. */
function nextVersion(input: InputRecord, key: string): InputRecord {
  const entries = input.entries.map((row) => {
    if (row.key !== key) return row;
    const last = Number(row.value!.at(-1));
    return { ...row, value: `${row.value!.slice(0, -1)}${last > 1 ? last - 1 : last + 1}` };
  });
  return { record: recordId('c'), entries };
}

/** The GWP set of the company under another name: the engine knows the potentials of AR5, and refuses others. */
const OWN_SET = { ...COMPANY_PARAMETERS, gwpSet: 'own' };

function withOwnSet({ record, entries }: InputRecord): InputRecord {
  return {
    record,
    entries: entries.map((row) => ({
      ...row,
      detail: row.detail?.['gwpSet'] === undefined ? row.detail : { ...row.detail, gwpSet: 'own' },
    })),
  };
}

describe('compareResults', () => {
  it('gives the change of each figure, in per cent too, and the rows that caused it', () => {
    const after = run([ACTIVITY, nextVersion(FACTORS, 'average')]);
    const { run: parameters, changed, added, removed, unchanged, notShown } = compareResults(FIRST, after);
    expect({ parameters, added, removed, notShown }).toEqual({
      parameters: [],
      added: [],
      removed: [],
      notShown: [],
    });
    expect(unchanged + changed.length).toBe(FIRST.figures.length);
    expect(changed.find(({ key }) => key === 'scope2/location')).toEqual({
      key: 'scope2/location',
      before: { value: '25468.8', unit: 't{CO2}' },
      after: { value: '25464', unit: 't{CO2}' },
      absolute: '-4.8',
      percent: '-0.018847',
      operands: [
        {
          name: 'EF',
          before: {
            record: FACTORS.record,
            key: 'average',
            value: '0.5306',
            unit: 'kg{CO2}/kW.h',
          },
          after: { record: recordId('c'), key: 'average', value: '0.5305', unit: 'kg{CO2}/kW.h' },
        },
      ],
      documents: [],
      others: [],
    });
    // The cause of a changed total is the figure that changed. The cause of that is the row.
    expect(changed.find(({ key }) => key === 'total/location')).toMatchObject({
      absolute: '-4.8',
      operands: [{ before: { record: null, key: 'scope2/location', value: '25468.8' } }],
    });
  });

  it.each(keysOf([...ACTIVITY.entries, ...FACTORS.entries]))(
    'reports exactly the figures that impact marks for a change of one digit of %s',
    (key) => {
      // An oxidation of 1 cannot become 2, and a GWP must be that of its set.
      if (/\/oxidation$|^AR5\//.test(key)) return;
      const owner = [ACTIVITY, FACTORS].find(({ entries }) => keysOf(entries).includes(key))!;
      const inputs = [ACTIVITY, FACTORS].map((input) => (input === owner ? nextVersion(input, key) : input));
      const before = run([ACTIVITY, FACTORS].map(withOwnSet), OWN_SET);
      const marked = findDependentKeys(before.figures, new Map([[owner.record, new Map([[key, []]])]]))!;
      const found = compareResults(before, run(inputs.map(withOwnSet), OWN_SET));
      expect(keysOf(found.changed)).toEqual(marked);
      expect(found.added.length + found.removed.length).toBe(0);
      for (const { operands } of found.changed)
        for (const operand of operands) expect([...marked, key]).toContain(operand.before!.key);
    },
  );

  it('treats a row as the same when a new version of its dataset does not change it', () => {
    const moved = run([ACTIVITY, { ...FACTORS, record: recordId('c') }]);
    expect(isSameResult(compareResults(FIRST, moved))).toBe(true);
  });

  it('names the documents that changed: another file in the same row, one that is new and one that is gone', () => {
    const [figure, ...more] = FIRST.figures;
    const of = (key: string, sha256: string | null, digit = 'a') => ({
      ...{ name: 'matrix-document', record: recordId(digit), key },
      ...(sha256 === null ? {} : { sha256 }),
    });
    const naming = (value: string, documents: readonly object[]): typeof FIRST => ({
      ...FIRST,
      figures: [{ ...figure!, value, detail: { ...figure!.detail, documents } }, ...more],
    });
    const before = naming('1', [
      of('table/F', 'f'.repeat(64)),
      of('table/Z', '1'.repeat(64)),
      of('grid', null),
    ]);
    const after = naming('2', [
      of('table/F', 'f'.repeat(64), 'b'),
      of('table/Z', '2'.repeat(64), 'b'),
      of('place', null),
    ]);
    const [change] = compareResults(before, after).changed;
    expect(change!.documents).toEqual([
      { key: 'grid', before: { record: recordId('a'), sha256: null }, after: null },
      { key: 'place', before: null, after: { record: recordId('a'), sha256: null } },
      {
        key: 'table/Z',
        before: { record: recordId('a'), sha256: '1'.repeat(64) },
        after: { record: recordId('b'), sha256: '2'.repeat(64) },
      },
    ]);
    expect(change!.others).toEqual([]);
  });

  it('lists figures and operands that are new or gone', () => {
    const more = { ...ACTIVITY, entries: [...ACTIVITY.entries, certificate('y', '1000', 'MW.h')] };
    const less = { ...more, entries: more.entries.filter(({ key }) => key !== 'leak') };
    const found = compareResults(FIRST, run([less, FACTORS]));
    expect(keysOf(found.removed)).toEqual(['by-gas/HFC-134a', 'scope1/refrigerant/HFC-134a']);
    expect(keysOf(found.added)).toEqual([]);
    const market = found.changed.find(({ key }) => key === 'scope2/market')!;
    expect(market.operands.map(({ name, before, after }) => [name, before?.key, after?.key])).toEqual([
      ['I[2]', undefined, 'certificate/y'],
      ['IF[2]', undefined, 'certificate/y'],
    ]);
    const back = compareResults(run([less, FACTORS]), FIRST);
    expect(keysOf(back.added)).toEqual(keysOf(found.removed));
  });

  it('pairs the factor of one year with that of the next as one operand', () => {
    const later = { ...FACTORS, entries: FACTORS.entries.map((row) => ({ ...row, key: `2024/${row.key}` })) };
    const { changed } = compareResults(FIRST, run([ACTIVITY, later]));
    const { operands } = changed.find(({ key }) => key === 'scope2/location')!;
    expect(operands.map(({ before, after }) => [before?.key, after?.key])).toEqual([
      ['average', '2024/average'],
    ]);
  });

  it('lists the members of the run that changed: parameters, method, engine, rounding', () => {
    const rounding = { mode: 'half-even', decimals: 0 } as const;
    const rough = run([ACTIVITY, FACTORS], { ...COMPANY_PARAMETERS, rounding } as unknown as Parameters);
    const after = { ...rough, run: { ...rough.run, method: 'inventory@3', seed: 1 } };
    const found = compareResults(FIRST, after);
    expect(found.run).toEqual([
      { member: 'method', before: 'inventory@2', after: 'inventory@3' },
      { member: 'rounding', before: COMPANY_PARAMETERS.rounding, after: rounding },
      { member: 'seed', before: null, after: 1 },
    ]);
    expect(found.changed.find(({ key }) => key === 'scope2/location')).toMatchObject({
      before: { value: '25468.8' },
      after: { value: '25469' },
      absolute: '0.2',
      others: [{ member: 'detail.derivation.rounding' }],
    });
    expect(compareResults(FIRST, { ...after, run: null }).run).toBeNull();
    const mass = run([ACTIVITY, FACTORS], { ...COMPANY_PARAMETERS, mass: 'kg' });
    expect(compareResults(FIRST, mass).run).toEqual([
      { member: 'parameters.mass', before: null, after: 'kg' },
    ]);
  });

  it('measures the change in the unit of the figure before', () => {
    const mass = run([ACTIVITY, FACTORS], { ...COMPANY_PARAMETERS, mass: 'kg' });
    const location = compareResults(FIRST, mass).changed.find(({ key }) => key === 'scope2/location');
    expect(location).toMatchObject({
      before: { value: '25468.8', unit: 't{CO2}' },
      after: { value: '25468800', unit: 'kg{CO2}' },
      absolute: '0',
      percent: '0',
    });
  });

  it('counts a figure that is 0 before and after as unchanged, although its factor and period differ', () => {
    const figureOf = (value: string, factor: string, period: typeof YEAR_2023): ComparedResult => {
      const operands = [
        { name: 'AD', value, unit: 't', record: recordId('1'), key: 'use' },
        { name: 'EF', value: factor, unit: '1', record: recordId('1'), key: 'factor' },
      ];
      const detail = { derivation: { formula: 'AD * EF', operands, warnings: [] } };
      return { figures: [entry('scope1/total', value, 't', detail, period)], run: null, isWhole: true };
    };
    const found = compareResults(figureOf('0', '1', YEAR_2023), figureOf('0', '2', YEAR_2024));
    expect(found).toMatchObject({ changed: [], unchanged: 1 });
    expect(isSameResult(found)).toBe(true);
    for (const [before, after] of [
      ['0', '1'],
      ['1', '0'],
      ['1', '1'],
    ] as const)
      expect(
        compareResults(figureOf(before, '1', YEAR_2023), figureOf(after, '2', YEAR_2024)).changed,
      ).toHaveLength(1);
  });

  it('keeps a figure of 0 as changed where its unit measures something else', () => {
    const zero = (unit: string): ComparedResult => ({
      figures: [entry('x', '0', unit, {})],
      run: null,
      isWhole: true,
    });
    expect(compareResults(zero('t'), zero('kg'))).toMatchObject({ changed: [], unchanged: 1 });
    expect(compareResults(zero('t'), zero('MW.h')).changed).toHaveLength(1);
  });

  it('lists a figure as not shown, not as new or gone, when the other side is only a part', () => {
    const part = { ...FIRST, figures: FIRST.figures.slice(2), isWhole: false };
    const hidden = keysOf(FIRST.figures.slice(0, 2));
    for (const found of [compareResults(FIRST, part), compareResults(part, FIRST)])
      expect(found).toMatchObject({ added: [], removed: [], changed: [], notShown: hidden });
  });
});

/** Results with a few figures, each computed from a row and from another figure. */
const results: fc.Arbitrary<ComparedResult> = fc
  .uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      tenths: fc.integer({ min: -99, max: 99 }),
      row: fc.constantFrom('row/1', 'row/2', 'row/3'),
      record: fc.constantFrom(recordId('1'), recordId('2')),
      period: fc.constantFrom(YEAR_2023, YEAR_2024),
    }),
    { selector: ({ key }) => key },
  )
  .map((figures) => ({
    isWhole: true,
    run: null,
    figures: figures.map(({ key, tenths, row, record, period }) => {
      const value = String(tenths / 10);
      const operands = [
        { name: 'EF', value, unit: 't', record, key: row },
        { name: 'part[1]', value, unit: 't', key: 'a' },
      ];
      return entry(key, value, 't', { derivation: { formula: 'EF', operands, warnings: [] } }, period);
    }),
  }));

describe('a comparison', () => {
  it('of a result with itself is empty, for any order of its figures', () => {
    fc.assert(
      fc.property(results, (result) => {
        const found = compareResults(result, { ...result, figures: result.figures.toReversed() });
        expect(isSameResult(found)).toBe(true);
        expect(found.unchanged).toBe(result.figures.length);
      }),
    );
  });

  it('with its sides swapped is the opposite: added becomes removed, an increase a decrease, and each cause is reversed', () => {
    const negate = (amount: string | null): string | null =>
      amount === null || amount === '0' ? amount : amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
    fc.assert(
      fc.property(results, results, (a, b) => {
        const [there, back] = [compareResults(a, b), compareResults(b, a)];
        expect(back.added).toEqual(there.removed);
        expect(back.removed).toEqual(there.added);
        expect(back.unchanged).toBe(there.unchanged);
        // Percentages are relative to another value, so they are not opposites.
        expect(back.changed.map((change) => ({ ...change, percent: null }))).toEqual(
          there.changed.map((change) => ({
            ...change,
            before: change.after,
            after: change.before,
            absolute: negate(change.absolute),
            percent: null,
            operands: change.operands.map(({ name, before, after }) => ({
              name,
              before: after,
              after: before,
            })),
            others: change.others.map(({ member, before, after }) => ({
              member,
              before: after,
              after: before,
            })),
          })),
        );
      }),
    );
  });

  it('counts every figure of both results exactly once', () => {
    fc.assert(
      fc.property(results, results, (a, b) => {
        const { added, removed, changed, unchanged } = compareResults(a, b);
        expect(unchanged + changed.length + removed.length).toBe(a.figures.length);
        expect(unchanged + changed.length + added.length).toBe(b.figures.length);
      }),
    );
  });
});
