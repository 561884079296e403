import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keySchema } from '../../../core/encoding/schema.ts';
import { segmentOf } from '../../../engine/trade/keys.ts';

describe('segmentOf', () => {
  it.each([
    ['DE', 'DE'],
    ['CO2 - combustion - air', 'CO2%20-%20combustion%20-%20air'],
    ['Carbon (CO2)', 'Carbon%20(CO2)'],
    ['100%', '100%25'],
    ["N.E.C.*'!~", 'N.E.C.%2A%27%21%7E'],
    ['ÉÉ', '%C3%89%C3%89'],
  ])('writes %j as %j', (name, segment) => {
    expect(segmentOf(name)).toBe(segment);
    expect(decodeURIComponent(segment)).toBe(name);
  });

  it('shortens long names, and keeps them apart', () => {
    const long = 'Manufacture of motor vehicles, trailers and semi-trailers and other things';
    expect(segmentOf(long)).toMatch(/^Manufacture%20of%20motor%20vehicles%2C%20t?%%[0-9a-f]{12}$/);
    expect(segmentOf(long)).not.toBe(segmentOf(`${long}s`));
  });

  it('gives a segment of a key of at most 56 characters for any name, another one for another name', () => {
    const name = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 40 })
      .map((text) => text.toWellFormed());
    fc.assert(
      fc.property(name, name, (a, b) => {
        const [one, other] = [segmentOf(a), segmentOf(b)];
        expect(one.length).toBeLessThanOrEqual(56);
        expect(keySchema.safeParse(`pba/${one}/x`).success).toBe(true);
        expect(one === other).toBe(a === b);
      }),
    );
  });
});
