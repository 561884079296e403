import { describe, expect, it } from 'vitest';
import { spanOf } from '../../web/pages/parties/time-span.ts';

const OPEN = Number.MAX_SAFE_INTEGER;

describe('the time that a chart of windows shows', () => {
  it('begins with the first window and ends now, where all are open', () => {
    const { share } = spanOf(
      [
        { from: 100, until: OPEN },
        { from: 150, until: OPEN },
      ],
      200,
    );
    expect([100, 150, 200, OPEN].map(share)).toEqual([0, 0.5, 1, 1]);
  });

  it('reaches to an end that is still to come', () => {
    const { share } = spanOf([{ from: 100, until: 300 }], 200);
    expect(share(200)).toBe(0.5);
  });

  it('has a width although a window begins now', () => {
    const { share } = spanOf([{ from: 200, until: OPEN }], 200);
    expect(share(OPEN) - share(200)).toBe(0);
    expect(Number.isFinite(share(0))).toBe(true);
  });
});
