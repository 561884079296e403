import { describe, expect, it } from 'vitest';
import { TextTemplate } from '../../tables/text-template.ts';

const NAMES = ['Site', 'Owner', 'kg{CO2e}'];
const fill = (text: string, ...cells: readonly string[]): string | null =>
  new TextTemplate('detail.name', text, NAMES).fill(cells);

describe('a text with cells in it', () => {
  it.each(['US$$ 5', "$& and $' and $1", '{Owner}', 'kg{CO2e}'])(
    'that is one cell has it as it is: %s',
    (cell) => {
      expect(fill('{Site}', cell, 'Ann')).toBe(cell);
    },
  );

  it('has the code of each cell beside other text, and reads no column out of a cell', () => {
    expect(fill('{Site} of {Owner}', 'x {Owner}', 'Ann')).toBe('x-%7BOwner%7D of Ann');
  });

  it('has the cell of a column whose name has braces', () => {
    expect(fill('{kg{CO2e}}', 'Leeds', 'Ann', '7')).toBe('7');
  });

  it('is missing where a cell is empty', () => {
    expect(fill('{Site} of {Owner}', 'Leeds', '')).toBeNull();
  });

  it('without a column is the same in each row', () => {
    const template = new TextTemplate('detail.note', '{"a": "{b}"}', NAMES);
    expect(template.isFixed).toBe(true);
    expect(template.fill([])).toBe('{"a": "{b}"}');
  });
});
