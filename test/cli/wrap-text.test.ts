import { describe, expect, it } from 'vitest';
import { formatFields, listKeys, wrapLine } from '../../cli/output/wrap-text.ts';

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

  it('leaves a short line as it is, with its columns', () => {
    expect(wrapLine('a  b   c', 4)).toBe('a  b   c');
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
