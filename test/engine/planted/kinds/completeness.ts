import { entry, type TestEntry } from '../../dataset.ts';
import {
  all,
  inSeriesOf,
  isOf,
  ofPeriod,
  replaceActivity,
  seriesOf,
  stating,
  without,
  type Fault,
} from '../fault.ts';
import type { RightTable } from '../right-table.ts';
import { write } from '../right-table.ts';

const isMonthly = all(inSeriesOf(12), (row) => row.detail!['row'] !== 'value-chain-activity');
const isQuarterly = all(
  (row, table) => seriesOf(row, table).length === 4,
  (row) => row.detail!['row'] !== 'value-chain-activity',
);

/** What is counted twice, or not at all. */
export const COMPLETENESS: readonly Fault[] = [
  replaceActivity('a missing month', isMonthly, () => []),
  replaceActivity('a missing quarter', isQuarterly, () => []),
  {
    kind: 'missing months at the end',
    plant: (table, random) => {
      const found = ofPeriod(table).filter((row) => isMonthly(row, table));
      if (found.length === 0) return null;
      const series = seriesOf(random.oneOf(found), table).toSorted((a, b) => a.from - b.from);
      const lost = series.slice(9);
      return {
        table: { ...table, activities: table.activities.filter((row) => !lost.includes(row)) },
        rows: series.map(({ key }) => key),
      };
    },
  },
  replaceActivity('a month under the dates of another', isMonthly, (row, table) => {
    const other = seriesOf(row, table).find(({ from }) => from !== row.from)!;
    return [{ ...row, from: other.from, until: other.until }];
  }),
  replaceActivity('a year beside its months', all(isMonthly, isOf('electricity-use')), (row, table) => [
    row,
    { ...row, key: `${row.key}/year`, value: sumOf(seriesOf(row, table)), ...periodOf(table) },
  ]),
  replaceActivity('a year of fuel beside its months', all(isMonthly, isOf('fuel-use')), (row, table) => [
    row,
    { ...row, key: `${row.key}/year`, value: sumOf(seriesOf(row, table)), ...periodOf(table) },
  ]),
  {
    kind: 'the same row in two records',
    plant: (table, random) => {
      const row = random.oneOf(ofPeriod(table).filter(({ detail }) => detail!['row'] !== 'instrument'));
      return { table: { ...table, factors: [...table.factors, row] }, rows: [row.key] };
    },
  },
  {
    kind: 'the same key twice',
    plant: (table, random) => {
      const row = random.oneOf(ofPeriod(table));
      return { table: { ...table, activities: [...table.activities, row] }, rows: [row.key] };
    },
  },
  replaceActivity('the same invoice under another key', isMonthly, (row) => [
    row,
    { ...row, key: `${row.key}/copy` },
  ]),
  replaceActivity(
    'a site that is the sum of the others',
    all(isMonthly, isOf('electricity-use'), (row, table) =>
      table.activities.some(
        (other) => isOf('electricity-use')(other) && other.detail!['facility'] !== row.detail!['facility'],
      ),
    ),
    (row, table) => {
      const same = ofPeriod(table).filter(
        (other) => isOf('electricity-use')(other) && other.from === row.from && other.until === row.until,
      );
      const { meter: _meter, ...detail } = row.detail!;
      return [
        row,
        entry(
          'power/total',
          sumOf(same),
          row.unit,
          { ...detail, facility: 'Total' },
          { from: row.from, until: row.until },
        ),
      ];
    },
  ),
  replaceActivity(
    'one meter at two sites',
    ({ detail }) => detail!['meter'] !== undefined,
    (row, _, random) => [row, { ...stating({ facility: 'annex' })(row, random), key: `${row.key}/annex` }],
  ),
  replaceActivity(
    'the value of one month, of five digits, copied to the next',
    all(isMonthly, (row, table) => (before(row, table)?.value ?? '').replace(/^[0.]+|\./g, '').length >= 5),
    (row, table) => [{ ...row, value: before(row, table)!.value! }],
  ),
  replaceActivity('the same invoice in another unit', all(isMonthly, isOf('electricity-use')), (row) => [
    row,
    { ...row, key: `${row.key}/copy`, value: write(1000 * Number(row.value)), unit: 'kW.h' },
  ]),
  replaceActivity(
    'the same invoice, once without its site',
    all(isMonthly, isOf('fuel-use')),
    (row, _, random) => [row, { ...without('facility')(row, random), key: `${row.key}/copy` }],
  ),
  replaceActivity('a row of totals', all(isMonthly, isOf('fuel-use')), (row, table) => [
    row,
    {
      ...row,
      key: `${row.key}/total`,
      value: sumOf(ofPeriod(table).filter(isOf('fuel-use', { fuel: row.detail!['fuel'] }))),
      detail: { ...row.detail, facility: 'all' },
      ...periodOf(table),
    },
  ]),
  replaceActivity('a quarter beside its months', all(isMonthly, isOf('fuel-use')), (row, table) => {
    const three = seriesOf(row, table)
      .toSorted((a, b) => a.from - b.from)
      .slice(0, 3);
    const span = { from: three[0]!.from, until: three[2]!.until };
    return [row, { ...row, ...span, key: `${row.key}/quarter`, value: sumOf(three) }];
  }),
  replaceActivity(
    'a year beside metered months',
    ({ detail }) => detail!['meter'] !== undefined,
    (row, table, random) => [
      row,
      {
        ...without('meter')(row, random),
        key: `${row.key}/year`,
        value: sumOf(seriesOf(row, table)),
        ...periodOf(table),
      },
    ],
  ),
];

/** Returns the row of the month before; absent for the first one. */
function before(row: TestEntry, table: RightTable): TestEntry | undefined {
  return seriesOf(row, table).find(({ until }) => until === row.from);
}

function sumOf(rows: readonly { readonly value: string | null }[]): string {
  return write(rows.reduce((sum, { value }) => sum + Number(value), 0));
}

function periodOf({ parameters }: RightTable): { readonly from: number; readonly until: number } {
  return parameters['period'] as { readonly from: number; readonly until: number };
}
