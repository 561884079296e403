import { describe, expect, it } from 'vitest';
import { formatFields, listKeys, widthOf, wrapLine } from '../../cli/output/wrap-text.ts';

const ID = `0x${'ab'.repeat(32)}`;

describe('wrapLine', () => {
  it('breaks a long line at blanks only, at most 80 columns wide, with an indent', () => {
    const lines = wrapLine(`first  ${'word '.repeat(40)}`, 7).split('\n');
    expect(lines.every((line) => line.length <= 80)).toBe(true);
    expect(lines.slice(1).every((line) => /^ {7}word/.test(line))).toBe(true);
    expect(lines.join(' ').match(/\bword\b/g)).toHaveLength(40);
  });

  it('keeps an id whole on a line of its own when it does not fit after the indent', () => {
    expect(wrapLine(`✓ a-long-check-name  record ${ID}`, 20).split('\n')).toEqual([
      '✓ a-long-check-name  record',
      `${' '.repeat(14)}${ID}`,
    ]);
  });

  it('takes no longer for many blanks at the end, and drops them', () => {
    expect(wrapLine(`a${' '.repeat(200_000)}`, 4)).toBe('a');
  });

  it('leaves a short line as it is, with its columns', () => {
    expect(wrapLine('a  b   c', 4)).toBe('a  b   c');
  });
});

describe('a line in Chinese', () => {
  it('is broken between characters, which are two columns wide, and never before a comma or behind an opening mark', () => {
    const lines = wrapLine(`✓ entries  ${'文件（已）被改动，'.repeat(12)}`, 11).split('\n');
    expect(lines.length).toBeGreaterThan(2);
    for (const [at, line] of lines.entries()) {
      expect(widthOf(line)).toBeLessThanOrEqual(80);
      expect(line).toMatch(at === 0 ? /^✓ entries {2}文/u : /^ {11}[^，）\s]/u);
      expect(line).not.toMatch(/（$/u);
    }
    expect(lines.slice(0, -1).every((line) => widthOf(line) > 74)).toBe(true);
  });

  it('keeps a number with narrow blanks whole, and begins with no mark of the program', () => {
    const number = '1\u202f234\u202f567';
    expect(wrapLine(`${'字'.repeat(37)}${number}`, 2)).toBe(`${'字'.repeat(37)}\n  ${number}`);
    const lines = wrapLine('字✓ 通过'.repeat(30), 2).split('\n');
    expect(lines.slice(1).filter((line) => /^ *[✓✗!–](?:\s|$)/u.test(line))).toEqual([]);
  });
});

describe('formatFields', () => {
  it('aligns texts beside their labels', () => {
    expect(
      formatFields([
        ['a', '1'],
        ['long', '2'],
      ]),
    ).toBe('a     1\nlong  2');
  });
});

describe('listKeys', () => {
  it('names the first ten keys and counts the others', () => {
    const keys = Array.from({ length: 12 }, (_, index) => `k${index}`);
    expect(listKeys(keys)).toBe('k0, k1, k2, k3, k4, k5, k6, k7, k8, k9 and 2 more');
    expect(listKeys(keys.slice(0, 10))).toBe('k0, k1, k2, k3, k4, k5, k6, k7, k8, k9');
  });
});
