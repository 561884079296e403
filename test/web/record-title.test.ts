import { describe, expect, it } from 'vitest';
import { titleOf, titleOr } from '../../web/data/record-title.ts';

const record = { subject: 'inventory/2024' } as Parameters<typeof titleOf>[0]['record'];

describe('the title of a record', () => {
  it('is the one of its statement, else the subject of its stream or what stands for none', () => {
    expect(titleOf({ statement: { title: 'Inventory' }, record })).toBe('Inventory');
    expect(titleOf({ statement: { title: '' }, record })).toBe('inventory/2024');
    expect(titleOf({ statement: { title: 7 }, record }, 'Untitled')).toBe('Untitled');
  });

  it('is never an empty text: a link must have words', () => {
    expect(['Inventory', '', null, undefined].map((title) => titleOr(title, 'Untitled'))).toEqual([
      ...['Inventory', 'Untitled', 'Untitled', 'Untitled'],
    ]);
  });
});
