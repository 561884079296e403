import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../core/records/kind.ts';
import type { Entry } from '../../../core/records/entry.ts';
import type { Material } from '../../../jobs/reperform/material.ts';
import { listRowSources, rowsOf } from '../../../jobs/sample/row-sources.ts';
import { drawFrom, proposeSeed, writeSamples } from '../../../jobs/sample/sampled-rows.ts';
import type { SamplePlan } from '../../../jobs/sample/draw-sample.ts';
import { idOf, makeEntry } from '../../helpers/known-records.ts';

const row = (key: string, unit: string, type: string | null, value: string | null = '1'): Entry => ({
  ...makeEntry(key, '1', type === null ? null : { row: type }),
  ...{ unit, value },
});
const record = (number: number, kind: number, party: number, shown: readonly Entry[]) => ({
  ...{ id: idOf(number), title: `Record ${number}`, record: { kind, party: idOf(party) } },
  entries: { all: true, shown, absent: [] },
});
const own = [
  row('a', 't', 'use'),
  row('b', 't', 'use'),
  row('c', 'kg', 'use'),
  row('d', 't', 'buy'),
  row('e', '', 'file', null),
];
const material: Material = {
  records: [
    record(1, KINDS.result, 7, [row('total', 't', null)]),
    record(3, KINDS.dataset, 8, [row('EF', 'kg', null)]),
    record(2, KINDS.dataset, 7, own),
    record(4, KINDS.dataset, 7, []),
  ] as never,
  closed: [],
  isFile: false,
};

describe('what samples are drawn from', () => {
  it('are the rows of each dataset and those of one type and unit, those of the audited party first', () => {
    expect(
      listRowSources(material).map(({ record: id, type, unit, count }) => [id, type, unit, count]),
    ).toEqual([
      [idOf(2), null, null, 4],
      [idOf(2), 'use', 't', 2],
      [idOf(2), 'use', 'kg', 1],
      [idOf(2), 'buy', 't', 1],
      [idOf(3), null, null, 1],
      [idOf(3), null, 'kg', 1],
    ]);
  });

  it('have the rows that they count', () => {
    for (const source of listRowSources(material))
      expect(rowsOf(material, source)).toHaveLength(source.count);
  });

  it('have different names', () => {
    const names = listRowSources(material).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

const chosen = (...keys: string[]): SamplePlan => ({
  ...{ record: idOf(2), selection: {}, unit: null, method: 'chosen', keys, reason: 'why' },
});

describe('a sample of the material', () => {
  it('has the rows themselves, in the order in which they are drawn', () => {
    const { rows, population } = drawFrom(material, chosen('d', 'a'));
    expect(rows).toEqual([
      { entry: own[3], hits: 1, document: null },
      { entry: own[0], hits: 1, document: null },
    ]);
    expect(population.count).toBeGreaterThan(0);
  });

  it('is empty where its record is not here', () => {
    expect(drawFrom(material, { ...chosen('a'), record: idOf(5) })).toMatchObject({
      population: { count: 0, root: null },
      rows: [],
    });
  });

  it('is written with what was found at each row; a row that was not looked at is open', () => {
    const found = [{ finding: 'differs', note: 'invoice 7' }] as const;
    expect(writeSamples(material, [{ plan: chosen('d', 'a'), found }])).toMatchObject([
      {
        rows: [
          { key: 'd', value: '1', hits: 1, finding: 'differs', note: 'invoice 7' },
          { key: 'a', value: '1', hits: 1, finding: 'open', note: '' },
        ],
      },
    ]);
  });
});

describe('the proposed seed of a sample', () => {
  it('is made of the anchoring block, the record and the auditor alone', () => {
    const anchored = (id: number, block = 1) =>
      ({ id: idOf(id), anchor: { blockHash: idOf(block) } }) as never;
    const seed = proposeSeed(idOf(7), anchored(3));
    expect(seed).toBe(proposeSeed(idOf(7), anchored(3)));
    const others = [
      proposeSeed(idOf(8), anchored(3)),
      proposeSeed(idOf(7), anchored(4)),
      proposeSeed(idOf(7), anchored(3, 2)),
    ];
    expect(others).not.toContain(seed);
    expect(proposeSeed(idOf(7), { id: idOf(3), anchor: null })).toBe('');
    expect(seed.length).toBeLessThanOrEqual(256);
  });
});
