import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { traceRow } from '../../../jobs/impact/trace-row.ts';
import { derive, idOf, makeEntry, makeRecords } from '../../helpers/known-records.ts';

const row = makeEntry('EF', '2', { row: 'factor' });
const operand = (key: string, record: Hex | null = idOf(1)) => ({
  name: key,
  key,
  record,
  value: '1',
  unit: 't',
});
const trace = (records: ReturnType<typeof makeRecords>) =>
  traceRow({ key: 'EF', versions: new Map([[idOf(1), row]]) }, [...records.keys()], records);

describe('what depends on one row', () => {
  it('are figures that name it, those computed from them, and disclosures that repeat them', () => {
    const records = makeRecords([
      {
        number: 2,
        kind: 2,
        sources: [1],
        entries: [
          makeEntry('total', '3', derive([operand('part', null), operand('other', null)])),
          makeEntry('part', '2', derive([operand('EF')])),
          makeEntry('other', '1', derive([operand('NCV')])),
        ],
      },
      {
        number: 3,
        kind: 3,
        sources: [2],
        entries: [makeEntry('total', '3', derive([], { result: idOf(2), key: 'total' }))],
      },
      { number: 4, kind: 4, sources: [3] },
    ]);
    const uses = trace(records);
    expect(uses.get(idOf(2))).toEqual({ use: 'uses', keys: ['total', 'part'] });
    expect(uses.get(idOf(3))).toEqual({ use: 'uses', keys: ['total'] });
    expect(uses.get(idOf(4))).toEqual({ use: 'uses', keys: [] });
  });

  it('are not records that take other rows of the same record', () => {
    const entries = [makeEntry('a', '1', derive([operand('NCV')]))];
    const records = makeRecords([
      { number: 2, kind: 2, sources: [1], entries },
      { number: 3, kind: 4, sources: [2] },
    ]);
    const uses = trace(records);
    expect(uses.get(idOf(2))?.use).toBe('not');
    expect(uses.get(idOf(3))?.use).toBe('not');
  });

  it('is unknown for a private record, and for what was made from it', () => {
    const records = makeRecords([
      { number: 2, kind: 2, sources: [1], access: 'private' },
      { number: 3, kind: 4, sources: [2] },
    ]);
    const uses = trace(records);
    expect(uses.get(idOf(2))?.use).toBe('unknown');
    expect(uses.get(idOf(3))?.use).toBe('unknown');
  });

  it.each([
    ['factor', 'uses'],
    ['activity', 'not'],
  ])('are figures of a set that selects rows of type %s: %s', (type, use) => {
    const set = {
      name: 'EF',
      record: idOf(1),
      selection: { rows: [type] },
      count: 1,
      root: rootOfRows(idOf(1), ['EF']),
      sum: null,
      unit: 't',
    };
    const records = makeRecords([
      { number: 2, kind: 2, sources: [1], entries: [makeEntry('a', '1', derive([set]))] },
    ]);
    expect(trace(records).get(idOf(2))?.use).toBe(use);
  });

  it('are figures that state no derivation, and rows of fused datasets with its key: as a server says it', () => {
    const fused = (key: string) => makeEntry(key, '2', { row: 'fusion' });
    const records = makeRecords([
      { number: 2, kind: 2, sources: [1], entries: [makeEntry('stated', '1')] },
      { number: 3, kind: 1, sources: [1], entries: [fused('EF'), fused('NCV')] },
    ]);
    const uses = trace(records);
    expect(uses.get(idOf(2))).toEqual({ use: 'uses', keys: ['stated'] });
    expect(uses.get(idOf(3))).toEqual({ use: 'uses', keys: ['EF'] });
  });

  it('keep the order of their entries, and the record of the row is none of them', () => {
    const entries = ['b', 'a'].map((key) => makeEntry(key, '1', derive([operand('EF')])));
    const uses = trace(makeRecords([{ number: 2, kind: 2, sources: [1], entries }]));
    expect([...uses]).toEqual([[idOf(2), { use: 'uses', keys: ['b', 'a'] }]]);
  });
});
