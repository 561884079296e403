import { expect, it } from 'vitest';
import { openTurns } from '../../web/verification/work/turns.ts';

it('turns run at most so much at the same time, in order, and go on after what failed or was stopped', async () => {
  const takeTurn = openTurns(2);
  const begun: number[] = [];
  const ends = [0, 1, 2, 3].map(() => Promise.withResolvers<undefined>());
  const stops = ends.map(() => new AbortController());
  const all = ends.map(({ promise }, at) =>
    takeTurn(stops[at]!.signal, () => {
      begun.push(at);
      return promise;
    }),
  );
  const settled = Promise.allSettled(all);
  expect(begun).toEqual([0, 1]);
  stops[2]!.abort(new Error('stopped'));
  ends[0]!.reject(new Error('failed'));
  await expect(all[2]).rejects.toThrow('stopped');
  await expect.poll(() => begun).toEqual([0, 1, 3]);
  ends[1]!.resolve(undefined);
  ends[3]!.resolve(undefined);
  expect((await settled).map(({ status }) => status)).toEqual([
    'rejected',
    'fulfilled',
    'rejected',
    'fulfilled',
  ]);
});
