import { describe, expect, it } from 'vitest';
import type { InputEntry } from '../../engine/rows/input.ts';
import { type Imported, importTable } from '../../tables/dataset-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { PLAN } from './shown-tables.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LEEDS = [1103, 1187.5, 1214, 1098, 1021, 987, 1009, 1043, 1122, 1176, 1201, 1250];
const YORK = [402, 377, 421, 398, 366, 351, 340, 344, 371, 409, 418, 436.25];
const SET = {
  ...{ unit: 'MWh', key: 'gas/{row}', 'detail.row': 'fuel-use', 'detail.fuel': 'natural-gas' },
  ...{ 'detail.category': '1.A.2', 'detail.geography': 'GB' },
};

async function load(
  rows: readonly (readonly (string | number)[])[],
  earlier: readonly InputEntry[] = [],
): Promise<Imported> {
  const text = [['Site', ...MONTHS.map((month) => `${month} 2024`), 'Total'], ...rows].map((row) =>
    row.join(),
  );
  const file = createTableFile('gas.csv', new TextEncoder().encode(text.join('\n')));
  const table = { delimiter: undefined, sheet: undefined, style: null };
  return importTable(
    { ...PLAN, file, table, mapping: { columns: {}, set: SET }, earlier },
    { write: () => Promise.resolve(), onRows: () => {} },
  );
}

const row = (site: string, amounts: readonly number[]): (string | number)[] => [
  site,
  ...amounts,
  amounts.reduce((sum, amount) => sum + amount, 0),
];
const codesOf = ({ cautions }: Imported): string[] => cautions.map(({ code }) => code);

describe('a table before it is signed', () => {
  it('is added up by site and month, beside the totals that it states', async () => {
    const sums = LEEDS.map((amount, at) => amount + YORK[at]!);
    const found = await load([row('Leeds', LEEDS), row('York', YORK), row('Total', sums)]);
    expect(found.totals).toHaveLength(24);
    expect(found.totals[1]).toMatchObject({
      ...{ row: 'fuel-use', subject: 'natural-gas', place: 'Leeds', unit: 'MW.h', rows: 1 },
      ...{ from: Date.UTC(2024, 1) / 1000, until: Date.UTC(2024, 2) / 1000, value: '1187.5' },
    });
    expect(found.stated).toHaveLength(15);
    expect(found.stated.every(({ isSame }) => isSame)).toBe(true);
    expect(found.stated).toContainEqual({
      row: 4,
      column: 'Jan 2024',
      stated: '1505',
      sum: '1505',
      isSame: true,
    });
    expect([codesOf(found), found.isJudged]).toEqual([[], true]);
  });

  it('is judged by its series, wherever the order of keys puts their rows', async () => {
    const lines = ['York', 'Leeds'].flatMap((site) =>
      LEEDS.map((amount, at) => `${site},2024-${String(at + 1).padStart(2, '0')},${amount + site.length}`),
    );
    // Rows 10 to 13 come before row 2.
    const text = ['Site,Month,Amount', ...lines]
      .join('\n')
      .replace('York,2024-01,1107', 'York,2024-01,1107000');
    const found = await importTable(
      {
        ...{ ...PLAN, file: createTableFile('gas.csv', new TextEncoder().encode(text)) },
        ...{ table: { delimiter: undefined, sheet: undefined, style: null } },
        mapping: { columns: {}, set: { ...SET, key: 'row-{row}' } },
      },
      { write: () => Promise.resolve(), onRows: () => {} },
    );
    expect(found.cautions).toMatchObject([{ code: 'implausible-value', keys: ['row-2'] }]);
  });

  it.each<[string, (string | number)[][], string]>([
    [
      'a month a thousand times the others',
      [row('Leeds', LEEDS.with(4, 1_021_000)), row('York', YORK)],
      'implausible-value',
    ],
    ['a month without a row', [['Leeds', '', ...LEEDS.slice(1), ''], row('York', YORK)], 'missing-months'],
    [
      'a month that is a copy of another',
      [row('Leeds', LEEDS.with(2, 1187.5)), row('York', YORK)],
      'copied-value',
    ],
    [
      'a site that is all others, in one month a round number',
      [
        row('Leeds', LEEDS),
        row('York', YORK.with(0, 397)),
        row(
          'All',
          LEEDS.map((amount, at) => amount + YORK.with(0, 397)[at]!),
        ),
      ],
      'likely-total',
    ],
    [
      'a site that is all others',
      [
        row('Leeds', LEEDS),
        row('York', YORK),
        row(
          'All',
          LEEDS.map((amount, at) => amount + YORK[at]!),
        ),
      ],
      'likely-total',
    ],
  ])('is cautioned against %s', async (_what, rows, code) => {
    const found = await load(rows);
    expect(codesOf(found)).toContain(code);
    expect(found.cautions[0]!.keys[0]).toMatch(/^gas\/\d+\.[A-Z]$/);
  });

  it('is compared with the year before, where that is given', async () => {
    const earlier = LEEDS.map((amount, month): InputEntry => ({
      ...{ key: `gas/${month}`, value: String(amount * 1000), unit: 'MW.h' },
      ...{ from: Date.UTC(2023, month) / 1000, until: Date.UTC(2023, month + 1) / 1000 },
      detail: { row: 'fuel-use', fuel: 'natural-gas', category: '1.A.2', geography: 'GB', facility: 'Leeds' },
    }));
    expect(codesOf(await load([row('Leeds', LEEDS)], earlier))).toEqual(['implausible-value']);
  });

  it('is stopped by a signal', async () => {
    const plan = {
      ...PLAN,
      file: createTableFile('a.csv', new TextEncoder().encode('key,value,unit\na,1,t')),
    };
    const signal = AbortSignal.abort(new Error('stopped'));
    const table = { delimiter: undefined, sheet: undefined, style: null };
    const events = { write: () => Promise.resolve(), onRows: () => {}, signal };
    await expect(importTable({ ...plan, table, mapping: { columns: {}, set: {} } }, events)).rejects.toThrow(
      'stopped',
    );
  });
});
