import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { NamingReader } from '../../../chain/rpc-reader.ts';
import { noticeWait, watchReader } from '../../../jobs/verify/watched-reader.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers after some milliseconds. */
const answerAfter = (milliseconds: number): Promise<number> =>
  new Promise((resolve) => setTimeout(() => resolve(7), milliseconds));

describe('an answer that is waited for', () => {
  it.each([
    [1_900, 0],
    [2_100, 1],
  ])('that takes %i ms is slow %i times', async (milliseconds, times) => {
    const onSlow = vi.fn();
    const waiting = noticeWait(answerAfter(milliseconds), onSlow);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await waiting).toBe(7);
    expect(onSlow).toHaveBeenCalledTimes(times);
  });

  it('that fails is not slow afterwards', async () => {
    const onSlow = vi.fn();
    await expect(noticeWait(Promise.reject(new Error('away')), onSlow)).rejects.toThrow('away');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onSlow).not.toHaveBeenCalled();
  });
});

describe('a watched reader', () => {
  it('answers as the reader does, and says once that answers are slow', async () => {
    const onSlow = vi.fn();
    const slow = { latest: () => answerAfter(3_000), anchor: () => answerAfter(3_000) };
    const reader = watchReader(slow as unknown as NamingReader, onSlow);
    const answers = Promise.all([reader.latest(), reader.anchor(1)]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await answers).toEqual([7, 7]);
    expect(onSlow).toHaveBeenCalledTimes(1);
  });
});
