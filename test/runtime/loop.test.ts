import { describe, expect, it } from 'vitest';
import { type NextStep, startLoop } from '../../runtime/loop.ts';

describe('startLoop', () => {
  it('repeats steps until one asks for none', async () => {
    const asked: NextStep[] = ['at-once', 'after-pause', 'at-once', 'none', 'at-once'];
    const left = [...asked];
    const step = (): Promise<NextStep> => Promise.resolve(left.shift() ?? 'none');
    await startLoop({ step, pollMs: 1, onError: () => {} }).ended;
    expect(left).toEqual(['at-once']);
  });

  it('tries a failed step again, counts the failures in a row, and starts again at 1 after a success', async () => {
    const fails = [true, true, false, true];
    const counts: number[] = [];
    const step = (): Promise<NextStep> => {
      const failing = fails.shift();
      if (failing === true) return Promise.reject(new Error('no'));
      return Promise.resolve(failing === undefined ? 'none' : 'after-pause');
    };
    await startLoop({ step, pollMs: 1, longestPauseMs: 4, onError: (_, failures) => counts.push(failures) })
      .ended;
    expect(counts).toEqual([1, 2, 1]);
  });

  it('finishes the current step when it is stopped, and cuts the pause short', async () => {
    const begun = Promise.withResolvers<undefined>();
    const release = Promise.withResolvers<undefined>();
    let finished = 0;
    const loop = startLoop({
      async step() {
        begun.resolve(undefined);
        await release.promise;
        finished += 1;
        return 'after-pause';
      },
      pollMs: 60_000,
      onError: () => {},
    });
    await begun.promise;
    const stopped = loop.stop();
    release.resolve(undefined);
    await stopped;
    expect(finished).toBe(1);
  });
});
