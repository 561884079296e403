import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../web/components/list/csv.ts';

describe('writeCsv', () => {
  it('quotes what needs it, and gives spreadsheets no formula', () => {
    const rows = [
      ['a "b", c', '-1.5'],
      ['=HYPERLINK("x")', '+1'],
      ['@a', 'two\nlines'],
    ];
    expect(writeCsv(rows)).toBe(
      '\ufeff"a ""b"", c",-1.5\r\n"\'=HYPERLINK(""x"")",\'+1\r\n\'@a,"two\nlines"\r\n',
    );
  });
});
