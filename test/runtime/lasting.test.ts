import { expect, it } from 'vitest';
import { openLasting } from '../../runtime/lasting.ts';

it('reports a state that lasts after ten seconds, then each minute, and again once it came back', () => {
  let now = 0;
  const tell = openLasting(() => now);
  const at = (seconds: number, lasts = true): number | null => {
    now = seconds * 1000;
    return tell(lasts);
  };
  expect([at(0), at(9.9), at(10), at(11), at(69), at(70)]).toEqual([null, null, 10, null, null, 70]);
  expect([at(71, false), at(140), at(149), at(150)]).toEqual([null, null, null, 10]);
});
