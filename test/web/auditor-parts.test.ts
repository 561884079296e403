import { describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { newestVersions } from '../../client/http/newest-versions.ts';
import { type DoneWork, findingsOf } from '../../web/pages/auditor/opinion/done-work.ts';
import {
  type AuditWork,
  dropDraft,
  freezeWork,
  isFrozen,
  startDraft,
} from '../../web/pages/auditor/shared/audit-store.ts';
import { listUndone } from '../../web/pages/auditor/paper/list-undone.ts';
import type { Entry, RecordView } from '../../client/generated/openapi.ts';
import type { RowFinding } from '../../jobs/sample/working-paper.ts';
import type { SamplePlan } from '../../jobs/sample/draw-sample.ts';
import type { Material } from '../../web/pages/auditor/recompute/material.ts';
import type { Recomputation } from '../../web/pages/auditor/recompute/recomputation.ts';
import { pairTotals } from '../../web/pages/auditor/pair-totals.ts';
import { proposeSeed } from '../../web/pages/auditor/sampling/sampled-rows.ts';
import { idOf } from './known-records.ts';

const record = (subject: string, sequence: number) =>
  ({ party: idOf(1), kind: KINDS.result, subject, sequence }) as never;

describe('the queue of an auditor', () => {
  it('has the newest version of each stream, in whatever order access was given', () => {
    const items = [
      { id: 1, state: 'final', record: record('inventory/2023', 1) },
      { id: 2, state: 'final', record: record('inventory/2024', 1) },
      { id: 3, state: 'final', record: record('inventory/2023', 2) },
      { id: 4, state: 'rejected', record: record('inventory/2024', 2) },
    ] as const;
    expect(newestVersions(items).map(({ id }) => id)).toEqual([2, 3]);
  });
});

describe('the proposed seed of a sample', () => {
  it('is made of the anchoring block, the record and the auditor alone', () => {
    const material = (id: Hex, block = 1) => ({ id, anchor: { blockHash: idOf(block) } }) as RecordView;
    const seed = proposeSeed(idOf(7), material(idOf(3)));
    expect(seed).toBe(proposeSeed(idOf(7), material(idOf(3))));
    expect(seed).not.toBe(proposeSeed(idOf(8), material(idOf(3))));
    expect(seed).not.toBe(proposeSeed(idOf(7), material(idOf(4))));
    expect(seed).not.toBe(proposeSeed(idOf(7), material(idOf(3), 2)));
    expect(proposeSeed(idOf(7), { id: idOf(3), anchor: null })).toBe('');
    expect(seed.length).toBeLessThanOrEqual(256);
  });
});

describe('what the printed working paper says was not done', () => {
  const work = (...findings: RowFinding[]): AuditWork =>
    ({ openedAt: 0, samples: [{ found: findings.map((finding) => ({ finding, note: '' })) }] }) as never;
  const recomputation = (state: 'equal' | 'not-computed', rows: readonly [] | null): Recomputation =>
    ({ figures: [{ state }], rows }) as never;

  const none = { isUnproven: false, openRows: 0, noEvidence: 0, notSampled: [], closed: [] };

  it('is everything before the work begins, and nothing at its end', () => {
    const begun = { verdict: null, recomputation: null, material: null, work: { openedAt: 0, samples: [] } };
    expect(listUndone(begun, false)).toEqual({
      ...none,
      isUnproven: true,
      parts: ['figures', 'rows', 'samples', 'opinion'],
    });
    const ended = {
      verdict: 'verified',
      recomputation: recomputation('equal', []),
      material: null,
      work: work('agrees'),
    } as const;
    expect(listUndone(ended, true)).toEqual({ ...none, parts: [] });
  });

  it('names a proof that is not verified, figures that could not be computed, and rows without evidence', () => {
    const half = {
      verdict: 'not-verified',
      recomputation: recomputation('not-computed', null),
      material: null,
      work: work('agrees', 'open', 'open', 'no-evidence'),
    } as const;
    expect(listUndone(half, true)).toEqual({
      ...none,
      isUnproven: true,
      parts: ['figures', 'rows'],
      openRows: 2,
      noEvidence: 1,
    });
  });

  it('counts the rows that no sample has, once each, and names what is closed', () => {
    const plan = (...keys: string[]): SamplePlan => ({
      ...{ record: idOf(2), selection: {}, unit: null, method: 'chosen', keys, reason: 'why' },
    });
    const found = [{ finding: 'agrees', note: '' }] as const;
    const done: DoneWork = {
      ...{ verdict: 'verified', recomputation: recomputation('equal', []) },
      material: {
        ...{ isFile: false, closed: [{ id: idOf(3), title: 'Factors', sequence: 1 }] },
        records: [datasetOf(2, ['a', 'b', 'c', 'd', 'e'])],
      },
      work: {
        openedAt: 0,
        samples: [
          { plan: plan('a', 'b'), found: [...found, ...found] },
          { plan: plan('b'), found: [...found] },
        ],
      },
    };
    expect(listUndone(done, true)).toEqual({
      ...none,
      parts: [],
      notSampled: [{ title: 'Rows', count: 3, all: 5 }],
      closed: ['Factors'],
    });
  });

  function datasetOf(id: number, keys: readonly string[]): Material['records'][number] {
    const shown = keys.map((key) => ({ key, value: '1', unit: 'L', from: 0, until: 0, detail: null }));
    return {
      ...{ id: idOf(id), title: 'Rows', record: { kind: KINDS.dataset } },
      entries: { all: true, shown, absent: [] },
    } as never;
  }
});

describe('the work that an opinion was signed on', () => {
  const samples = (note: string): AuditWork['samples'] => [
    {
      plan: { record: idOf(2), selection: {}, unit: null, method: 'random', seed: 's', size: 1 },
      found: [{ finding: 'agrees', note }],
    },
  ];
  const signed = { opinion: idOf(9), sha256: null, verdict: 'verified', samples: samples('signed') } as const;

  it('cannot be changed, until a draft for a new opinion begins', () => {
    const work = freezeWork({ openedAt: 5, samples: samples('meanwhile') }, signed);
    expect(work).toEqual({ openedAt: 5, samples: samples('signed'), signed });
    expect(isFrozen(work)).toBe(true);
    const draft = { ...startDraft(work), samples: samples('draft') };
    expect(isFrozen(draft)).toBe(false);
    expect(draft.signed).toEqual(signed);
    expect(dropDraft(draft)).toEqual(work);
    expect(isFrozen({ openedAt: 5, samples: [] })).toBe(false);
  });

  it('is replaced by that of the next opinion', () => {
    const draft = startDraft(freezeWork({ openedAt: 5, samples: [] }, signed));
    const next = { ...signed, opinion: idOf(10), samples: samples('next') };
    expect(freezeWork(draft, next)).toEqual({ openedAt: 5, samples: samples('next'), signed: next });
  });
});

describe('the work that was done for an opinion', () => {
  it('has seen all where no record behind the figures is closed', () => {
    const isSeen = (material: Material | null): boolean =>
      findingsOf({
        ...{ verdict: 'verified', recomputation: null, material },
        work: { openedAt: 0, samples: [] },
      }).isSeen;
    const open: Material = { records: [], closed: [], isFile: false };
    expect(isSeen(null)).toBe(false);
    expect(isSeen({ ...open, closed: [{ id: idOf(3), title: 'Factors', sequence: 1 }] })).toBe(false);
    expect(isSeen(open)).toBe(true);
  });
});

describe('the totals of a restatement', () => {
  const entry = (key: string, value: string | null): Entry => ({
    key,
    value,
    unit: 't{CO2e}',
    from: 0,
    until: 0,
    detail: null,
    salt: idOf(1),
  });

  it('stand side by side, also one that only one version has', () => {
    const pairs = pairTotals(
      [entry('total/market', '2'), entry('total/old', '9'), entry('scope1', '1')],
      [entry('total/market', '3'), entry('total/location', '4'), entry('run', null)],
    );
    expect(pairs.map(({ figure, before, after }) => [figure.key, before?.value, after?.value])).toEqual([
      ['total/market', '2', '3'],
      ['total/location', undefined, '4'],
      ['total/old', '9', undefined],
    ]);
  });
});
