import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { readEntries, readEntryTable } from '../../tables/entries-file.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { DatasetRefused } from '../../tables/cells/table-problem.ts';

const HEADER = 'key,value,unit,from,until,detail';
const ROW = 'scope1/coal,12.5,t,2023-01-01,2024-01-01,"{""row"":""fuel-use""}"';

function read(content: string | Uint8Array): Promise<UnsaltedEntry[]> {
  return readEntryTable(createTableFile('x.csv', Buffer.from(content as string)));
}

/** Returns the problems of a table as `code row column`, with the whole message. */
async function problemsOf(
  content: string | Uint8Array,
): Promise<{ at: string[]; messages: string[]; message: string }> {
  try {
    await read(content);
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const { problems } = error.details;
    return {
      at: problems.map(({ code, row, column }) => `${code} ${row} ${column ?? '-'}`),
      messages: problems.map(({ message }) => message),
      message: error.message,
    };
  }
  throw new Error('nothing is wrong with it');
}

function table(...rows: string[]): string {
  return [HEADER, ...rows].join('\n');
}

describe('readEntryTable', () => {
  it('reads days as UTC seconds, detail as JSON and quantities as they are written', async () => {
    expect(await read(table(ROW))).toEqual([
      {
        key: 'scope1/coal',
        value: '12.5',
        unit: 't',
        from: 1672531200,
        until: 1704067200,
        detail: { row: 'fuel-use' },
      },
    ]);
  });

  it('reads moments, and leaves an unstated period and an absent detail out', async () => {
    expect(await read(table('a,1,1,1970-01-01T00:00:01Z,1970-01-01T00:00:02Z,', 'b,1,1,,,'))).toEqual([
      { key: 'a', value: '1', unit: '1', from: 1, until: 2, detail: null },
      { key: 'b', value: '1', unit: '1', from: 0, until: 0, detail: null },
    ]);
  });

  it('reads a row without value and unit as a document', async () => {
    expect((await read(table('notice,,,,,"{""size"":5}"')))[0]).toMatchObject({
      value: null,
      unit: '',
    });
  });

  it('passes over a byte order mark, Windows line ends, blank lines and a last line without an end', async () => {
    const plain = await read(table(ROW));
    expect(await read(`\ufeff${table(ROW)}`)).toEqual(plain);
    expect(await read(`${HEADER}\r\n\r\n${ROW}\r\n`)).toEqual(plain);
  });

  it('keeps the order of the rows', async () => {
    expect((await read(table('z,1,1,,,', 'a,1,1,,,'))).map(({ key }) => key)).toEqual(['z', 'a']);
  });

  it('takes the columns in any order, and members of the detail as columns', async () => {
    const cells = 'unit,detail.row,key,value,period\nt,fuel-use,scope1/coal,12.5,2023';
    expect(await read(cells)).toEqual(await read(table(ROW)));
  });

  it.each([
    ['delimiter', 'semicolons', table(ROW).replaceAll(',', ';'), 'got ";"'],
    ['delimiter', 'tabs', table(ROW).replaceAll(',', '\t'), 'got "\\t"'],
    ['columns', 'a missing column', 'key,value,from,until\na,1,,', 'missing column unit'],
    ['columns', 'one column too many', `${HEADER},note\na,1,1,,,,x`, 'note, columns: not a member'],
    [
      'columns',
      'a comma within a header cell',
      '"key,value",unit,from,until,detail\n',
      'key,value, columns: not a member',
    ],
    ['columns', 'a column twice', 'key,value,unit,key\n', 'two columns have this name'],
    [
      'columns',
      'an amount to add',
      'key,value,unit,plus\na,1,1,2',
      'not a member of an entry as it is hashed',
    ],
    [
      'columns',
      'a part of a unit',
      'key,value,unit,per\na,1,1,t',
      'not a member of an entry as it is hashed',
    ],
  ])('refuses as %s a header with %s, in row 1', async (code, _, text, message) => {
    const problems = await problemsOf(text);
    expect(problems.at.map((at) => at.replace(/ [^ ]+$/, ''))).toEqual([`${code} 1`]);
    expect(problems.message).toContain(message);
  });

  it.each([
    ['bad-key', 'an empty key', ',1,1,,,', 'key'],
    ['bad-key', 'a key with a blank', 'a b,1,1,,,', 'key'],
    ['bad-key', 'a key that ends in a slash', 'a/,1,1,,,', 'key'],
    ['bad-value', 'a value with a trailing zero', 'a,1.50,1,,,', 'value'],
    ['thousands-separator', 'a value with a thousands separator', 'a,"1,500",1,,,', 'value'],
    ['decimal-comma', 'a value with a decimal comma', 'a,"12,5",1,,,', 'value'],
    ['thousands-separator', 'a value with an apostrophe between thousands', "a,1'500,1,,,", 'value'],
    ['bad-value', 'a value that is a formula', 'a,=B2*2,1,,,', 'value'],
    ['bad-value', 'a value in exponents', 'a,1e3,1,,,', 'value'],
    ['bad-value', 'a value of 39 digits', `a,${'9'.repeat(39)},1,,,`, 'value'],
    ['bad-value', 'a blank before a value', 'a, 1,1,,,', 'value'],
    ['missing-member', 'a unit without a value', 'a,,t,,,', 'value'],
    ['missing-member', 'a value without a unit', 'a,1,,,,', 'unit'],
    ['unknown-unit', 'a unit with a blank', 'a,1,kW h,,,', 'unit'],
    ['unknown-unit', 'a unit that is not ASCII', 'a,1,m³,,,', 'unit'],
    ['bad-period', 'a day that does not exist', 'a,1,1,2023-02-29,2023-03-01,', 'from'],
    ['bad-period', 'a day in another spelling', 'a,1,1,2023-01-01,01/02/2023,', 'until'],
    ['bad-period', 'a moment that does not exist', 'a,1,1,2023-01-01T24:00:00Z,2023-03-01,', 'from'],
    ['bad-period', 'a moment without a zone', 'a,1,1,2023-01-01T00:00:00,2023-03-01,', 'from'],
    ['bad-period', 'a day before 1970', 'a,1,1,1969-12-31,1970-01-02,', 'from'],
    ['bad-period', 'a period without an end', 'a,1,1,2023-01-01,,', 'until'],
    ['bad-period', 'a period without a start', 'a,1,1,,2023-01-01,', 'from'],
    ['bad-period', 'an empty period of nothing', 'a,0,1,2023-01-01,2023-01-01,', 'until'],
    ['bad-period', 'an empty period', 'a,1,1,2023-01-01,2023-01-01,', 'until'],
    ['bad-period', 'a period that runs backwards', 'a,1,1,2024-01-01,2023-01-01,', 'until'],
    ['bad-member', 'a detail that is not JSON', 'a,1,1,,,{row:1}', 'detail'],
    ['bad-member', 'a detail that is a list', 'a,1,1,,,[]', 'detail'],
    ['bad-member', 'a detail with a fraction', 'a,1,1,,,"{""x"":0.5}"', 'detail'],
    ['bad-member', 'a detail with a member twice', 'a,1,1,,,"{""x"":1,""x"":1}"', 'detail'],
  ])('refuses as %s %s, by row and column', async (code, _, row, column) => {
    expect((await problemsOf(table(ROW, row))).at).toEqual([`${code} 3 ${column}`]);
  });

  it('refuses UTF-16, and a cell that is not UTF-8', async () => {
    expect((await problemsOf(new Uint8Array([0xff, 0xfe, 0x6b, 0x00]))).at).toEqual(['byte-order-mark 1 -']);
    const latin = table(ROW, 'a,1,1,,,"{""fuel"":""Kälte""}"');
    expect((await problemsOf(Buffer.from(latin, 'latin1'))).at).toEqual(['encoding 3 detail']);
    expect(await read(Buffer.from(latin))).toHaveLength(2);
  });

  it('refuses a key that is there twice and says where it was first', async () => {
    const problems = await problemsOf(table(ROW, 'a,1,1,,,', ROW));
    expect(problems.at).toEqual(['duplicate-key 4 key']);
    expect(problems.message).toContain('row 2');
  });

  it('refuses a row with a cell too many or too few', async () => {
    expect((await problemsOf(table('a,1,500,1,,,', 'b,1,1'))).at).toEqual(['cells 2 -', 'cells 3 -']);
  });

  it('counts rows as a spreadsheet does, over blank lines and lines within a cell', async () => {
    expect((await problemsOf(table('a,1,1,,,"{""x"":\n1}"', '', 'b,x,1,,,'))).at).toEqual([
      'bad-value 4 value',
    ]);
  });

  it('names every problem of a table at once', async () => {
    const problems = await problemsOf(table('a b,x,t,,2023-01-01,{', 'c,1,,,,'));
    expect(problems.at).toEqual([
      'bad-member 2 detail',
      'bad-value 2 value',
      'bad-period 2 from',
      'bad-key 2 key',
      'missing-member 3 unit',
    ]);
    expect(problems.message).toMatch(/^x\.csv: 5 problems; the first: row 2, detail, bad-member: /);
  });

  it('refuses a table without rows, and a quote that does not end', async () => {
    expect((await problemsOf(`${HEADER}\n`)).at).toEqual(['table 2 -']);
    const unended = await problemsOf(table('a,1,1,,,"{""x"":\n1}"', 'b,1,1,,,"{', ROW));
    expect(unended.at).toEqual(['table 3 -']);
    expect(unended.message).toContain('not CSV');
  });

  it('answers any text with entries or with its problems', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((cells) => table(cells)),
      fc.string({ unit: 'binary' }).map((cells) => table(ROW, cells)),
    );
    await fc.assert(
      fc.asyncProperty(text, async (input) => {
        try {
          await read(input);
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetRefused);
        }
      }),
    );
  });
});

describe('readEntries', () => {
  const entry = { key: 'a', value: '1.5', unit: 't', from: 0, until: 0, detail: { fuel: 'coal' } };
  const file = (name: string, text: string): ReturnType<typeof createTableFile> =>
    createTableFile(name, Buffer.from(text));

  it('reads the same entries from CSV, lines of JSON and a JSON list, by the ending of the name', async () => {
    const csv = 'key,value,unit,detail\na,1.5,t,"{""fuel"":""coal""}"\n';
    expect(await readEntries(file('x.CSV', csv))).toEqual([entry]);
    expect(await readEntries(file('x.ndjson', `${JSON.stringify(entry)}\n\n`))).toEqual([entry]);
    expect(await readEntries(file('x.json', JSON.stringify([entry])))).toEqual([entry]);
  });

  it('names the entry that is wrong, counted from 1', async () => {
    const { unit: _unit, ...rest } = entry;
    await expect(readEntries(file('x.json', JSON.stringify([entry, rest])))).rejects.toThrow(
      'x.json, entry 2: has no unit',
    );
    await expect(readEntries(file('x.ndjson', JSON.stringify(rest)))).rejects.toThrow('x.ndjson, entry 1: ');
  });
});
