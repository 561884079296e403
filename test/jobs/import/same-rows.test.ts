import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import { hasSameRows } from '../../../jobs/import/same-rows.ts';

const entry = (detail: Entry['detail'], from = 0, until = 0, value = '1'): Entry => ({
  ...{ key: 'k', value, unit: 't', from, until, detail },
  salt: `0x${'0'.repeat(64)}`,
});

describe('a table whose rows are registered already', () => {
  const rows = [entry({ row: 'fuel-use', fuel: 'coal' }, 1, 2)];
  const note = { ...entry({ row: 'source', title: 'a.csv' }), key: 'source' };

  it('has the same keys, values and details, whatever its salts and its source file are', () => {
    const salted = rows.map((row) => ({ ...row, salt: `0x${'1'.repeat(64)}` as const }));
    expect(hasSameRows([...salted, note], rows)).toBe(true);
    expect(hasSameRows([...salted, note], [{ ...note, detail: { row: 'source' } }, ...rows])).toBe(true);
  });

  it('is another one where a row has another value or key, or one is missing', () => {
    expect(hasSameRows(rows, [entry({ row: 'fuel-use', fuel: 'coal' }, 1, 2, '2')])).toBe(false);
    expect(hasSameRows(rows, [{ ...rows[0]!, key: 'other' }])).toBe(false);
    expect(hasSameRows([...rows, { ...rows[0]!, key: 'more' }], rows)).toBe(false);
    expect(hasSameRows([], rows)).toBe(false);
    expect(hasSameRows([note], [note])).toBe(false);
  });
});
