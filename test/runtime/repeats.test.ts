import { expect, it } from 'vitest';
import { openRepeats } from '../../runtime/repeats.ts';

it('a line is news when it differs from the last one, and once a minute', () => {
  let time = 0;
  const isNews = openRepeats(() => time);
  const ask = (line: string, at: number): boolean => {
    time = at;
    return isNews(line);
  };
  expect([
    ask('down', 0),
    ask('down', 1),
    ask('down', 59_999),
    ask('down', 60_000),
    ask('down', 60_001),
  ]).toEqual([true, false, false, true, false]);
  expect([ask('up', 60_002), ask('down', 60_003)]).toEqual([true, true]);
});
