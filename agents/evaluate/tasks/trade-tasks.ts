import { drawDecimal, type Random } from '../rows/random.ts';
import { entry, given, type Row, YEAR_2022 } from '../rows/entries.ts';
import { normal } from '../rows/other-rows.ts';
import { rowsOf, type SmallTable, TWO_REGIONS } from '../rows/trade-rows.ts';
import type { Task } from './task.ts';

/** A table of two regions, whose emissions a seed draws. */
function drawTable(random: Random, changes: Partial<SmallTable> = {}): SmallTable {
  const draw = (): string => drawDecimal(random, 2, 40);
  return { ...TWO_REGIONS, f: TWO_REGIONS.industries.map(draw), ...changes };
}
const unsure = (rows: readonly Row[]): Row[] =>
  rows.map((row) =>
    row.detail?.['row'] === 'sector-stressor'
      ? { ...row, detail: { ...row.detail, ...normal('0.05') } }
      : row,
  );
const DIGITS = { rounding: { mode: 'half-even', digits: 9 } };

/** Two headlines about the net exports of a country: one of CO2, one of all gases. */
function headlines(random: Random): Row[] {
  const headline = (publisher: string, value: string, gases: string[], method: string): Row =>
    entry(
      `CN/${publisher}`,
      value,
      '%',
      {
        ...{ row: 'published-figure', about: 'CN', account: 'trade', line: 'share', publisher },
        ...{ gases, method, boundary: publisher === 'gcb' ? 'territory' : 'residents' },
      },
      YEAR_2022,
    );
  const less = random.between(5, 10);
  return [
    headline('gcb', String(-Number(less.toFixed(2))), ['CO2'], 'consumption of national totals'),
    headline(
      'table',
      String(-Number((less + random.between(5, 9)).toFixed(1))),
      ['CO2', 'CH4'],
      'a table of regions',
    ),
  ];
}
const linesOf = (...publishers: string[]): object[] =>
  publishers.map((by) => ({ account: 'trade', line: 'share', figures: [`CN/${by}`], about: 'CN', by }));

export const TRADE_TASKS: readonly Task[] = [
  {
    name: 'for whom a sector emits',
    question: 'for-whom',
    en: 'For whom is steel made?',
    zh: '钢铁为谁生产？',
    runs: (random) => [
      given('a', 'uncertainty@1', unsure(rowsOf(drawTable(random))), {
        ...{ method: 'trade@1', parameters: {}, approach: 1 },
        ...DIGITS,
      }),
    ],
    frames: ['closes', 'clause', 'interval'],
    finds: ['no-uncertainty'],
    figures: [
      ['a', 'flow/reg1/reg1/CO2'],
      ['a', 'flow/reg1/reg2/CO2'],
      ['a', 'pba/reg1/CO2'],
    ],
  },
  {
    name: 'two headlines that differ',
    question: 'sources-differ',
    en: 'Is it -9.17 % or -17.7 %?',
    zh: '到底是-9.17%还是-17.7%？',
    runs: (random) => {
      const rows = headlines(random);
      const runs = [rows[0]!, rows[1]!].map((row, at) =>
        given(at === 0 ? 'a' : 'b', 'panorama@1', [row], {
          ...{ lines: linesOf(at === 0 ? 'gcb' : 'table'), period: YEAR_2022 },
        }),
      );
      return [...runs, given('c', 'panorama@1', rows, { lines: linesOf('gcb', 'table'), period: YEAR_2022 })];
    },
    frames: ['no-winner', 'differ-by-gases', 'found'],
    finds: ['sources-differ'],
    figures: [],
  },
  {
    name: 'a table of one country, whose consumption cannot be known',
    question: 'open-table',
    en: 'What did Germany consume in 2009?',
    zh: '德国2009年的消费排放是多少？',
    runs: (random) => {
      const table = drawTable(random, { demands: ['reg1/exports', 'reg1/final'] });
      const rows = rowsOf({ ...table, industries: table.industries.map((_, at) => `reg1/sector${at + 1}`) });
      return [
        given('a', 'trade@1', rows, DIGITS),
        given('b', 'trade@1', rows, { ...DIGITS, bilateral: ['eebt'] }),
      ];
    },
    frames: ['intensity', 'found'],
    finds: ['bad-parameters'],
    figures: [
      ['a', 'for-exports/reg1/CO2'],
      ['a', 'pba/reg1/CO2'],
    ],
  },
];
