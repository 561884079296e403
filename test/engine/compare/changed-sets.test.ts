import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSelected, type Selection } from '../../../core/records/selection.ts';
import type { SetOperand } from '../../../core/records/row-set.ts';
import { findChangedRows, findDependentKeys, type ImpactEntry } from '../../../engine/compare/impact.ts';
import { recordId } from '../dataset.ts';

const RECORD = recordId('a');

/** Returns a figure over the rows that each of the selections selects. */
function figure(key: string, ...selections: readonly Selection[]): ImpactEntry {
  const operands = selections.map((selection, index): SetOperand => ({
    name: `AD[${index + 1}]`,
    record: RECORD,
    selection,
    count: 1,
    sum: '1',
    unit: 't',
    root: recordId('b'),
  }));
  return {
    key,
    value: '1',
    unit: 't',
    from: 0,
    until: 0,
    detail: { derivation: { formula: 'sum(AD)', operands } },
  };
}

function row(key: string, changes: Partial<ImpactEntry> = {}): ImpactEntry {
  const detail = { row: 'fuel-use', fuel: 'diesel', facility: 'site-1' };
  return { key, value: '1', unit: 't', from: 1, until: 2, detail, ...changes };
}

const marked = (
  figures: readonly ImpactEntry[],
  before: readonly ImpactEntry[],
  after: readonly ImpactEntry[],
): string[] | null => findDependentKeys(figures, new Map([[RECORD, findChangedRows(before, after)]]));

const detailOf = (members: object): Partial<ImpactEntry> => ({
  detail: { ...(row('x').detail as object), ...members },
});

describe('a changed row marks figures by their sets:', () => {
  const figures = [
    figure('diesel', { where: { fuel: 'diesel' } }),
    figure('petrol', { where: { fuel: 'petrol' } }),
    figure('site-1', { rows: ['fuel-use'], where: { facility: 'site-1' } }),
    figure('electricity', { rows: ['electricity-use', 'heat-use'] }),
    figure('early', { within: { from: 1, until: 2 } }),
    figure('late', { within: { from: 2, until: 3 } }),
    figure('both', { where: { fuel: 'petrol' } }, { rows: ['electricity-use'] }),
    figure('named', { keys: ['a', 'b'] }),
    figure('but-named', { except: ['a', 'b'] }),
    figure('unmetered', { where: { meter: null } }),
  ];

  it.each<[string, Partial<ImpactEntry>, string[]]>([
    ['its value', { value: '2' }, ['diesel', 'early', 'named', 'site-1', 'unmetered']],
    [
      'its fuel: the sets that held it, and those that will',
      detailOf({ fuel: 'petrol' }),
      ['both', 'diesel', 'early', 'named', 'petrol', 'site-1', 'unmetered'],
    ],
    ['its period', { from: 2, until: 3 }, ['diesel', 'early', 'late', 'named', 'site-1', 'unmetered']],
    [
      'its type',
      detailOf({ row: 'electricity-use' }),
      ['both', 'diesel', 'early', 'electricity', 'named', 'site-1', 'unmetered'],
    ],
    ['a meter that it gets', detailOf({ meter: 'm' }), ['diesel', 'early', 'named', 'site-1', 'unmetered']],
  ])('%s', (_, change, expected) => {
    expect(marked(figures, [row('a')], [row('a', change)])).toEqual(expected);
  });

  it('a row that is new or gone', () => {
    const expected = ['but-named', 'diesel', 'early', 'site-1', 'unmetered'];
    expect(marked(figures, [], [row('c')])).toEqual(expected);
    expect(marked(figures, [row('c')], [])).toEqual(expected);
  });

  it('none, where it is a document, is of another record, or did not change', () => {
    expect(marked(figures, [], [row('c', { unit: '', value: null })])).toEqual([]);
    expect(marked(figures, [row('c')], [row('c')])).toEqual([]);
    const changes = new Map([[recordId('c'), findChangedRows([], [row('c')])]]);
    expect(findDependentKeys(figures, changes)).toEqual([]);
  });

  it('and figures that are computed from these', () => {
    const operands = [{ name: 'E', value: '1', unit: 't', key: 'diesel' }];
    const total = { ...row('total'), detail: { derivation: { operands } } };
    expect(marked([total, figures[0]!, figures[1]!], [], [row('c')])).toEqual(['diesel', 'total']);
  });
});

describe('findDependentKeys', () => {
  const text = fc.constantFrom('diesel', 'petrol', '', 'a b');
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const keys = fc.uniqueArray(key).map((list) => list.sort());
  const period = fc.constantFrom({ from: 1, until: 2 }, { from: 2, until: 3 }, { from: 1, until: 3 });
  const selection = fc.record(
    {
      rows: fc.uniqueArray(text).map((list) => list.sort()),
      where: fc.dictionary(fc.constantFrom('fuel', 'facility'), fc.option(text)),
      within: period,
      keys,
      except: keys,
    },
    { requiredKeys: [] },
  );
  const detail = fc.record(
    { row: text, fuel: fc.oneof(text, fc.constant(null), fc.constant(1)), facility: text },
    { requiredKeys: [] },
  );
  const version = fc
    .tuple(
      detail,
      fc.oneof(period, fc.constant({ from: 0, until: 0 })),
      fc.constantFrom('1', '2'),
      fc.constantFrom('t', ''),
    )
    .map(([own, time, value, unit]) => ({ ...time, detail: own, value: unit === '' ? null : value, unit }));
  const rows = fc
    .dictionary(key, version)
    .map((made) => Object.entries(made).map(([name, own]) => ({ key: name, ...own })));

  it('marks exactly the figures whose sets hold a row before or after that changed', () => {
    fc.assert(
      fc.property(fc.array(selection, { maxLength: 8 }), rows, rows, (selections, before, after) => {
        const figures = selections.map((own, index) => figure(`f${index}`, own as Selection));
        const changed = findChangedRows(before, after);
        const touched = [...before, ...after].filter((own) => changed.has(own.key));
        const expected = figures.filter((_, index) =>
          touched.some((own) => isSelected(selections[index] as Selection, own)),
        );
        expect(marked(figures, before, after)).toEqual(expected.map((own) => own.key));
      }),
    );
  });

  it('judges 1,000 figures by 100,000 changed rows', () => {
    const place = (index: number): Partial<ImpactEntry> =>
      detailOf({ facility: `site-${index % 500}`, fuel: `fuel-${index % 2}`, meter: `meter-${index}` });
    const before = Array.from({ length: 100_000 }, (_, index) => row(`row-${index}`, place(index)));
    const after = before.map((own) => ({ ...own, value: '2' }));
    const figures = Array.from({ length: 1_000 }, (_, index) =>
      figure(`site-${index}`, { rows: ['fuel-use'], where: { facility: `site-${index}` } }),
    );
    expect(marked(figures, before, after)).toHaveLength(500);
  });

  it('gives up where sets ask about too many different members', () => {
    const before = Array.from({ length: 5_000 }, (_, index) =>
      row(`row-${index}`, detailOf({ meter: `m-${index}` })),
    );
    const figures = Array.from({ length: 1_000 }, (_, index) =>
      figure(`f-${index}`, { where: { meter: 'none', [`member${index}`]: null } }),
    );
    expect(marked(figures, before, [])).toBeNull();
  });
});

describe('findChangedRows', () => {
  it('finds no change in a figure over the same rows in the next version of a record', () => {
    const before = figure('f', {});
    const move = (record: string, root: string, sum = '1'): ImpactEntry => {
      const text = JSON.stringify(before).replaceAll(RECORD, record).replaceAll(recordId('b'), root);
      return JSON.parse(text.replace('"sum":"1"', `"sum":"${sum}"`)) as ImpactEntry;
    };
    expect(findChangedRows([before], [move(recordId('c'), recordId('d'))]).size).toBe(0);
    expect(findChangedRows([before], [move(recordId('c'), recordId('d'), '2')]).size).toBe(1);
  });
});
