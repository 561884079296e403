import { describe, expect, it } from 'vitest';
import type { Hex } from '../../../core/encoding/hex.ts';
import type { KindName } from '../../../core/records/kind.ts';
import { judgeOthers } from '../../../jobs/impact/other-standing.ts';

const ROOT = '0x00';
const PARTY = '0xaa';

function dependent(id: Hex, kind: KindName, subject: string, sequence: number, ...between: Hex[]) {
  return { id, party: PARTY as Hex, kind, subject, sequence, path: [ROOT as Hex, ...between, id] };
}

describe('how dependents stand besides the record they are listed for', () => {
  const [result, restated, disclosure, assurance, other] = ['0x01', '0x02', '0x03', '0x04', '0x05'] as const;

  it('is not known where the list has no newer version', () => {
    const list = [
      dependent(result, 'result', 'inventory/2023', 1),
      dependent(disclosure, 'disclosure', 'exchange/2023', 1, result),
    ];
    expect(judgeOthers(list).size).toBe(0);
  });

  it('says what was replaced, what was made from that, and what is about that', () => {
    const list = [
      dependent(result, 'result', 'inventory/2023', 1),
      dependent(disclosure, 'disclosure', 'exchange/2023', 1, result),
      dependent(assurance, 'assurance', 'stream', 1, result, disclosure),
      dependent(other, 'assurance', 'other', 1, result),
      dependent(restated, 'result', 'inventory/2023', 2),
    ];
    expect([...judgeOthers(list)]).toEqual([
      [result, { kind: 'replaced', by: 2 }],
      [disclosure, { kind: 'stale' }],
      [assurance, { kind: 'answersStale' }],
      [other, { kind: 'answersStale' }],
    ]);
  });

  it('follows a chain of any length, and keeps the streams of two parties apart', () => {
    const list = [
      dependent(result, 'result', 'a', 1),
      dependent(disclosure, 'result', 'b', 1, result),
      dependent(other, 'result', 'c', 1, result, disclosure),
      { ...dependent(restated, 'result', 'a', 2), party: '0xbb' as Hex },
    ];
    expect(judgeOthers(list).size).toBe(0);
    expect([...judgeOthers([...list, dependent(assurance, 'result', 'a', 3)])]).toEqual([
      [result, { kind: 'replaced', by: 3 }],
      [disclosure, { kind: 'stale' }],
      [other, { kind: 'stale' }],
    ]);
  });
});
