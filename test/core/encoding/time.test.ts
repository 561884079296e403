import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseTime } from '../../../core/encoding/time.ts';

describe('formatTime', () => {
  it('writes a moment with its time of day, and midnight as the day alone', () => {
    expect(formatTime(1_706_688_000)).toBe('2024-01-31 08:00:00Z');
    expect(formatTime(1_706_659_200)).toBe('2024-01-31');
  });

  it('writes seconds that no date has as a number', () => {
    expect(formatTime(Number.MAX_SAFE_INTEGER)).toBe('9007199254740991 s');
  });
});

describe('parseTime', () => {
  it('reads back every time that was written, in ISO 8601', () => {
    const lastSecond = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: lastSecond }), (seconds) => {
        expect(parseTime(formatTime(seconds).replace(' ', 'T'))).toBe(seconds);
      }),
    );
  });

  it.each(['2023-02-29', '2023-01-01T24:00:00Z', '2023-01-01T00:00:00', '1969-12-31', '01/02/2023', ''])(
    'refuses %j',
    (text) => {
      expect(parseTime(text)).toBeNull();
    },
  );
});
