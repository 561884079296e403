import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import { compareEntries, findFollowed } from '../../../jobs/compare/compare-entries.ts';

const YEAR = { from: 1_672_531_200, until: 1_704_067_200 };

function entry(key: string, value: string | null, more: Partial<Entry> = {}): Entry {
  return { key, value, unit: 't{CO2}', ...YEAR, detail: null, salt: `0x${'00'.repeat(32)}`, ...more };
}

describe('the difference between two versions', () => {
  it('names entries that were added, removed and changed, in the order of keys', () => {
    const before = [entry('b', '1'), entry('c', '2'), entry('d', '5')];
    const after = [entry('d', '5'), entry('c', '3'), entry('a', '1')];
    expect(compareEntries(before, after).map(({ key, kind }) => [key, kind])).toEqual([
      ['a', 'added'],
      ['b', 'removed'],
      ['c', 'changed'],
    ]);
  });

  it.each([
    ['25468.8', '21945.6', '-3523.2', '-13.83'],
    ['0.1', '0.3', '0.2', '200'],
    ['-2', '-1', '1', '50'],
    ['3', '3.0000000000000000000000000001', '0.0000000000000000000000000001', '0'],
    ['12345678901234567890123456789.12', '12345678901234567890123456790.12', '1', '0'],
    ['8', '8.0004', '0.0004', '0.01'],
  ])('from %s to %s is %s exactly, in percent %s', (a, b, difference, percent) => {
    expect(compareEntries([entry('x', a)], [entry('x', b)])[0]).toMatchObject({ difference, percent });
  });

  it('of a value that was 0 has no percentage', () => {
    expect(compareEntries([entry('x', '0')], [entry('x', '7')])[0]).toMatchObject({
      difference: '7',
      percent: null,
    });
  });

  it('between two units has no amount', () => {
    const change = compareEntries([entry('x', '1')], [entry('x', '1000', { unit: 'kg{CO2}' })])[0];
    expect(change).toMatchObject({ difference: null, percent: null, others: ['unit'] });
  });

  it('tells that only the period or the detail changed, and does not count salts', () => {
    const salt = `0x${'11'.repeat(32)}` as const;
    const before = [entry('x', '1', { detail: { a: 1, b: 2 } }), entry('y', '1'), entry('z', '1')];
    const after = [
      entry('x', '1', { detail: { b: 2, a: 1 }, salt }),
      entry('y', '1', { until: YEAR.until + 1 }),
      entry('z', '1', { detail: { a: 1 } }),
    ];
    expect(
      compareEntries(before, after).map(({ key, others, difference }) => [key, others, difference]),
    ).toEqual([
      ['y', ['period'], '0'],
      ['z', ['detail'], '0'],
    ]);
  });

  describe('of rows that differ in their year alone', () => {
    const period = (year: number) => ({
      from: Date.UTC(year, 0) / 1000,
      until: Date.UTC(year + 1, 0) / 1000,
    });
    const row = (year: number, name: string, value: string, more: Partial<Entry> = {}) =>
      entry(`CN/${year}/${name}`, value, { ...period(year), detail: { year }, ...more });

    it('pairs each with that of the later year, with what it changed by', () => {
      const before = [row(2022, 'residual', '0.5856'), row(2022, 'average/East', '0.5617')];
      const after = [row(2023, 'residual', '0.6096'), row(2023, 'average/East', '0.5617')];
      const changes = compareEntries(before, after);
      expect(changes).toMatchObject([
        { key: 'CN/2023/average/East', kind: 'followed', difference: '0', percent: '0', others: [] },
        { key: 'CN/2023/residual', kind: 'followed', difference: '0.024', percent: '4.1', others: [] },
      ]);
      expect(changes[1]!.before!.key).toBe('CN/2022/residual');
      expect(findFollowed(changes)).toEqual({ count: 2, before: period(2022), after: period(2023) });
    });

    it.each([
      ['another unit', [row(2022, 'average', '1')], [row(2023, 'average', '2', { unit: 'kg{CO2}' })]],
      ['another name', [row(2022, 'average', '1')], [row(2023, 'residual', '2')]],
      ['an earlier year', [row(2023, 'average', '1')], [row(2022, 'average', '2')]],
      [
        'two that may follow',
        [row(2022, 'average', '1')],
        [row(2023, 'average', '2'), row(2024, 'average', '3')],
      ],
      ['no year', [entry('a/12', '1')], [entry('a/13', '2')]],
      ['two years in the key', [entry('2020/2022/a', '1')], [entry('2020/2023/a', '1')]],
    ])('leaves rows with %s added and removed', (_, before, after) => {
      const kinds = compareEntries(before, after).map(({ kind }) => kind);
      expect(new Set(kinds)).toEqual(new Set(['added', 'removed']));
    });

    it('does not pair a row that both versions have', () => {
      const kept = row(2022, 'average', '1');
      expect(compareEntries([kept], [kept, row(2023, 'average', '2')])).toMatchObject([{ kind: 'added' }]);
    });

    it('says that years follow each other only where all periods say so', () => {
      const open = { from: 0, until: 0 };
      const [before, after] = [[row(2022, 'a', '1')], [row(2023, 'a', '2')]];
      expect(findFollowed(compareEntries([entry('x', '1')], [entry('x', '2')]))).toBeNull();
      expect(findFollowed(compareEntries([row(2022, 'a', '1', open)], after))).toBeNull();
      expect(findFollowed(compareEntries(before, [row(2023, 'a', '2', period(2022))]))).toBeNull();
      expect(
        findFollowed(compareEntries([...before, row(2021, 'b', '1')], [...after, row(2022, 'b', '1')])),
      ).toBeNull();
    });
  });
});
