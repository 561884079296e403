import { describe, expect, it } from 'vitest';
import type { Answer } from '../../core/verify/answers.ts';
import type { CheckResult } from '../../core/verify/result.ts';
import { listObjections } from '../../web/verification/verdict/objections.ts';

const listFor = (answers: readonly Partial<Answer>[], checks: readonly Partial<CheckResult>[] = []) =>
  listObjections({ summary: { answers }, checks } as unknown as Parameters<typeof listObjections>[0]).map(
    ({ record, code }) => [record, code],
  );

describe('an answer that speaks against a record', () => {
  it('is reported where the policy does not refuse it, and once where it does', () => {
    const adverse = { record: '0x01', says: 'adverse', counts: true } as const;
    const rejected = { record: '0x02', says: 'rejected', counts: true } as const;
    expect(listFor([adverse, rejected])).toEqual([
      ['0x01', 'answer-adverse'],
      ['0x02', 'answer-rejected'],
    ]);
    expect(listFor([adverse, rejected], [{ record: '0x01', code: 'answer-adverse' }])).toEqual([
      ['0x02', 'answer-rejected'],
    ]);
  });

  it('is reported of another record in the file too, such as a cited result', () => {
    const summary = { answers: [], otherAnswers: [{ record: '0x04', says: 'adverse', counts: true }] };
    const found = listObjections({ summary, checks: [] } as unknown as Parameters<typeof listObjections>[0]);
    expect(found.map(({ record }) => record)).toEqual(['0x04']);
  });

  it('is not one that counts for another version, and not a favourable one', () => {
    expect(
      listFor([
        { record: '0x01', says: 'adverse', counts: false },
        { record: '0x02', says: 'unqualified', counts: true },
        { record: '0x03', says: 'constructor', counts: true },
      ]),
    ).toEqual([]);
  });
});
