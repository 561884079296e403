import { describe, expect, it } from 'vitest';
import { type ValidityWindow, judgeWindows } from '../../../core/parties/authority.ts';

const SEALED = 100;
const ANCHORED = 160;
const CLOSED: [number, number][] = [[0, 50]];
const OPEN_AT_SEALING: [number, number][] = [[0, 120]];

const judge = (...windows: [from: number, until: number][]): string | null =>
  judgeWindows(
    'key',
    windows.map(([from, until]): ValidityWindow => ({ from, until })),
    { sealedAt: SEALED, anchoredAt: ANCHORED },
  );

describe('The windows of a key', () => {
  it.each<[string, [from: number, until: number][]]>([
    ['begins at sealing and ends just after anchoring', [[SEALED, ANCHORED + 1]]],
    ['is the second of two', [...CLOSED, [90, 1000]]],
  ])('make it valid where a window that covers both times %s', (_, windows) => {
    expect(judge(...windows)).toBeNull();
  });

  it.each<[string, string, [from: number, until: number][]]>([
    ['unknown', 'there is none', []],
    ['closed', 'one ends at the time of anchoring', [[0, ANCHORED]]],
    ['closed', 'one ends before sealing', CLOSED],
    ['waiting', 'one begins after sealing', [[SEALED + 1, 1000]]],
    ['waiting', 'one covers sealing and another anchoring, but none both', [...OPEN_AT_SEALING, [130, 1000]]],
    ['closed', 'one begins only after anchoring', [[ANCHORED + 1, 1000]]],
  ])('make it %s where %s', (state, _, windows) => {
    expect(judge(...windows)).toBe(`${state}-key`);
  });

  it('name a role in their code where they are the windows of a role', () => {
    expect(judgeWindows('role', [], { sealedAt: SEALED, anchoredAt: ANCHORED })).toBe('unknown-role');
  });
});
