import { describe, expect, it } from 'vitest';
import { readMethodsCatalogue } from '../../jobs/engines/methods-catalogue.ts';
import {
  addressOf,
  listConstants,
  listRequired,
  problemsCsv,
} from '../../web/pages/company/import/import-state.ts';

const SHEET = { columns: ['Meter', 'Used', 'Unit'], firstColumn: 1 };

describe('a fault in a workbook', () => {
  it('has the address that the spreadsheet shows, also where the table does not begin in column A', () => {
    expect(addressOf(SHEET, { row: 7, column: 'Used' })).toBe('C7');
    expect(addressOf({ ...SHEET, firstColumn: 25 }, { row: 7, column: 'Used' })).toBe('AA7');
    expect(addressOf({ ...SHEET, firstColumn: 701 }, { row: 1, column: 'Used' })).toBe('AAA1');
  });

  it('has none in another file, or where no cell is at fault', () => {
    expect(addressOf({ ...SHEET, firstColumn: null }, { row: 7, column: 'Used' })).toBeNull();
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
    const answer = { isValid: false, problems: [problem], total: 1, faulty: [] } as const;
    expect(problemsCsv(answer, SHEET)).toBe(
      'row,column,cell,key,code,value,message\n7,Used,C7,m,bad-value,many,no\n',
    );
  });
});

describe('what is the same in every row', () => {
  it('is asked for each member that the kind of row must have, and that no column has', async () => {
    const { rows } = await readMethodsCatalogue();
    const required = listRequired(rows['fuel-use']);
    expect(required).toEqual(expect.arrayContaining(['fuel', 'geography']));
    expect(required).not.toContain('row');
    const mapping = { columns: { Meter: 'key', Used: 'value', Unit: 'detail.fuel' }, set: {} };
    const asked = listConstants(SHEET, mapping, required);
    expect(asked).toEqual(expect.arrayContaining(['unit', 'period', 'detail.row', 'detail.geography']));
    expect(asked).not.toContain('detail.fuel');
    const whole = { columns: { ...mapping.columns, Unit: 'detail' }, set: {} };
    expect(listConstants(SHEET, whole, required)).toEqual(['unit', 'period']);
    expect(listRequired(undefined)).toEqual([]);
  });
});
