import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../client/generated/openapi.ts';
import { findRegistered, hasSameRows } from '../../../jobs/import/same-rows.ts';
import { idOf, type Made, OTHER, OWN, readsOf } from '../made-reads.ts';

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

describe('the dataset that has the rows of a table already', () => {
  const rows = [entry({ row: 'fuel-use', fuel: 'coal' }, 1, 2)];
  const of = (entries: Made['entries'], more: Partial<Made> = {}): Made => ({
    ...{ party: OWN, kind: 'dataset', subject: 'activity', entries },
    ...more,
  });

  it('is the newest version of one of the party, as far as it may be read', async () => {
    const reads = readsOf({
      1: of(rows, { subject: 'old' }),
      2: of(rows, { subject: 'old', sequence: 2 }),
      3: of('entries-not-stored', { subject: 'lost' }),
      4: of([{ ...rows[0]!, value: '2' }], { subject: 'other' }),
      5: of(rows, { party: OTHER }),
    });
    expect((await findRegistered(OWN, rows, reads))?.id).toBe(idOf(2));
  });

  it('is none where only an earlier version has them, or a version that was rejected', async () => {
    const next = { sequence: 2 };
    expect(await findRegistered(OWN, rows, readsOf({ 1: of(rows), 2: of([], next) }))).toBeNull();
    expect(await findRegistered(OWN, rows, readsOf({ 1: of(rows, { state: 'rejected' }) }))).toBeNull();
  });

  it('is not looked for where the table is long', async () => {
    const many = Array.from({ length: 5_002 }, (_, at) => ({ ...rows[0]!, key: `k${at}` }));
    expect(await findRegistered(OWN, many, readsOf({ 1: of(many) }))).toBeNull();
    expect(await findRegistered(OWN, many.slice(1), readsOf({ 1: of(many.slice(1)) }))).not.toBeNull();
  });
});
