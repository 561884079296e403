import { mappingSchema } from '../../../jobs/import/mapping-schema.ts';
import { describe, expect, it } from 'vitest';
import { readMethodsCatalogue } from '../../../jobs/engines/methods-catalogue.ts';
import {
  canHave,
  cleanMapping,
  fitMapping,
  listConstants,
  listRequired,
  listRequiredOf,
  listRowTypes,
  mappingFor,
  memberOf,
  parseMapping,
  writeMapping,
} from '../../../jobs/import/table-mapping.ts';
import type { Mapping } from '../../../tables/column-plan.ts';
import type { Inspected } from '../../../jobs/import/table-request.ts';

const SHEET = { columns: ['Meter', 'Used', 'Unit'], letters: ['B', 'C', 'D'] };
const FOUND: Inspected = {
  ...{ ...SHEET, sheets: [], sheet: null, spread: [], findings: [], sample: [], members: [] },
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

describe('a mapping that was made for another table', () => {
  it('adds nothing to an amount that it takes from another column than is proposed', () => {
    const columns = { Used: 'value', Unit: 'minus' };
    const fit = (given: Mapping['columns']) =>
      fitMapping({ ...FOUND, mapping: { columns, set: {} } }, { columns: given, set: {} }).mapping.columns;
    expect(fit({ Meter: 'value' })).toEqual({ Used: '', Unit: '', Meter: 'value' });
    expect(fit({ Used: 'value' })).toEqual(columns);
  });

  it('has the lists that are proposed, as far as its rows can have what they say, or its own', () => {
    const join = { sheet: 'Sites', column: 'Meter', by: 'Name' };
    const said = { Country: 'detail.geography', Share: 'detail.interest' };
    const found = { ...FOUND, mapping: { ...FOUND.mapping, joins: [{ ...join, columns: said }] } };
    const fit = (given: Mapping) => fitMapping(found, given).mapping.joins;
    expect(fit({ columns: {}, set: { 'detail.row': 'fuel-use' } })).toEqual([
      { ...join, columns: { Country: 'detail.geography' } },
    ]);
    expect(fit({ columns: {}, set: { 'detail.row': 'unit' } })).toBeUndefined();
    expect(fit({ columns: {}, set: { 'detail.geography': 'GB', 'detail.interest': '1' } })).toBeUndefined();
    const own = [{ ...join, columns: { Code: 'detail.meter' } }];
    expect(fit({ columns: {}, set: {}, joins: own })).toEqual(own);
  });

  const given = {
    columns: { Meter: 'key', Amount: 'value', Gone: '' },
    set: { period: '2023', unit: 't' },
    lookups: { Meter: { a: { 'detail.geography': 'CN' } }, Away: { b: { unit: 'kg' } } },
  };

  it('is taken for the columns that are there, and says which are not, and which it does not name', () => {
    expect(fitMapping(FOUND, given)).toEqual({
      // The suggestion for the column Used stays, and no second column becomes the value.
      mapping: {
        columns: { Used: 'value', Meter: 'key' },
        set: { period: '2023', unit: 't' },
        lookups: { Meter: given.lookups.Meter },
      },
      absent: ['Amount', 'Gone', 'Away'],
      open: ['Used', 'Unit'],
    });
    const sheet = { ...FOUND, columns: ['Amount', 'Used'] };
    expect(fitMapping(sheet, given).mapping.columns).toEqual({ Used: '', Amount: 'value' });
  });

  it('is the same after it was saved and opened again, without what says nothing', () => {
    const made = {
      ...given,
      set: { ...given.set, 'detail.fuel': '' },
      lookups: { Meter: { a: { unit: ' ' }, b: { unit: 'kg' } } },
    };
    const saved = new TextEncoder().encode(writeMapping(FOUND, made));
    expect(parseMapping(saved)).toEqual({ ...given, lookups: { Meter: { b: { unit: 'kg' } } } });
  });
});

describe('what is the same in every row', () => {
  it('is asked for each member that the kind of row must have, and that no column has', async () => {
    const { rows } = await readMethodsCatalogue();
    expect(listRequired(rows['fuel-use'])).not.toContain('row');
    const required = listRequiredOf([rows['fuel-use']]).all;
    expect(required).toEqual(expect.arrayContaining(['detail.fuel', 'detail.geography']));
    const mapping = { columns: { Meter: 'key', Used: 'value', Unit: 'detail.fuel' }, set: {} };
    const asked = listConstants(SHEET, mapping, required);
    expect(asked).toEqual(expect.arrayContaining(['unit', 'period', 'detail.row', 'detail.geography']));
    expect(asked).not.toContain('detail.fuel');
    const whole = { columns: { ...mapping.columns, Unit: 'detail' }, set: {} };
    expect(listConstants(SHEET, whole, required)).toEqual(['unit', 'period']);
    expect(listRequired(undefined)).toEqual([]);
  });

  it('is asked only for what all kinds of row must have, where names state several; names for the rest', async () => {
    const { rows } = await readMethodsCatalogue();
    const lookups = {
      Carrier: { gas: { 'detail.row': 'fuel-use' }, power: { 'detail.row': 'electricity-use' }, other: {} },
    };
    const types = listRowTypes({ columns: {}, set: { 'detail.row': '' }, lookups });
    expect(types).toEqual(['fuel-use', 'electricity-use']);
    const { all, some } = listRequiredOf(types.map((type) => rows[type]));
    expect(all).toContain('detail.geography');
    expect(some).toContain('detail.fuel');
    expect(listConstants(SHEET, { columns: {}, set: {}, lookups }, all)).not.toContain('detail.row');
    expect(canHave(rows['electricity-use'], 'detail.fuel')).toBe(false);
    expect([canHave(rows['fuel-use'], 'detail.fuel'), canHave(undefined, 'detail.fuel')]).toEqual([
      true,
      true,
    ]);
  });
});
