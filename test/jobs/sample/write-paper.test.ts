import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../../core/records/kind.ts';
import type { Material } from '../../../jobs/reperform/material.ts';
import type { ComparedFigure, Recomputation } from '../../../jobs/reperform/recomputation.ts';
import type { SamplePlan } from '../../../jobs/sample/draw-sample.ts';
import { type PaperInput, writePaper } from '../../../jobs/sample/write-paper.ts';
import { checkSamples, parseWorkingPaper } from '../../../jobs/sample/working-paper.ts';
import { idOf, makeEntry } from '../../helpers/known-records.ts';

const rows = ['a', 'b', 'c', 'd'].map((key) => makeEntry(key, '1'));
const material: Material = {
  records: [
    {
      id: idOf(2),
      title: 'Rows',
      record: { kind: KINDS.dataset },
      entries: { all: true, shown: rows, absent: [] },
    },
  ] as never,
  closed: [],
  isFile: false,
};
const recomputation = (...states: ComparedFigure['state'][]): Recomputation =>
  ({ figures: states.map((state, at) => ({ key: `f${at}`, state })) }) as never;
const found = (finding: 'agrees' | 'differs' | 'no-evidence', note = '') => ({ finding, note });

const input: PaperInput = {
  ...{ record: idOf(1), party: idOf(7), notes: 'one invoice is missing' },
  recomputation: recomputation('equal', 'differs', 'detail', 'not-computed'),
  material,
  samples: [
    {
      plan: { record: idOf(2), selection: {}, unit: 't', method: 'random', seed: 's', size: 3 },
      found: [found('agrees'), found('differs', 'invoice 7')],
    },
  ],
};
const ports = { now: () => 1_700_000_000, random: () => new Uint8Array(32).fill(5) };
const write = (part: Partial<PaperInput> = {}) => writePaper({ ...input, ...part }, ports);

describe('a working paper', () => {
  it('says what was computed again and what was found at each row, and its samples are drawn again', () => {
    const paper = parseWorkingPaper(write().text);
    expect(paper).toMatchObject({
      ...{ record: idOf(1), party: idOf(7), notes: 'one invoice is missing', writtenAt: 1_700_000_000 },
      salt: `0x${'05'.repeat(32)}`,
      recomputed: { figures: 4, equal: 1, different: ['f1', 'f2'] },
    });
    expect(paper.samples[0]!.rows.map(({ finding, note }) => [finding, note])).toEqual([
      ['agrees', ''],
      ['differs', 'invoice 7'],
      ['open', ''],
    ]);
    expect(checkSamples(paper, () => rows)).toEqual([]);
  });

  it('is named in the statement by its SHA-256 and size, with counts and without keys or values', () => {
    const { text, sha256, members } = write();
    expect(sha256).toBe(createHash('sha256').update(text).digest('hex'));
    expect(members).toEqual({
      workingPaper: { format: 'carbon-ledger-working-paper/1', sha256, size: Buffer.byteLength(text) },
      recomputed: { figures: 4, equal: 1 },
      samples: [
        {
          ...{ record: idOf(2), method: 'random', seed: 's', population: 4, rows: 3 },
          ...{ agrees: 1, differs: 1, noEvidence: 0, open: 1 },
        },
      ],
    });
  });

  it('names no seed where rows were chosen', () => {
    const plan: SamplePlan = {
      ...{ record: idOf(2), selection: {}, unit: null },
      ...{ method: 'chosen', keys: ['a'], reason: 'why' },
    };
    const [sample] = write({ samples: [{ plan, found: [found('no-evidence')] }] }).members[
      'samples'
    ] as object[];
    expect(sample).toEqual({
      ...{ record: idOf(2), method: 'chosen', population: 4, rows: 1 },
      ...{ agrees: 0, differs: 0, noEvidence: 1, open: 0 },
    });
  });

  it('has no part for what was not done', () => {
    const { text, members } = write({ recomputation: null, samples: [] });
    expect(parseWorkingPaper(text)).toMatchObject({ recomputed: null, samples: [] });
    expect(Object.keys(members)).toEqual(['workingPaper']);
    expect(parseWorkingPaper(write({ material: null }).text).samples).toEqual([]);
  });
});
