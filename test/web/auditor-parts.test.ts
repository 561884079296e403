import { describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { KINDS } from '../../core/records/kind.ts';
import { hashStream } from '../../core/records/record.ts';
import { newestOfStreams } from '../../web/pages/auditor/newest-of-streams.ts';
import type { AuditWork } from '../../web/pages/auditor/paper/audit-store.ts';
import { listUndone } from '../../web/pages/auditor/paper/list-undone.ts';
import type { RecordView } from '../../client/generated/openapi.ts';
import type { Recomputation } from '../../web/pages/auditor/recompute/recomputation.ts';
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
    expect(newestOfStreams(items, hashStream).map(({ id }) => id)).toEqual([2, 3]);
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
  const work = (...findings: ('open' | 'agrees')[]): AuditWork =>
    ({ openedAt: 0, samples: [{ found: findings.map((finding) => ({ finding, note: '' })) }] }) as never;
  const recomputation = (state: 'equal' | 'not-computed', rows: readonly [] | null): Recomputation =>
    ({ figures: [{ state }], rows }) as never;

  it('is everything before the work begins, and nothing at its end', () => {
    const begun = { verdict: null, recomputation: null, work: { openedAt: 0, samples: [] } };
    expect(listUndone(begun, false)).toEqual({
      parts: ['verdict', 'figures', 'rows', 'samples', 'opinion'],
      openRows: 0,
    });
    const ended = {
      verdict: 'verified',
      recomputation: recomputation('equal', []),
      work: work('agrees'),
    } as const;
    expect(listUndone(ended, true)).toEqual({ parts: [], openRows: 0 });
  });

  it('names an unchecked proof, figures that could not be computed, and rows that nobody looked at', () => {
    const half = {
      verdict: 'unchecked',
      recomputation: recomputation('not-computed', null),
      work: work('agrees', 'open', 'open'),
    } as const;
    expect(listUndone(half, true)).toEqual({ parts: ['verdict', 'figures', 'rows'], openRows: 2 });
  });
});
