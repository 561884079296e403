import { describe, expect, it } from 'vitest';
import { openHeadClock } from '../../indexer/head-clock.ts';

const look = (
  number: number,
  time: number,
  began: number,
  ended = began,
): Parameters<ReturnType<typeof openHeadClock>>[0] => ({
  head: { number, time },
  began,
  ended,
});

describe('openHeadClock', () => {
  it('knows nothing at its first look, and while no new block appears', () => {
    const measure = openHeadClock();
    expect(measure(look(5, 100, 9_000))).toBeNull();
    expect(measure(look(5, 100, 9_001))).toBeNull();
  });

  it('takes a block that was made between two looks for right, however long the pause between them', () => {
    const measure = openHeadClock();
    measure(look(5, 100, 1_000));
    expect(measure(look(6, 1_000, 1_001))).toBe(0);
    expect(measure(look(7, 1_500, 5_000))).toBe(0);
  });

  it('gives the seconds by which the clock is ahead, from a block that is older than the last look', () => {
    const measure = openHeadClock();
    measure(look(5, 100, 1_000));
    expect(measure(look(6, 700, 1_001))).toBe(300);
  });

  it('gives the seconds by which the clock is behind as a negative number, from a block later than the look', () => {
    const measure = openHeadClock();
    measure(look(5, 100, 1_000));
    expect(measure(look(6, 1_900, 1_001, 1_002))).toBe(-898);
  });

  it('does not take an older block, after a reorganisation, for a new one', () => {
    const measure = openHeadClock();
    measure(look(5, 100, 1_000));
    expect(measure(look(4, 90, 1_001))).toBeNull();
  });
});
