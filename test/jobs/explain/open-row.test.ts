import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../core/encoding/json.ts';
import { checkItem } from '../../../core/merkle/map/proof.ts';
import { type Entry, hashEntries, itemOfEntry } from '../../../core/records/entry.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { type FoundEntries, openRow, type RowPorts } from '../../../jobs/explain/open-row.ts';
import { traceDerivation } from '../../../jobs/explain/trace-derivation.ts';
import { derive, idOf, makeEntry } from '../../helpers/known-records.ts';
import { documentOf } from '../../helpers/trade-documents.ts';

const [ROWS, FACTORS] = [idOf(2), idOf(3)];
const rows = ['a', 'b', 'c'].map((key) =>
  makeEntry(key, '1', { row: 'use', site: key === 'c' ? 'south' : 'north' }),
);
const factors = [makeEntry('EF', '2'), makeEntry('GWP', '3')];

const set = (keys: readonly string[], name = 'AD'): JsonObject => ({
  ...{ name, record: ROWS, selection: { rows: ['use'] }, count: keys.length },
  ...{ root: rootOfRows(ROWS, keys), sum: '1', unit: 't' },
});
const factor = { name: 'EF', record: FACTORS, key: 'EF', value: '2', unit: 't' };

function figure(...operands: JsonObject[]) {
  const part = makeEntry('part', '1', derive(operands));
  const total = makeEntry('total', '1', derive([{ name: 'part', key: 'part', value: '1', unit: 't' }]));
  return traceDerivation(total, [total, part]);
}

const found = (record: typeof ROWS, entries: readonly Entry[], isProven = true): FoundEntries => ({
  ...{ record, entries, isProven, root: hashEntries(entries) },
});
const openDocument = () => Promise.resolve(null);
const open = (key: string, operands: JsonObject[], places: readonly FoundEntries[], run: unknown = null) =>
  openRow(
    { figure: figure(...operands), key, run },
    {
      openDocument,
      findEntries: async function* (record) {
        yield* await Promise.resolve(places.filter((each) => each.record === record));
      },
    },
  );

describe('opening a row behind a figure', () => {
  it('finds one that is an operand itself, of a figure below', async () => {
    const opened = (await open('EF', [factor], [found(FACTORS, factors)]))!;
    expect(opened).toMatchObject({
      record: FACTORS,
      operand: 'EF',
      set: null,
      entry: { key: 'EF', value: '2' },
    });
    checkItem(opened.entries!.root, itemOfEntry(opened.entry), opened.entries!.siblings);
  });

  it('finds the set that holds it among sets with one selection', async () => {
    const sets = [set(['a', 'b'], 'AD[1]'), set(['c'], 'AD[2]')];
    for (const [key, operand] of [
      ['a', 'AD[1]'],
      ['c', 'AD[2]'],
    ] as const)
      expect(await open(key, sets, [found(ROWS, rows)])).toMatchObject({ operand, set: { name: operand } });
  });

  it('finds a document that decided its factors', async () => {
    const detail = {
      ...derive([factor]),
      documents: [{ name: 'grid', record: ROWS, key: 'a', sha256: null }],
    };
    const entry = makeEntry('part', '1', detail);
    const opened = await openRow(
      { figure: traceDerivation(entry, [entry]), key: 'a', run: null },
      {
        openDocument,
        findEntries: async function* () {
          yield await Promise.resolve(found(ROWS, rows));
        },
      },
    );
    expect(opened).toMatchObject({ record: ROWS, operand: 'grid', set: null });
  });

  it('comes with the size of the document that it names, where this is here', async () => {
    const { sha256, size, mediaType, bytes } = documentOf(
      ['a', 'b'],
      ['x', 'y', 'z'],
      new Float64Array(6).fill(1),
    );
    const detail = { row: 'matrix-document', sha256, size, mediaType };
    const row: Entry = { ...makeEntry('EF', '1', detail), value: null };
    const source = {
      size,
      read: (start: number, end: number) => Promise.resolve(bytes.slice(start, end)),
    };
    const documentWith = async (openDocument: RowPorts['openDocument']) =>
      (await openRow(
        { figure: figure(factor), key: 'EF', run: null },
        {
          openDocument,
          findEntries: async function* () {
            yield await Promise.resolve(found(FACTORS, [row]));
          },
        },
      ))!.document;
    expect(await documentWith(() => Promise.resolve(null))).toBeNull();
    expect(await documentWith(() => Promise.resolve(source))).toEqual({
      sha256,
      size,
      mediaType,
      rows: 2,
      columns: 3,
    });
  });

  it('asks the next place where the first lacks the row or cannot tell its set', async () => {
    const part = found(ROWS, rows.slice(1));
    expect(await open('a', [set(['a', 'b', 'c'])], [part, found(ROWS, rows)])).toMatchObject({
      set: { count: 3 },
    });
    const undecided = { operand: null, set: null, entries: { root: found(ROWS, rows).root } };
    expect(await open('a', [set(['a', 'x'])], [found(ROWS, rows)])).toMatchObject(undecided);
  });

  it('proves the set alone where nothing says that the record names the root', async () => {
    expect(await open('c', [set(['a', 'b', 'c'])], [found(ROWS, rows, false)])).toMatchObject({
      set: { count: 3 },
      entries: null,
    });
    expect(await open('c', [set(['c', 'x'])], [found(ROWS, rows, false)])).toBeNull();
  });

  it('is null for a row that no operand holds, that is nowhere, or that the run did not use', async () => {
    expect(await open('d', [set(['a', 'b', 'c'])], [found(ROWS, rows)])).toBeNull();
    expect(await open('GWP', [factor], [found(FACTORS, factors)])).toBeNull();
    expect(await open('a', [set(['a', 'b', 'c'])], [])).toBeNull();
  });

  it('refuses entries that do not lead to the root of their record', async () => {
    const changed = { ...found(FACTORS, factors), entries: [{ ...factors[0]!, value: '5' }, factors[1]!] };
    await expect(open('EF', [factor], [changed])).rejects.toMatchObject({ code: 'proof-root' });
  });
});
