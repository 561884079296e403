import { describe, expect, it } from 'vitest';
import { readMethodsCatalogue } from '../../../jobs/engines/methods-catalogue.ts';
import {
  cleanMapping,
  listConstants,
  listRequired,
  mappingFor,
  mappingSchema,
  memberOf,
} from '../../../jobs/import/table-mapping.ts';
import type { Inspected } from '../../../jobs/import/table-request.ts';

const SHEET = { columns: ['Meter', 'Used', 'Unit'], letters: ['B', 'C', 'D'] };
const FOUND: Inspected = {
  ...{ ...SHEET, sheets: [], sheet: null, findings: [], sample: [], members: [] },
  mapping: { columns: { Used: 'value' }, set: {} },
};

describe('a mapping in a file', () => {
  it('may lack its columns or its constants, and has nothing else', () => {
    expect(mappingSchema.parse({})).toEqual({ columns: {}, set: {} });
    expect(mappingSchema.parse({ columns: { Fuel: 'detail.fuel' } })).toEqual({
      columns: { Fuel: 'detail.fuel' },
      set: {},
    });
    for (const bad of [null, [], { column: {} }, { set: { unit: 1 } }, { columns: ['Fuel'] }])
      expect(mappingSchema.safeParse(bad).success).toBe(false);
  });
});

describe('the mapping of a table that was looked into', () => {
  it('is that of before only where the table has all its columns', () => {
    const before = { name: 'a.csv', sheet: null, mapping: { columns: { Meter: 'key' }, set: { unit: 't' } } };
    expect(mappingFor(FOUND, before)).toBe(before.mapping);
    expect(mappingFor({ ...FOUND, columns: ['Used'] }, before)).toBe(FOUND.mapping);
    expect(mappingFor(FOUND, null)).toBe(FOUND.mapping);
  });

  it('takes a column by its own name where it says nothing, and skips one with an empty member', () => {
    const mapping = { columns: { Used: 'value', Unit: '' }, set: {} };
    expect(SHEET.columns.map((column) => memberOf(column, mapping))).toEqual(['Meter', 'value', '']);
  });

  it('keeps only constants that have a text and that no column gives', () => {
    const mapping = {
      columns: { Used: 'value', Unit: 'unit' },
      set: { unit: 't', period: '2023', 'detail.fuel': '' },
    };
    expect(cleanMapping(FOUND, mapping)).toEqual({ columns: mapping.columns, set: { period: '2023' } });
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
