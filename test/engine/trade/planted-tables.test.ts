import { describe, expect, it } from 'vitest';
import { EngineError } from '../../../engine/errors/engine-error.ts';
import { repeatRun, runMethod, type RunResult } from '../../../engine/run.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { dataset, entry, YEAR_2022, YEAR_2023, type TestEntry } from '../dataset.ts';
import { addUp, makeRightTable, rowsOfRight, transpose, type RightTable } from './right-tables.ts';
import { IS_LONG } from '../../helpers/long.ts';

/** Right tables, and how many of them each fault is in. */
const TABLES = IS_LONG ? 200 : 8;
const OF_KIND = IS_LONG ? 40 : 1;
const PARAMETERS = {
  period: YEAR_2023,
  rounding: { mode: 'half-even', digits: 10 } as const,
  accounts: ['cba'],
  compared: YEAR_2022,
};

/** What a run says: its error, or its warnings. */
function outcomeOf(rows: readonly TestEntry[], parameters: object = {}): string {
  try {
    const { warnings } = runMethod('trade@1', [dataset('1', ...rows)], { ...PARAMETERS, ...parameters });
    return warnings.map(({ code, message }) => `${code}: ${message}`).join('\n');
  } catch (error) {
    if (error instanceof EngineError) return `refused ${error.code}: ${error.message}`;
    throw error;
  }
}

/** One way to make a table wrong, and what a run must say: a code, and each of the names. */
interface Fault {
  readonly kind: string;
  readonly plant: (table: RightTable) => Partial<RightTable>;
  readonly rows?: (rows: TestEntry[], table: RightTable) => TestEntry[];
  readonly says: (table: RightTable) => readonly RegExp[];
}

const at = (table: RightTable, region: number): number => region * table.sectors.length;
/** The places of the smallest and of a large industry of the first region. */
const placesOf = (table: RightTable): { small: number; large: number } => {
  const output = table.sectors.map((_, sector) => addUp(table.z[sector]!) + addUp(table.y[sector]!));
  return {
    small: output.indexOf(Math.min(...output)),
    large: output.indexOf(Math.max(...output)),
  };
};
const nameOf = (table: RightTable, industry: number): RegExp =>
  new RegExp(`${table.regions[0]!}/${table.sectors[industry]!} `);
const swapColumns = (matrix: readonly number[][], width: number): number[][] =>
  matrix.map((row) => [...row.slice(width, 2 * width), ...row.slice(0, width), ...row.slice(2 * width)]);
const scaled = (values: readonly number[], place: number, times: number): number[] =>
  values.map((value, index) => (index === place ? value * times : value));

const FAULTS: readonly Fault[] = [
  {
    kind: 'value added in another currency',
    plant: () => ({ unit: '{USD}' }),
    says: () => [/refused mixed-currencies: v\/CN\/\S+ states value added in \{USD\}/],
  },
  {
    kind: 'nothing to balance it by',
    plant: ({ v }) => ({ v: v.map(() => NaN) }),
    says: () => [/unchecked-output: nothing judges 100 % of the output/],
  },
  {
    kind: 'value added of one region is missing',
    plant: (table) => ({ v: table.v.map((value, index) => (index < at(table, 1) ? NaN : value)) }),
    says: () => [/unchecked-output: nothing judges \d[\d.]* % of the output/],
  },
  {
    kind: 'sales and purchases of industries are exchanged',
    plant: ({ z }) => ({ z: transpose(z) }),
    says: () => [/unbalanced-table: \d+ of \d+ industries do not balance: \S+ sells [\d.]+, and buys [\d.]+/],
  },
  {
    kind: 'final demand of a small industry has another sign',
    plant: (table) => {
      const { small } = placesOf(table);
      return { y: table.y.map((row, i) => (i === small ? row.map((value) => -value) : row)) };
    },
    says: (table) => [
      /unbalanced-table|refused (negative|zero)-output/,
      nameOf(table, placesOf(table).small),
    ],
  },
  {
    kind: 'columns of Z of two regions are exchanged',
    plant: (table) => ({ z: swapColumns(table.z, table.sectors.length) }),
    says: () => [/unbalanced-table: /, /unlikely-table: columns of two regions .* in Z, CN buys .* from DE/],
  },
  {
    kind: 'columns of Y of two regions are exchanged',
    plant: ({ y }) => ({ y: swapColumns(y, 1) }),
    says: () => [
      /unlikely-table: columns of two regions .* in Y, CN buys [\d.]+ from DE and [\d.]+ from itself/,
    ],
  },
  {
    kind: 'emissions of two regions are exchanged',
    plant: (table) => ({ f: swapColumns([table.f], table.sectors.length)[0]! }),
    says: () => [
      /unlikely-table: emissions of two regions look .*: CN emits [\d.]+ t\{CO2\} of CO2 as DE did before/,
    ],
  },
  {
    kind: 'a sale to another industry is in thousands',
    plant: (table) => {
      const { large } = placesOf(table);
      const buyer = at(table, 1) + large;
      return { z: table.z.map((row, i) => (i === large ? scaled(row, buyer, 1000) : row)) };
    },
    says: (table) => [
      /unbalanced-table: |refused unproductive-table: /,
      nameOf(table, placesOf(table).large),
    ],
  },
  {
    kind: 'a sale of an industry to itself is in thousands',
    plant: (table) => {
      const { large } = placesOf(table);
      return { z: table.z.map((row, i) => (i === large ? scaled(row, large, 1000) : row)) };
    },
    says: (table) => [
      new RegExp(`table that is compared: ${nameOf(table, placesOf(table).large).source}emits`),
    ],
  },
  {
    kind: 'value added is in thousands',
    plant: ({ v }) => ({ v: v.map((value) => value / 1000) }),
    says: ({ regions, sectors }) => [
      new RegExp(`unbalanced-table: \\d+ of ${regions.length * sectors.length} industries`),
    ],
  },
  {
    kind: 'emissions of an industry are in kilograms',
    plant: (table) => ({ f: scaled(table.f, placesOf(table).large, 1000) }),
    says: (table) => [
      /unlikely-table: .*totals of their countries/,
      new RegExp(`table that is compared: ${nameOf(table, placesOf(table).large).source}emits`),
    ],
  },
  {
    kind: 'emissions of a region are in kilograms, and no total is known',
    plant: (table) => ({
      f: table.f.map((value, index) => (index < at(table, 1) ? value * 1000 : value)),
      before: {
        ...table.before,
        f: table.before.f.map((value, i) => (i < at(table, 1) ? value * 1000 : value)),
      },
    }),
    rows: (rows) => rows.filter(({ key }) => !key.startsWith('national/')),
    says: () => [/unlikely-table: emissions of regions are unlike those of others: CN emits/],
  },
  {
    kind: 'an industry buys more than it sells',
    plant: (table) => {
      const { large } = placesOf(table);
      const sold = addUp(table.z[large]!) + addUp(table.y[large]!);
      const bought = addUp(table.z.map((row) => row[large]!));
      const rest = addUp(table.z.slice(1).map((row) => row[large]!));
      return rest === 0
        ? {}
        : { v: scaled(table.v, large, 0), z: buyMore(table.z, large, (1.05 * sold) / bought) };
    },
    says: () => [/unproductive-industry: |refused unproductive-table: /, /CN\/\S+ buys [\d.]+ and sells/],
  },
  {
    kind: 'value added of an industry that is not there',
    plant: () => ({}),
    rows: (rows) => [
      ...rows,
      entry('v/XX', '1', '{EUR}', { row: 'value-added', region: 'XX', sector: 'steel' }),
    ],
    says: () => [/refused unknown-industry: v\/XX is about XX\/steel/],
  },
  {
    kind: 'value added that is there twice',
    plant: () => ({}),
    rows: (rows) => [...rows, { ...rows.find(({ key }) => key.startsWith('v/'))!, key: 'v/again' }],
    says: () => [/refused repeated-cell: v\/\S+ and v\/\S+ state the same value added/],
  },
];

/** All industries but itself sell more to one, so that what these sell grows too. */
function buyMore(z: readonly number[][], column: number, times: number): number[][] {
  return z.map((row, i) => (i === column ? row : scaled(row, column, 2.5 * times)));
}

describe('right tables with value added, totals of countries and the year before', () => {
  it(`are computed, and at most 5 % of ${TABLES} have a warning`, () => {
    const alarms: string[] = [];
    for (let seed = 0; seed < TABLES; seed++) {
      const said = outcomeOf(rowsOfRight(makeRightTable(seed)));
      expect(said).not.toMatch(/^refused/);
      if (said !== '') alarms.push(`table ${seed}: ${said}`);
    }
    expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(TABLES * 0.05);
  });
});

describe('a fault that is planted into a right table', () => {
  it.each(FAULTS.map((fault) => [fault.kind, fault] as const))('is refused or named: %s', (_, fault) => {
    for (let seed = 0; seed < OF_KIND; seed++) {
      const right = makeRightTable(seed);
      const table = { ...right, ...fault.plant(right) };
      const said = outcomeOf(fault.rows?.(rowsOfRight(table), table) ?? rowsOfRight(table));
      for (const expected of fault.says(right)) expect(said, `table ${seed}`).toMatch(expected);
    }
  });
});

describe('a run over rows that a table is checked by', () => {
  it('gives the same figures and warnings from the rows that it used', () => {
    const right = makeRightTable(3);
    const rows = rowsOfRight({ ...right, y: swapColumns(right.y, 1), v: scaled(right.v, 0, 2) });
    const inputs = [dataset('1', ...rows, entry('unused', '1', 't{CO2}', NATIONAL_ELSEWHERE))];
    const first = runMethod('trade@1', inputs, PARAMETERS);
    expect(new Set(first.warnings.map(({ code }) => code))).toEqual(
      new Set(['unbalanced-table', 'unlikely-table']),
    );
    const { rounding, ...parameters } = PARAMETERS;
    const described = { method: 'trade@1', parameters, rounding };
    const again = repeatRun(described, keepUsed(inputs, first), {});
    expect(again.figures).toEqual(first.figures);
    expect(again.warnings).toEqual(first.warnings);
    expect(first.used[0]!.keys).not.toContain('unused');
  });

  it('refuses another period without a table', () => {
    const said = outcomeOf(rowsOfRight(makeRightTable(1)), { compared: { from: 0, until: 1 } });
    expect(said).toMatch(/refused bad-parameters: the inputs have no table of the period that is compared/);
  });
});

const NATIONAL_ELSEWHERE = { row: 'national-emission', account: 'production', gas: 'CO2', geography: 'FR' };

/** Returns the inputs with the rows alone that a run used, which are listed or selected. */
function keepUsed(inputs: readonly InputRecord[], { reconciliation, used }: RunResult): InputRecord[] {
  expect(reconciliation).toBeDefined();
  const [record] = inputs;
  const keys = new Set(used[0]!.keys);
  return [{ ...record!, entries: record!.entries.filter(({ key }) => keys.has(key)) }];
}
