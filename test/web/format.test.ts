import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFormat, isoOf } from '../../web/language/format.ts';

const ENGLISH = createFormat('en-GB');
const LAST = Number.MAX_SAFE_INTEGER;
const at = (text: string): number => Date.parse(text) / 1000;

describe('times of others', () => {
  it('are written whatever integer they are: those that no calendar has as seconds', () => {
    const times = fc.maxSafeNat();
    for (const format of [ENGLISH, createFormat('zh-CN')])
      fc.assert(
        fc.property(times, times, (one, other) => {
          const [from, until] = [Math.min(one, other), Math.max(one, other)];
          for (const text of [format.time(one), format.timeWithZone(one), format.date(one), isoOf(one)])
            if (one > 8.64e12) expect(text).toBe(String(one));
            else expect(text).toMatch(/\d/);
          const period = format.period(from, until);
          if (until > 8.64e12) expect(period).toContain(` – ${until}`);
          else expect(period).toMatch(/\d/);
        }),
        {
          examples: [
            [0, LAST],
            [LAST, LAST],
            [8.64e12, 8.64e12 + 1],
            [8.64e12 - 1, 8.64e12],
          ],
        },
      );
    expect(ENGLISH.period(at('2023-01-01'), LAST)).toBe('1 Jan 2023 – 9007199254740991');
    expect(isoOf(LAST)).toBe('9007199254740991');
    expect(isoOf(at('2023-01-01'))).toBe('2023-01-01T00:00:00Z');
  });

  it('name their zone where that is asked for', () => {
    expect(ENGLISH.timeWithZone(at('2026-11-28T05:05:22Z'))).toMatch(/^28 Nov 2026, \d\d:\d\d:22 [A-Z]+/);
    expect(createFormat('zh-CN').timeWithZone(at('2026-11-28T05:05:22Z'))).toContain('2026');
  });
});

describe('a period', () => {
  const write = (from: string, until: string): string =>
    ENGLISH.period(at(from), at(until)).replaceAll(/\s/g, ' ');

  it('of whole days is a year, a month or its days', () => {
    expect(write('2023-01-01', '2024-01-01')).toBe('2023');
    expect(write('2023-02-01', '2023-03-01')).toBe('February 2023');
    expect(write('2023-01-01', '2023-01-02')).toBe('1 Jan 2023');
    expect(write('2023-01-01', '2023-12-31')).toBe('1 Jan – 30 Dec 2023');
  });

  it('whose bounds are within a day shows both moments, in UTC', () => {
    expect(write('2023-01-01', '2023-01-01T00:01:00Z')).toBe('1 Jan 2023, 00:00:00 – 00:01:00 UTC');
    expect(write('2023-01-01', '2023-12-31T23:59:59Z')).toBe(
      '1 Jan 2023, 00:00:00 – 31 Dec 2023, 23:59:59 UTC',
    );
    expect(write('2023-01-01T06:00:00Z', '2024-01-01')).toContain('06:00:00');
  });
});
