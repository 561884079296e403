import { describe, expect, it } from 'vitest';
import { groupOf, orderFigures } from '../../web/components/record/figure-order.ts';
import { writeCell } from '../../web/components/list/csv.ts';
import {
  faultsOf,
  NO_WORDS,
  readEarlierWords,
  statementOf,
  takeOver,
} from '../../web/pages/company/shared/record-words.ts';

describe('figures', () => {
  it('group figures by the first part of their keys', () => {
    expect(['scope1/total', 'total/market', 'by-facility/a/scope1', 'scope10/x'].map(groupOf)).toEqual([
      'scope1',
      'total',
      'other',
      'other',
    ]);
  });

  it('show totals before what splits them, and groups as an accountant reads them', () => {
    const keys = [
      'by-facility/a/scope1',
      'by-gas/CO2',
      'scope1/by-facility',
      'scope1/total',
      'scope2/market',
      'total/market',
    ];
    expect(orderFigures(keys.map((key) => ({ key }))).map(({ key }) => key)).toEqual([
      'total/market',
      'scope1/total',
      'scope1/by-facility',
      'scope2/market',
      'by-gas/CO2',
      'by-facility/a/scope1',
    ]);
  });

  it('put what has no value last', () => {
    const entries = [
      { key: 'run', value: null },
      { key: 'by-facility/a/scope1', value: '1' },
      { key: 'total/market', value: '2' },
    ];
    const ordered = orderFigures(entries, ({ value }) => value !== null);
    expect(ordered.map(({ key }) => key)).toEqual(['total/market', 'by-facility/a/scope1', 'run']);
  });
});

describe('the words of a record', () => {
  it('need a title and a subject of the protocol, and a reason where a version is replaced', () => {
    expect([...faultsOf({ ...NO_WORDS, title: ' ', subject: 'Inventory 2023' }, false)]).toEqual([
      'title',
      'subject',
    ]);
    const words = { ...NO_WORDS, title: 'Inventory', subject: 'inventory/2023' };
    expect(faultsOf(words, false).size).toBe(0);
    expect([...faultsOf(words, true)]).toEqual(['reason']);
    expect(statementOf(words, false)).toEqual({ title: 'Inventory', period: '', standard: '' });
    expect(statementOf({ ...words, reason: ' new factors ' }, true)).toMatchObject({
      change: 'restatement',
      reason: 'new factors',
    });
  });

  it('of a new version are those of the version before where none are typed', () => {
    const earlier = readEarlierWords({ title: 'Inventory 2023', period: '2023', other: 1 });
    expect(earlier).toEqual({ title: 'Inventory 2023', period: '2023', standard: '' });
    const typed = { ...NO_WORDS, title: 'Mine' };
    expect(takeOver(typed, earlier, null)).toEqual({ period: '2023' });
    const taken = { ...typed, ...takeOver(typed, earlier, null) };
    const other = { title: 'Boilers', period: '2022', standard: 'ISO 14064-1' };
    expect(takeOver(taken, other, earlier)).toEqual({ period: '2022', standard: 'ISO 14064-1' });
  });
});

describe('saved tables', () => {
  it('quote what would break a line, and let no spreadsheet run a formula', () => {
    expect(writeCell('a "b", c')).toBe('"a ""b"", c"');
    expect(writeCell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(writeCell('title;=1+1')).toBe("title;'=1+1");
    expect(writeCell('scope1/total')).toBe('scope1/total');
  });
});
