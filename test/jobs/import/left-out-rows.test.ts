import { describe, expect, it } from 'vitest';
import { leaveOut, parseRowNumbers, takeBack } from '../../../jobs/import/left-out-rows.ts';
import { stateNames } from '../../../jobs/import/state-names.ts';
import { cleanMapping } from '../../../jobs/import/table-mapping.ts';

describe('rows that a person leaves out', () => {
  it('are numbers and ranges, each once, and nothing else', () => {
    expect(parseRowNumbers('30, 31；80-82 31')).toEqual([30, 31, 80, 81, 82]);
    for (const bad of ['', ' ', '0', '5-3', 'A4', '3.5', '1-2000', '12345678'])
      expect(parseRowNumbers(bad)).toBeNull();
  });

  it('are in the mapping once, by their sheet, and are taken back', () => {
    const [none, first, other] = [{ columns: {}, set: {} }, { row: 26, sheet: 'Power' }, { row: 26 }];
    const out = leaveOut(leaveOut(none, [first]), [first, other]);
    expect(out.leftOut).toEqual([first, other]);
    expect(takeBack(out, first).leftOut).toEqual([other]);
    expect(takeBack(takeBack(out, first), other)).toEqual(none);
  });
});

describe('what names in a column state', () => {
  const found = { columns: ['Type', 'Site', 'Sheet'], mapping: { columns: { Type: 'detail.row' }, set: {} } };
  const list = { Power: { 'detail.row': 'electricity-use' } };

  it('takes the place of a column that was only suggested, not of one that a person chose', () => {
    expect(stateNames(found, found.mapping, 'Sheet', list)).toEqual({
      ...{ columns: { Type: '' }, set: {} },
      lookups: { Sheet: list },
    });
    const chosen = { columns: { Type: 'detail.row' }, set: {} };
    expect(stateNames({ mapping: { columns: {}, set: {} } }, chosen, 'Sheet', list).columns).toEqual(
      chosen.columns,
    );
    expect(stateNames(found, found.mapping, 'Sheet', null).lookups).toEqual({});
  });

  it('keeps names that say nothing only where the others say no more than that they are left out', () => {
    const lookups = {
      Kind: { 101: { 'left-out': 'a purchase' }, 261: {} },
      Site: { Leeds: {}, York: { unit: 't' } },
    };
    expect(cleanMapping(found, { columns: {}, set: {}, lookups }).lookups).toEqual({
      Kind: lookups.Kind,
      Site: { York: { unit: 't' } },
    });
  });
});
