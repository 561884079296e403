import { describe, expect, it } from 'vitest';
import { inspectFile, readTable } from '../../../jobs/import/read-table.ts';
import type { ImportRequest } from '../../../jobs/import/table-request.ts';

const HEADER = 'Meter,Used,Unit,Fuel';
const tableOf = (...rows: string[]): File => new File([[HEADER, ...rows].join('\n')], 'fuels.csv');
const request = (file: File, changes: Partial<ImportRequest> = {}): ImportRequest => ({
  ...{ file, dataset: 'activity', sheet: undefined, style: null },
  mapping: {
    columns: { Meter: 'key', Used: 'value', Unit: 'unit', Fuel: 'detail.fuel' },
    set: { period: '2023', 'detail.row': 'fuel-use', 'detail.category': '1.A.2', 'detail.geography': 'CN' },
  },
  source: { title: 'Fuels', provider: 'urn:example:company', licence: 'internal' },
  ...changes,
});
const read = (file: File, changes: Partial<ImportRequest> = {}) =>
  readTable(request(file, changes), () => {});

describe('a table that is looked into', () => {
  it('shows its columns, its first rows and the members that a column can become', async () => {
    const found = await inspectFile(tableOf('a,1,t,coal'), 'activity', undefined);
    expect(found.columns).toEqual(['Meter', 'Used', 'Unit', 'Fuel']);
    expect(found.sample).toContainEqual({ row: 2, cells: ['a', '1', 't', 'coal'] });
    expect(found.members).toEqual([...found.members].sort());
    expect(found.members).toEqual(expect.arrayContaining(['key', 'value', 'unit', 'detail.fuel']));
  });

  it('is refused where it is not a table', async () => {
    await expect(inspectFile(new File(['x'], 'a.docx'), 'activity', undefined)).rejects.toMatchObject({
      name: 'DatasetRefused',
    });
  });
});

describe('a table that is read', () => {
  it('becomes an entry a row, and one for the table itself with its hash', async () => {
    const answer = await read(tableOf('a,1.5,t,coal', 'b,2,kg,wood'));
    expect(answer).toMatchObject({ isValid: true, rows: 2, warnings: { total: 0 } });
    if (!answer.isValid) throw new Error('it was refused');
    const [first, second, source] = answer.entries;
    expect(first).toMatchObject({
      key: 'a',
      value: '1.5',
      unit: 't',
      detail: { row: 'fuel-use', fuel: 'coal' },
    });
    expect(second).toMatchObject({ key: 'b', value: '2', unit: 'kg', from: 1672531200, until: 1704067200 });
    expect(source).toMatchObject({
      key: 'source',
      detail: { row: 'source', dataset: 'activity', title: 'Fuels', sha256: expect.any(String) as string },
    });
    expect(structuredClone(answer)).toEqual(answer);
  });

  it.each([null, { decimal: ',', thousands: '.' } as const])(
    'is read with the marks of its country, found or stated (%o)',
    async (style) => {
      const answer = await read(
        new File([`${HEADER}\na;"1.234,5";t;coal`.replaceAll(',U', ';U').replaceAll(',F', ';F')], 'de.csv'),
        { style },
      );
      expect(answer).toMatchObject({ isValid: true, entries: [{ value: '1234.5' }, {}] });
    },
  );

  it('counts corrected cells by their new text, says so in its source, and leaves all others alone', async () => {
    const corrections = [
      { row: 3, sheet: undefined, column: 'Used', from: 'many', to: '2' },
      { row: 4, column: 'Unit', from: 'kg', to: 't' },
      { row: 9, column: 'Unit', from: 't', to: 'kg' },
    ];
    const answer = await read(tableOf('a,1,t,coal', 'b,many,t,coal', 'c,3,t,coal'), { corrections });
    if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
    const [, second, third, source] = answer.entries;
    expect([second, third]).toMatchObject([
      { value: '2', unit: 't' },
      { value: '3', unit: 't' },
    ]);
    // The table has no row 9, and the unit of row 4 is not kg.
    const made = [{ row: 3, column: 'Used', from: 'many', to: '2' }];
    expect(source!.detail!['custom']).toStrictEqual({ corrections: made });
    const refused = await read(tableOf('b,many,t,coal'), {
      corrections: [{ row: 2, column: 'Used', from: 'many', to: 'few' }],
    });
    expect(refused).toMatchObject({
      problems: [{ row: 2, column: 'Used', value: 'few' }],
      faulty: [{ row: 2, cells: ['b', 'many', 't', 'coal'] }],
    });
  });

  it('shows of a row that became one a month only the months at fault', async () => {
    const file = new File(['Meter,Fuel,2023-01,2023-02\na,coal,1,plenty\nb,coal,3,4\n'], 'months.csv');
    const mapping = {
      columns: { Meter: '', Fuel: 'detail.fuel' },
      set: { key: '{Meter}-{period}', unit: 't', 'detail.row': 'fuel-use', 'detail.category': '1.A.2' },
    };
    const set = { ...mapping.set, 'detail.geography': 'CN' };
    const answer = await read(file, { mapping: { ...mapping, set } });
    expect(answer).toMatchObject({
      isValid: false,
      faulty: [{ row: 2, cells: ['a', 'coal', '2023-02', 'plenty'] }],
    });
  });

  it('gives all that is wrong with it, each problem with its row, and the faulty rows as they are', async () => {
    const answer = await read(tableOf('a,1,t,coal', 'b,many,t,coal', 'a,3,t,coal', 'c,4,furlong,coal'));
    expect(answer).toMatchObject({ isValid: false, total: 3 });
    if (answer.isValid) throw new Error('it was taken');
    expect(answer.problems.map(({ row, column }) => [row, column])).toEqual([
      [3, 'Used'],
      [4, 'Meter'],
      [5, 'Unit'],
    ]);
    expect(answer.faulty).toEqual([
      { row: 3, cells: ['b', 'many', 't', 'coal'] },
      { row: 4, cells: ['a', '3', 't', 'coal'] },
      { row: 5, cells: ['c', '4', 'furlong', 'coal'] },
    ]);
  });

  it('has its problems grouped by cause, each kind with its number, rows and what was likely meant', async () => {
    const units = ['kilogramm', 'kilogramm', 'furlong', 't', 'kilogramm'];
    const answer = await read(tableOf(...units.map((unit, index) => `m${index},1,${unit},coal`)));
    if (answer.isValid) throw new Error('it was taken');
    const [group, ...others] = answer.groups;
    expect(others).toEqual([]);
    expect(group).toMatchObject({ code: 'unknown-unit', column: 'Unit', count: 4, kindCount: 2 });
    expect(group!.kinds[0]).toMatchObject({
      ...{ value: 'kilogramm', count: 3, range: null },
      offered: ['kilogram', 'kilograms', 'gram'],
      message: expect.stringContaining('did you mean kilogram') as string,
      places: [{ row: 2 }, { row: 3 }, { row: 6 }],
    });
    expect(group!.kinds[1]).toMatchObject({ value: 'furlong', count: 1 });
  });

  it('keeps fractions exact through the conversion of their unit, and says which quotient was rounded', async () => {
    const answer = await read(tableOf('a,1/3,tce,coal', 'b,1 1/2,t,coal', 'c,2/3,t,coal', 'd,-1/8,t,coal'));
    expect(answer).toMatchObject({ groups: [{ code: 'out-of-range' }] });
    const valid = await read(tableOf('a,1/3,tce,coal', 'b,1 1/2,t,coal', 'c,2/3,t,coal'));
    expect(valid).toMatchObject({
      isValid: true,
      entries: [
        { value: '9.7692', unit: 'GJ' },
        { value: '1.5' },
        { value: '0.666666666666666666666666666667' },
        {},
      ],
      findings: [{ code: 'rounded-fractions', rows: [4], count: 1 }],
    });
    const wrong = await read(tableOf('a,1/0,t,coal', 'b,1/x,t,coal'));
    expect(wrong).toMatchObject({ isValid: false, groups: [{ code: 'bad-value', count: 2 }] });
  });

  it('is corrected wherever a cell of a column has a text: units by their letters, names in any spelling', async () => {
    const lookups = {
      Unit: { mt: { unit: 't' } },
      Fuel: { 'Hard Coal': { 'detail.fuel': 'anthracite' } },
    };
    const table = tableOf('a,1,mt,hard  coal', 'b,2,Mt,coal', 'c,3,t,HARD COAL');
    const answer = await read(table, { mapping: { ...request(table).mapping, lookups } });
    if (!answer.isValid) throw new Error(JSON.stringify(answer.problems));
    expect(answer.entries.slice(0, 3).map(({ unit, detail }) => [unit, detail?.['fuel']])).toEqual([
      ['t', 'anthracite'],
      ['Mt', 'coal'],
      ['t', 'anthracite'],
    ]);
  });

  it('takes columns by their names, and names all others at once', async () => {
    const set = { ...request(tableOf()).mapping.set };
    const file = new File(['Site,Quantity,UOM,Fuel,Wert,Notes\nLeeds,1,t,coal,3,x'], 'fuels.csv');
    const refused = await read(file, { mapping: { columns: {}, set } });
    expect(refused).toMatchObject({
      isValid: false,
      groups: [{ code: 'columns', column: null, kinds: [{ columns: ['Wert', 'Notes'], count: 2 }] }],
    });
    const answer = await read(file, { mapping: { columns: { Wert: '', Notes: '' }, set } });
    expect(answer).toMatchObject({
      isValid: true,
      entries: [{ key: 'row-2', value: '1', unit: 't', detail: { facility: 'Leeds', fuel: 'coal' } }, {}],
      findings: [
        {
          code: 'columns-by-name',
          detail: 'Site: detail.facility; Quantity: value; UOM: unit; Fuel: detail.fuel',
        },
        { code: 'keys-made', detail: 'row-{row}' },
      ],
    });
  });

  it('is refused as a whole where it has no rows, or a member is not known', async () => {
    expect(await read(tableOf())).toMatchObject({ isValid: false, faulty: [] });
    const mapping = { columns: { Meter: 'no-member' }, set: {} };
    expect(await read(tableOf('a,1,t,coal'), { mapping })).toMatchObject({ isValid: false, faulty: [] });
  });
});
