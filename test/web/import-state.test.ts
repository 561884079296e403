import { describe, expect, it } from 'vitest';
import { addressOf, problemsCsv } from '../../web/pages/company/import/import-state.ts';

const SHEET = { columns: ['Meter', 'Used', 'Unit'], letters: ['B', 'C', null] };

describe('a fault in a workbook', () => {
  it('has the address that the spreadsheet shows, also where the table does not begin in column A', () => {
    expect(addressOf(SHEET, { row: 7, column: 'Used' })).toBe('C7');
  });

  it('has none in another file, or where no cell is at fault', () => {
    expect(addressOf({ ...SHEET, letters: null }, { row: 7, column: 'Used' })).toBeNull();
    expect(addressOf(SHEET, { row: 7, column: 'Unit' })).toBeNull();
    expect(addressOf(SHEET, { row: null, column: 'Used' })).toBeNull();
    expect(addressOf(SHEET, { row: 7, column: 'Other' })).toBeNull();
  });

  it('is saved with its address', () => {
    const problem = {
      code: 'bad-value',
      row: 7,
      column: 'Used',
      key: 'm',
      message: 'no',
      value: 'many',
    } as const;
    const answer = {
      isValid: false,
      problems: [problem],
      total: 1,
      groups: [],
      faulty: [],
      findings: [],
      cautions: [],
      names: { merged: [], alike: [] },
    } as const;
    expect(problemsCsv(answer, SHEET)).toBe(
      'row,column,cell,key,code,value,message\n7,Used,C7,m,bad-value,many,no\n',
    );
  });
});
