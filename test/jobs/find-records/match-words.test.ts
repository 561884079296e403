import { describe, expect, it } from 'vitest';
import { readAskedWords } from '../../../jobs/find-records/asked-words.ts';
import { matchFigures, matchRecords } from '../../../jobs/find-records/match-words.ts';

const year = (of: number): number => Date.UTC(of, 0) / 1000;
const recordOf = (title: string, subject = 'x') => ({ title, subject, party: { identifier: 'demo:party' } });
const figureOf = (key: string, of: number) => ({ key, from: year(of), until: year(of + 1) });

describe('the words of a question', () => {
  it('name years, places and scopes in English and Chinese, and no year inside a larger number', () => {
    expect(readAskedWords('Scope 1 of Germany in 2022, not 12022 or 2,022.5')).toMatchObject({
      ...{ years: [2022], places: ['DE'] },
      words: expect.objectContaining({}) as object,
    });
    const asked = readAskedWords('中国2021年的范围一排放');
    expect([asked.years, asked.places, asked.words.has('scope1')]).toEqual([[2021], ['CN'], true]);
    expect(readAskedWords('Omani romance').places).toEqual([]);
    expect(readAskedWords('Omani trade of Oman').places).toEqual(['OM']);
    expect(readAskedWords('Papua New Guinea').places).toEqual(['PG']);
    expect(readAskedWords('中国香港特别行政区').places).toEqual(['HK']);
    expect(readAskedWords('diesel in the UK').places).toEqual(['GB']);
  });

  it('find the records that share their rarest words', () => {
    const records = ['Accounts of China', 'Accounts of Germany', 'Land of Germany'].map((title) =>
      recordOf(title),
    );
    const find = (question: string) =>
      matchRecords(records, readAskedWords(question)).map(({ title }) => title);
    expect(find('accounts of China')).toEqual(['Accounts of China']);
    expect(find('the accounts')).toEqual(['Accounts of China', 'Accounts of Germany']);
    expect(find('What of the moon?')).toEqual([]);
  });

  it('find figures of a year, place and name, and all where none is named', () => {
    const figures = [
      ...[figureOf('production/CN/2021', 2021), figureOf('production/CN/2022', 2022)],
      ...[figureOf('consumption/CN/2022', 2022), figureOf('production/DE/2022', 2022)],
    ];
    const find = (question: string) => matchFigures(figures, readAskedWords(question)).map(({ key }) => key);
    expect(find('production of China in 2022')).toEqual(['production/CN/2022']);
    expect(find('Germany 2022')).toEqual(['production/DE/2022']);
    expect(find('Is it right?')).toHaveLength(4);
  });
});
