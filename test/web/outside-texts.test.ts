import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../web/components/list/csv.ts';
import { formatUnit } from '../../web/language/format.ts';
import { dropIsolates, showOutside } from '../../web/language/outside-text.ts';
import { wordOf } from '../../web/language/word-of.ts';
import { listDifferences } from '../../web/verification/verdict/list-differences.ts';

describe('a text that a party wrote', () => {
  it('shows what would turn its direction, or could not be seen', () => {
    expect(showOutside('paid\u202e000 t\u200b\u2066')).toBe('paid⟨U+202E⟩000 t⟨U+200B⟩⟨U+2066⟩');
    expect(showOutside('a\u0000\u{e0041}\ufeff')).toBe('a⟨U+0000⟩⟨U+E0041⟩⟨U+FEFF⟩');
    expect(showOutside('क्\u200dष é 排放 👩\u200d🔬\n')).toBe('क्\u200dष é 排放 👩\u200d🔬\n');
  });

  it('keeps its direction to itself in a sentence', () => {
    expect(showOutside('מלאי 2023')).toBe('\u2068מלאי 2023\u2069');
    expect(dropIsolates(showOutside('מלאי\u2069 2023'))).toBe('מלאי⟨U+2069⟩ 2023');
  });

  it('is cut where it would push away what is below it', () => {
    expect(showOutside('x'.repeat(1_000_000), 300)).toBe(`${'x'.repeat(300)}…`);
  });
});

describe('a unit that a party wrote', () => {
  it.each([
    ['t{CO2e}', 't CO₂e'],
    ['kg{CO2}/kW.h', 'kg CO₂/kW·h'],
    ['TJ/Gg', 'TJ/Gg'],
    ['m3', 'm3'],
    ['%', '%'],
    ['[lb_av]', 'lb'],
    ['kg{CO2}/[ston_av]', 'kg CO₂/short ton'],
    ['1', ''],
    ['', ''],
  ])('%j is shown as %j', (unit, shown) => {
    expect(formatUnit(unit)).toBe(shown);
  });

  it('is cut: it stands on the line of its value', () => {
    expect(formatUnit('W'.repeat(64))).toBe(`[${'W'.repeat(32)}…]`);
  });

  it.each(['000t{CO2e}', ',000.t', '{000}t{CO2e}', '{t}{CO2e}', 't}{CO2e', '10*3.t', 't{000}'])(
    '%j is not taken for digits of the value or another unit',
    (unit) => {
      expect(formatUnit(unit)).toBe(`[${unit}]`);
    },
  );
});

describe('names from outside that every object inherits', () => {
  it.each(['constructor', '__proto__', 'toString'])('%s has no word in a catalogue', (name) => {
    expect(wordOf({ accepted: 'Accepted' }, name)).toBe(name);
  });

  it('are compared as any other member', () => {
    const theirs: unknown = JSON.parse('{"constructor":1,"__proto__":2}');
    expect(listDifferences({}, theirs)).toEqual([
      { path: 'constructor', expected: null, actual: '1' },
      { path: '__proto__', expected: null, actual: '2' },
    ]);
  });
});

describe('a table for a spreadsheet', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(1)', "'@SUM(1)"],
    ['-12.5', '-12.5'],
    ['title;=1+1', "title;'=1+1"],
    ['title\n =1+1', `"title\n '=1+1"`],
    ['\u200b=1+1', '⟨U+200B⟩=1+1'],
    ['paid\u202e000 t', 'paid⟨U+202E⟩000 t'],
  ])('has no cell %j that it would run', (text, cell) => {
    expect(writeCsv([[text]])).toBe(`\ufeff${cell}\r\n`);
  });
});
