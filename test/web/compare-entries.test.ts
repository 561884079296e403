import { describe, expect, it } from 'vitest';
import type { Entry } from '../../client/generated/openapi.ts';
import { compareEntries } from '../../web/data/compare-entries.ts';

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
});
