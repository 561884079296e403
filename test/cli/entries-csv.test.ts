import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEntriesCsv, readEntriesCsv } from '../../cli/inputs/entries-csv.ts';
import { DatasetRefused } from '../../cli/tables/problem.ts';

const HEADER = 'key,value,unit,from,until,detail';
const ROW = 'scope1/coal,12.5,t,2023-01-01,2024-01-01,"{""row"":""fuel-use""}"';

/** Returns the problems of a table as `code row column`, with the whole message. */
function problemsOf(table: string | Uint8Array): { at: string[]; message: string } {
  try {
    if (typeof table === 'string') parseEntriesCsv(table, 'x.csv');
    else readEntriesCsv(table, 'x.csv');
  } catch (error) {
    if (!(error instanceof DatasetRefused)) throw error;
    const { problems } = error.details;
    return {
      at: problems.map(({ code, row, column }) => `${code} ${row} ${column ?? '-'}`),
      message: error.message,
    };
  }
  throw new Error('nothing is wrong with it');
}

function table(...rows: string[]): string {
  return [HEADER, ...rows].join('\n');
}

describe('parseEntriesCsv', () => {
  it('reads days as UTC seconds, detail as JSON and quantities as they are written', () => {
    expect(parseEntriesCsv(table(ROW), 'x.csv')).toEqual([
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

  it('reads moments, and leaves an unstated period and an absent detail out', () => {
    expect(
      parseEntriesCsv(table('a,1,1,1970-01-01T00:00:01Z,1970-01-01T00:00:02Z,', 'b,1,1,,,'), 'x.csv'),
    ).toEqual([
      { key: 'a', value: '1', unit: '1', from: 1, until: 2, detail: null },
      { key: 'b', value: '1', unit: '1', from: 0, until: 0, detail: null },
    ]);
  });

  it('reads a row without value and unit as a document', () => {
    expect(parseEntriesCsv(table('notice,,,,,"{""size"":5}"'), 'x.csv')[0]).toMatchObject({
      value: null,
      unit: '',
    });
  });

  it('passes over a byte order mark, Windows line ends, blank lines and a last line without an end', () => {
    const plain = parseEntriesCsv(table(ROW), 'x.csv');
    expect(parseEntriesCsv(`\ufeff${table(ROW)}`, 'x.csv')).toEqual(plain);
    expect(parseEntriesCsv(`${HEADER}\r\n\r\n${ROW}\r\n`, 'x.csv')).toEqual(plain);
  });

  it('keeps the order of the rows', () => {
    expect(parseEntriesCsv(table('z,1,1,,,', 'a,1,1,,,'), 'x.csv').map(({ key }) => key)).toEqual(['z', 'a']);
  });

  it.each([
    ['delimiter', 'semicolons', table(ROW).replaceAll(',', ';'), 'separated by ";"'],
    ['delimiter', 'tabs', table(ROW).replaceAll(',', '\t'), 'separated by "\\t"'],
    ['columns', 'a missing column', 'key,value,unit,from,until\na,1,1,,', 'missing column detail'],
    ['columns', 'another order', 'value,key,unit,from,until,detail\n1,a,1,,,', `${HEADER} is expected`],
    ['columns', 'one column too many', `${HEADER},note\na,1,1,,,,x`, `${HEADER} is expected`],
    [
      'columns',
      'a comma within a header cell',
      '"key,value",unit,from,until,detail\n',
      'missing column key, value',
    ],
    ['columns', 'no text', '', 'missing column'],
  ])('refuses as %s a header with %s, in row 1', (code, _, text, message) => {
    const problems = problemsOf(text);
    expect(problems.at).toEqual([`${code} 1 -`]);
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
    ['bad-period', 'an empty period', 'a,1,1,2023-01-01,2023-01-01,', 'until'],
    ['bad-period', 'a period that runs backwards', 'a,1,1,2024-01-01,2023-01-01,', 'until'],
    ['bad-member', 'a detail that is no JSON', 'a,1,1,,,{row:1}', 'detail'],
    ['bad-member', 'a detail that is a list', 'a,1,1,,,[]', 'detail'],
    ['bad-member', 'a detail with a fraction', 'a,1,1,,,"{""x"":0.5}"', 'detail'],
    ['bad-member', 'a detail with a member twice', 'a,1,1,,,"{""x"":1,""x"":1}"', 'detail'],
  ])('refuses as %s %s, by row and column', (code, _, row, column) => {
    expect(problemsOf(table(ROW, row)).at).toEqual([`${code} 3 ${column}`]);
  });

  it('refuses UTF-16, and a cell that is not UTF-8', () => {
    expect(problemsOf(new Uint8Array([0xff, 0xfe, 0x6b, 0x00])).at).toEqual(['byte-order-mark 1 -']);
    const latin = table(ROW, 'a,1,1,,,"{""fuel"":""Kälte""}"');
    expect(problemsOf(Buffer.from(latin, 'latin1')).at).toEqual(['encoding 3 detail']);
    expect(readEntriesCsv(Buffer.from(latin), 'x.csv')).toHaveLength(2);
  });

  it('refuses a key that stands twice and says where it stood first', () => {
    const problems = problemsOf(table(ROW, 'a,1,1,,,', ROW));
    expect(problems.at).toEqual(['duplicate-key 4 key']);
    expect(problems.message).toContain('row 2');
  });

  it('refuses a row with a cell too many or too few', () => {
    expect(problemsOf(table('a,1,500,1,,,', 'b,1,1')).at).toEqual(['cells 2 -', 'cells 3 -']);
  });

  it('counts rows as a spreadsheet does, over blank lines and lines within a cell', () => {
    expect(problemsOf(table('a,1,1,,,"{""x"":\n1}"', '', 'b,x,1,,,')).at).toEqual(['bad-value 4 value']);
  });

  it('names every problem of a table at once', () => {
    const problems = problemsOf(table('a b,x,t,,2023-01-01,{', 'c,1,,,,'));
    expect(problems.at).toEqual([
      'bad-key 2 key',
      'bad-value 2 value',
      'bad-period 2 from',
      'bad-member 2 detail',
      'missing-member 3 unit',
    ]);
    expect(problems.message).toMatch(/^x\.csv: 5 problems\nrow 2 {2}a b {2}key .*\nrow 2 {2}a b {2}value /);
  });

  it('refuses a table without rows, and a quote that does not end', () => {
    expect(problemsOf(`${HEADER}\n`).at).toEqual(['table 2 -']);
    const unended = problemsOf(table('a,1,1,,,"{""x"":\n1}"', 'b,1,1,,,"{', ROW));
    expect(unended.at).toEqual(['table 3 -']);
    expect(unended.message).toContain('not CSV');
  });

  it('answers any text with entries or with its problems', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((cells) => table(cells)),
      fc.string({ unit: 'binary' }).map((cells) => table(ROW, cells)),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          parseEntriesCsv(input, 'x.csv');
        } catch (error) {
          expect(error).toBeInstanceOf(DatasetRefused);
        }
      }),
    );
  });
});
