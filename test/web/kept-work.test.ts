import { describe, expect, it } from 'vitest';
import { COMPUTATION_WORK, NO_COMPUTATION } from '../../web/pages/company/compute/compute-state.ts';
import { DISCLOSURE_WORK, NO_DISCLOSURE } from '../../web/pages/company/disclose/disclose-state.ts';
import { NO_PRODUCT, SUPPLIER } from '../../jobs/import/product-processes.ts';
import { mappingFor } from '../../jobs/import/table-mapping.ts';
import { IMPORT_WORK, type ImportState, NO_IMPORT } from '../../web/pages/company/import/import-state.ts';
import { NO_WORDS } from '../../web/pages/company/shared/record-words.ts';
import type { WorkKind } from '../../web/work/kept-work.ts';

const SALT = `0x${'5a'.repeat(32)}`;
const ID = `0x${'0'.repeat(63)}1` as const;
const entry = { key: 'meter/secret', value: '4711', unit: 't', from: 0, until: 1, detail: null };
const draft = { entries: [{ ...entry, salt: SALT }] } as never;
const words = { ...NO_WORDS, title: 'Works 2023', subject: 'works/2023', reason: 'a meter was changed' };

/** What a tab would keep, and what a page reads back. */
function reload<State>(kind: WorkKind<State>, state: State): { stored: string; read: Partial<State> } {
  const stored = JSON.stringify(kind.choicesOf(state));
  return { stored, read: kind.choices.parse(JSON.parse(stored)) };
}

const IMPORT: ImportState = {
  ...NO_IMPORT,
  file: new File(['key,value\nmeter/secret,4711'], 'works.xlsx'),
  sheet: 'Meters',
  mapping: { columns: { Meter: 'key', Used: 'value' }, set: { unit: 't' } },
  corrections: [{ row: 7, column: 'Used', from: 'plenty', to: '12.5' }],
  answer: {
    isValid: true,
    entries: [entry],
    rows: 1,
    findings: [],
    warnings: { total: 0, listed: [] },
    ...{ totals: [], stated: [], cautions: [], isJudged: true, names: { merged: [], alike: [] } },
  },
  ...{ words, draft },
};

describe('work in hand that a reload interrupts', () => {
  it('keeps the mapping, the corrections and the texts of an import, and never a row', () => {
    const { stored, read } = reload(IMPORT_WORK, IMPORT);
    expect(stored).not.toMatch(/secret|4711|5a5a/);
    expect(read).toMatchObject({
      ...{ words, corrections: IMPORT.corrections },
      before: { name: 'works.xlsx', sheet: 'Meters', mapping: IMPORT.mapping },
    });
    // The table is asked for again, and a second reload loses nothing more.
    const after = { ...NO_IMPORT, ...read };
    expect(after.file).toBeNull();
    expect(IMPORT_WORK.titleOf(after)).toBe('Works 2023');
    expect(reload(IMPORT_WORK, after).read).toEqual(read);
  });

  it('keeps the whole of what is entered in place of a table', () => {
    const sketch = { ...NO_PRODUCT, processes: [{ ...SUPPLIER, name: 'mine' }], others: [entry] };
    const entered = { form: 'product', sketch } as const;
    const state = { ...IMPORT, entered, draft: null };
    const { stored, read } = reload(IMPORT_WORK, state);
    expect(stored).not.toContain('works.xlsx');
    expect(read).toMatchObject({ words, entered, before: null });
    expect(IMPORT_WORK.titleOf({ ...state, words: NO_WORDS })).toBe('mine');
    expect(IMPORT_WORK.titleOf({ ...NO_IMPORT, entered: { ...entered, sketch: NO_PRODUCT } })).toBeNull();
    expect([state, { ...state, draft }, IMPORT].map(IMPORT_WORK.holdsMore)).toEqual([false, true, true]);
  });

  it('gives a table the earlier mapping only where it has all the columns', () => {
    const before = { name: 'works.xlsx', sheet: null, mapping: IMPORT.mapping };
    const suggested = { columns: {}, set: {} };
    const inspected = { columns: ['Used', 'Meter', 'Note'], spread: [], mapping: suggested } as never;
    expect(mappingFor(inspected, before)).toBe(IMPORT.mapping);
    expect(mappingFor({ columns: ['Meter'], spread: [], mapping: suggested } as never, before)).toBe(
      suggested,
    );
    expect(mappingFor(inspected, null)).toBe(suggested);
  });

  it('keeps what a computation chose, and none of its figures', () => {
    const run = { entries: [entry], figures: [entry] } as never;
    const state = { ...NO_COMPUTATION, sources: [ID], words, run, draft };
    const { stored, read } = reload(COMPUTATION_WORK, state);
    expect(stored).not.toMatch(/secret|4711|5a5a/);
    expect({ ...NO_COMPUTATION, ...read }).toEqual({ ...state, run: null, draft: null });
  });

  it('keeps the names of the figures to disclose and the addressees, and no draft', () => {
    const state = { ...NO_DISCLOSURE, keys: ['scope2/market'], addressees: [ID], words, draft };
    const { stored, read } = reload(DISCLOSURE_WORK, state);
    expect(stored).not.toMatch(/secret|4711|5a5a/);
    expect({ ...NO_DISCLOSURE, ...read }).toEqual({ ...state, draft: null });
  });

  it('is asked about before the page closes only while rows, figures or a draft would be lost', () => {
    expect(IMPORT_WORK.holdsMore(NO_IMPORT)).toBe(false);
    expect(IMPORT_WORK.holdsMore(IMPORT)).toBe(true);
    expect(COMPUTATION_WORK.holdsMore({ ...NO_COMPUTATION, sources: [ID], words })).toBe(false);
    expect(DISCLOSURE_WORK.holdsMore({ ...NO_DISCLOSURE, draft })).toBe(true);
  });

  it('is not read back in another form', () => {
    expect(DISCLOSURE_WORK.choices.safeParse({ keys: 'scope2', addressees: [], words }).success).toBe(false);
    expect(COMPUTATION_WORK.choices.safeParse({ sources: ['x'] }).success).toBe(false);
  });
});
