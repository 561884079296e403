import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffDatasets, isSameRow } from '../../../engine/datasets/diff.ts';
import { fuseDatasets, type FusionInput } from '../../../engine/datasets/fuse.ts';
import { validateDataset, type DatasetEntry } from '../../../engine/datasets/validate.ts';
import { recordId, YEAR_2022, YEAR_2023 } from '../dataset.ts';

const gwp = (key: string, value: string, gas = key, more: Partial<DatasetEntry> = {}): DatasetEntry => ({
  key,
  value,
  unit: 'kg{CO2e}/kg',
  from: 0,
  until: 0,
  detail: { row: 'gwp', gas, gwpSet: 'AR6', horizon: 100, year: 2021 },
  ...more,
});

/** A dataset with unique keys. */
const datasets = fc
  .uniqueArray(
    fc.record({
      key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      value: fc.integer({ min: 0, max: 99 }).map((tenths) => String(tenths / 10)),
      gas: fc.constantFrom('CH4', 'N2O', 'SF6', 'a', 'b'),
      period: fc.constantFrom(YEAR_2022, YEAR_2023),
    }),
    { selector: ({ key }) => key },
  )
  .map((rows) => rows.map(({ key, value, gas, period }) => gwp(key, value, gas, period)));

describe('diffDatasets', () => {
  it('lists the rows that were added, removed and changed, and by how much', () => {
    const before = [gwp('a', '25'), gwp('b', '298'), gwp('c', '1')];
    const after = [gwp('a', '27.9'), gwp('c', '1'), gwp('d', '2')];
    const { added, removed, changed, unchanged } = diffDatasets(before, after);
    expect(added.map(({ key }) => key)).toEqual(['d']);
    expect(removed.map(({ key }) => key)).toEqual(['b']);
    expect(changed).toEqual([
      {
        key: 'a',
        changes: [{ member: 'value', before: '25', after: '27.9' }],
        absolute: '2.9',
        percent: '11.6',
        unit: 'kg{CO2e}/kg',
      },
    ]);
    expect(unchanged).toBe(1);
  });

  it.each([
    ['1', 't', '1500', 'kg', '0.5', '50'],
    ['3', 't', '1', 't', '-2', '-66.666667'],
    ['0', 't', '1', 't', '1', null],
    ['1', 't', '1000', 'kg', '0', '0'],
    ['1', 't', '1', 'km', null, null],
    ['1', 't{CO2}', '1', 't{CO2e}', null, null],
    ['-4', 't', '-3', 't', '1', '25'],
  ])(
    'gives the change from %s %s to %s %s as %s, %s %%',
    (value, unit, later, laterUnit, absolute, percent) => {
      const [change] = diffDatasets(
        [gwp('a', value, 'a', { unit })],
        [gwp('a', later, 'a', { unit: laterUnit })],
      ).changed;
      expect(change).toMatchObject({ absolute, percent });
    },
  );

  it('lists members of the detail and times separately', () => {
    const [change] = diffDatasets(
      [gwp('a', '1', 'CH4', YEAR_2022)],
      [gwp('a', '1', 'N2O', { ...YEAR_2022, until: YEAR_2023.until })],
    ).changed;
    expect(change?.changes.map(({ member }) => member)).toEqual(['until', 'detail.gas']);
  });

  it('has an opposite when swapped, and applied to the first version gives the second', () => {
    fc.assert(
      fc.property(datasets, datasets, (before, after) => {
        const [there, back] = [diffDatasets(before, after), diffDatasets(after, before)];
        expect(back.added).toEqual(there.removed);
        expect(back.changed.map(({ key }) => key)).toEqual(there.changed.map(({ key }) => key));
        const touched = new Set([...there.removed, ...there.changed].map(({ key }) => key));
        const kept = before.filter(({ key }) => !touched.has(key));
        const fresh = after.filter(({ key }) => there.changed.some((change) => change.key === key));
        const applied = [...kept, ...there.added, ...fresh];
        expect(diffDatasets(applied, after)).toMatchObject({ added: [], removed: [], changed: [] });
      }),
    );
  });
});

const input = (digit: string, provider: string, ...entries: DatasetEntry[]): FusionInput => ({
  record: recordId(digit),
  provider,
  entries,
});
const valueOf = (entries: readonly DatasetEntry[], key: string): string | null | undefined =>
  entries.find((entry) => entry.key === key)?.value;

describe('fuseDatasets', () => {
  it('takes the newest valid time, for any priority of providers', () => {
    const [old, fresh] = [
      input('1', 'A', gwp('a', '1', 'a', YEAR_2022)),
      input('2', 'B', gwp('a', '2', 'a', YEAR_2023)),
    ];
    const { entries, conflicts, ties } = fuseDatasets([old, fresh], ['A']);
    expect(valueOf(entries, 'a')).toBe('2');
    expect(ties).toEqual([]);
    expect(conflicts).toEqual([
      { key: 'a', taken: fresh.record, passed: old.record, why: 'newest valid time' },
    ]);
  });

  it('takes the provider that is first in the priority when times are equal, and lists a conflict', () => {
    const inputs = [input('1', 'A', gwp('a', '1')), input('2', 'B', gwp('a', '2'))];
    expect(valueOf(fuseDatasets(inputs, ['B', 'A']).entries, 'a')).toBe('2');
    expect(valueOf(fuseDatasets(inputs, ['A']).entries, 'a')).toBe('1');
    expect(fuseDatasets(inputs, ['A']).conflicts).toMatchObject([{ key: 'a', why: 'provider priority' }]);
  });

  it('returns a tie when the priority names none of the providers', () => {
    const inputs = [input('1', 'A', gwp('a', '1')), input('2', 'B', gwp('a', '2'))];
    expect(fuseDatasets(inputs, ['C']).ties).toEqual([
      { key: 'a', records: inputs.map(({ record }) => record) },
    ]);
  });

  it('fuses rows that would match equally, although their keys differ', () => {
    const inputs = [input('1', 'A', gwp('x', '1', 'CH4')), input('2', 'B', gwp('y', '2', 'CH4'))];
    const { entries } = fuseDatasets(inputs, ['B']);
    expect(entries.map(({ key }) => key)).toEqual(['fusion', 'y']);
    expect(validateDataset('registry', entries)).toEqual([]);
  });

  it('names both sources and keeps the source entry of each', () => {
    const source: DatasetEntry = {
      key: 'source',
      value: null,
      unit: '',
      from: 0,
      until: 0,
      detail: {
        row: 'source',
        dataset: 'registry',
        title: 'T',
        provider: 'A',
        licence: 'CC0-1.0',
        mediaType: 'text/csv',
        size: 1,
        sha256: '0'.repeat(64),
      },
    };
    const { entries } = fuseDatasets([input('2', 'A', gwp('a', '1'), source), input('1', 'B', source)], []);
    expect(entries.map(({ key }) => key)).toEqual([
      'a',
      'fusion',
      `source/${'1'.repeat(16)}`,
      `source/${'2'.repeat(16)}`,
    ]);
    expect(entries[1]?.detail).toMatchObject({ sources: [recordId('1'), recordId('2')], conflicts: [] });
    expect(validateDataset('registry', entries)).toEqual([]);
  });

  it('gives the same result for any order of versions and rows', () => {
    fc.assert(
      fc.property(datasets, datasets, datasets, fc.boolean(), (a, b, c, named) => {
        const inputs = [input('1', 'A', ...a), input('2', 'B', ...b), input('3', 'C', ...c)];
        const priority = named ? ['C', 'A', 'B'] : ['B'];
        const turned = inputs
          .toReversed()
          .map((version) => ({ ...version, entries: version.entries.toReversed() }));
        const [there, back] = [fuseDatasets(inputs, priority), fuseDatasets(turned, priority)];
        expect(back.entries).toEqual(there.entries);
        expect(back.conflicts).toEqual(there.conflicts);
        expect(new Set(back.ties.map(({ key }) => key))).toEqual(new Set(there.ties.map(({ key }) => key)));
      }),
    );
  });

  it('gives only rows of its versions, one for each key', () => {
    fc.assert(
      fc.property(datasets, datasets, (a, b) => {
        const inputs = [input('1', 'A', ...a), input('2', 'B', ...b)];
        const { entries } = fuseDatasets(inputs, ['A', 'B']);
        const rows = entries.filter(({ key }) => key !== 'fusion');
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
        for (const row of rows)
          expect([...a, ...b].some((other) => other.key === row.key && isSameRow(row, other))).toBe(true);
      }),
    );
  });
});
