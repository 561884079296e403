import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../client/http/api-error.ts';
import type { Hex } from '../../../core/encoding/hex.ts';
import { KINDS } from '../../../core/records/kind.ts';
import { countFigures, isAllComputed } from '../../../jobs/reperform/figure-counts.ts';
import { openMaterial, readMaterial } from '../../../jobs/reperform/material.ts';
import type { ComparedFigure, Recomputation } from '../../../jobs/reperform/recomputation.ts';
import { idOf, makeEntry, makeRecords } from '../../helpers/known-records.ts';

const made = makeRecords([
  { number: 1, kind: KINDS.disclosure, sources: [2] },
  { number: 2, kind: KINDS.result, sources: [3, 4] },
  { number: 3, kind: KINDS.dataset, sources: [5] },
  { number: 4, kind: KINDS.dataset, statement: { title: '' } },
  { number: 5, kind: KINDS.dataset },
]);

/** A ledger that refuses the entries of one record with a code. */
function ledgerOf(closed: Hex | null, code = 'forbidden') {
  return {
    readRecord: ({ id }: { id: Hex }) => Promise.resolve(made.get(id)),
    readRecordEntries: ({ id }: { id: Hex }) =>
      id === closed
        ? Promise.reject(new ApiError(403, code, 'no'))
        : Promise.resolve({ entries: [makeEntry('a', '1')] }),
  } as never;
}

describe('what an opinion is formed from', () => {
  it('are the record and the results and datasets that it was made from, but not what a dataset was made from', async () => {
    const { records, closed, isFile } = await readMaterial(ledgerOf(null), idOf(1));
    expect(records.map(({ id, title }) => [id, title])).toEqual([
      [idOf(1), 'Record 1'],
      [idOf(2), 'Record 2'],
      [idOf(3), 'Record 3'],
      [idOf(4), 'made/4'],
    ]);
    expect(records.every(({ entries }) => entries.all && entries.shown[0]!.siblings === null)).toBe(true);
    expect({ closed, isFile }).toEqual({ closed: [], isFile: false });
  });

  it.each(['unauthorized', 'forbidden', 'entries-not-stored'])(
    'lacks a record with the code %s, and goes on behind it',
    async (code) => {
      const { records, closed } = await readMaterial(ledgerOf(idOf(2), code), idOf(1));
      expect(closed).toEqual([{ id: idOf(2), title: 'Record 2', sequence: 1 }]);
      expect(records.map(({ id }) => id)).toEqual([idOf(1), idOf(3), idOf(4)]);
    },
  );

  it('is not read where the server fails', async () => {
    await expect(readMaterial(ledgerOf(idOf(2), 'busy'), idOf(1))).rejects.toMatchObject({ code: 'busy' });
  });

  it('are the records of a proof file', () => {
    const file = readFileSync(
      join(import.meta.dirname, '../../recorded-home/home/example/inventory.carbon-proof.json'),
    );
    const { records, isFile } = openMaterial(file);
    expect(isFile).toBe(true);
    expect(records[0]).toMatchObject({ record: { kind: KINDS.result } });
    expect(() => openMaterial(new TextEncoder().encode('{}'))).toThrow(
      expect.objectContaining({ name: 'BadInput' }),
    );
  });
});

describe('the figures that were computed again', () => {
  const of = (...states: ComparedFigure['state'][]): Recomputation =>
    ({ figures: states.map((state) => ({ state })) }) as never;

  it('are counted: equal, different in value or origin, and the others', () => {
    expect(countFigures(of('equal', 'differs', 'detail', 'not-computed'))).toEqual({
      all: 4,
      equal: 1,
      different: 2,
    });
  });

  it.each<[boolean, Recomputation | null]>([
    [false, null],
    [false, of()],
    [false, of('equal', 'not-computed')],
    [true, of('equal', 'differs')],
  ])('are all: %s', (expected, recomputation) => {
    expect(isAllComputed(recomputation)).toBe(expected);
  });
});
