/** What was read differently from the file. Code → meaning, after which its detail can stand. No other codes exist. */
export const FINDINGS = {
  'sheets-read': 'These sheets were read as one table:',
  'sheets-left-out': 'These sheets were left out:',
  'columns-missing': 'Sheets that lack a column of another one have it empty:',
  'columns-by-name': 'Columns were taken by their names:',
  'lists-joined': 'Names in columns were looked up in other sheets:',
  'keys-made': 'No column has keys: they were made as this says:',
  encoding: 'The text is not UTF-8; its encoding was found from its bytes:',
  'rows-above': 'Rows above the header, such as titles, were left out.',
  'joined-header': 'The header has two rows, whose texts were joined.',
  'unit-row': 'The row below the header has units.',
  'header-unit': 'The unit is part of the name of the column.',
  'repeated-header': 'Rows that repeat the header were left out.',
  'periods-in-columns': 'Columns of periods became rows, one for each period.',
  'units-in-columns': 'Columns of amounts became rows, one for each column.',
  'year-taken': 'The columns name no year: it was taken from here:',
  'empty-amounts': 'Empty cells among the amounts became no rows.',
  'zero-amounts':
    'Amounts of nothing became no rows: zero beside the only amount of a row, zero where several are added up, or zero over no time.',
  'country-names': 'Names of countries were read as their codes.',
  'serial-days': 'Numbers in columns of days were read as the days that Excel stores by them.',
  'days-of-months': 'The first or last day of a month, in a column of months, was read as the month.',
  'total-rows': 'Rows with totals were left out; they agree with the rows that they add up.',
  'total-differs':
    'A total differs from the rows that it adds up: it was left out, and one of them is wrong.',
  'total-units':
    'Totals in another unit than their rows were left out, and not compared with these. Units of the rows:',
  'unnamed-sum':
    'A row has the sums of the rows before it, and no name of a total: it was read as all others. If it adds them up, leave it out:',
  'equal-rows':
    'Rows are the same as the row above them, cell by cell. All were read: leave out what is there twice.',
  'mean-rows': 'Rows with means were left out.',
  'part-rows': 'Rows that say that they are a part of the row above were left out: it counts them.',
  'part-beyond':
    'A row says that it is a part of the row above, and is more than that: it was read as all others.',
  'total-columns': 'Columns with totals were left out; they agree with the columns that they add up.',
  'total-column-differs':
    'A total in a column differs from the cells that it adds up: it was left out, and one is wrong.',
  'sheet-of-sums':
    'A sheet adds up the others, or is a copy of them: read beside them, its amounts count twice. Leave it out:',
  'running-total':
    'The name of the column of amounts says that each counts those before it, as the year so far or the state of a meter does. All of them were added up:',
  'unit-differs':
    'The name of the column of amounts states another unit than the rows: the one of the rows counts.',
  'chosen-out': 'Rows were left out, as the mapping says.',
  'column-numbers': 'The row below the header numbers the columns.',
  'period-taken': 'No column has times: the period was taken from here:',
  'note-rows': 'Rows with a single text, such as notes, were left out.',
  'example-rows': 'The example of a template was left out.',
  'section-rows': 'Texts above groups of rows became the column Section.',
  'group-rows': 'Rows that add up those below them, as in a pivot table, became the column Section.',
  'names-filled': 'Names that are written once, above empty cells, count for the rows below them. Columns:',
  'unnamed-columns': 'Columns without a name were left out.',
  'hidden-rows': 'Rows that the sheet hides or filters out were read as all others.',
  'hidden-columns': 'Columns that the sheet hides were read as all others.',
  'struck-rows': 'Rows that are struck out, or whose numbers all are, were left out.',
  'struck-cells': 'Cells that are struck out were read as all others.',
  'merged-cells': 'Merged cells: each got the text of the first one; amounts count once.',
  computed: 'Cells with formulas count by the values that are stored with them.',
  'rounded-fractions':
    'Fractions such as 1/3 that are no decimal were rounded to at most 30 decimals, half to even.',
  rounded: 'Numbers with more than 15 digits were rounded to 15, half to even.',
} as const;

export type FindingCode = keyof typeof FINDINGS;

/** Findings that say that something in the table is wrong. */
const FAULTS: readonly FindingCode[] = [
  'total-differs',
  'total-column-differs',
  'unit-differs',
  'part-beyond',
  'unnamed-sum',
  'equal-rows',
  'sheet-of-sums',
  'running-total',
];

/** One thing that was read differently from the file. */
export interface Finding {
  readonly code: FindingCode;
  /** Whether it says that something in the table is wrong. */
  readonly isWrong: boolean;
  /** The sheet that it is about, where several are read as one table. */
  readonly sheet?: string;
  /** The first rows that it is about. */
  readonly rows: readonly number[];
  /** How many rows, columns or cells it is about. */
  readonly count: number;
  /** Texts of these rows, names of the columns, or the numbers that differ; empty where there are none. */
  readonly detail: string;
}

const MOST_ROWS = 10;
const MOST_DETAIL = 300;

/** Collects findings while a table is read: one of each kind. */
export class Findings {
  readonly #found = new Map<FindingCode, { rows: number[]; count: number; details: string[] }>();

  add(code: FindingCode, row: number | null, detail = '', count = 1): void {
    let found = this.#found.get(code);
    if (found === undefined) this.#found.set(code, (found = { rows: [], count: 0, details: [] }));
    found.count += count;
    if (row !== null && found.rows.length < MOST_ROWS) found.rows.push(row);
    if (detail !== '' && found.details.length < MOST_ROWS) found.details.push(detail);
  }

  /** Returns the findings so far: what is wrong comes first. */
  list(): readonly Finding[] {
    return (Object.keys(FINDINGS) as FindingCode[])
      .flatMap((code): Finding[] => {
        const found = this.#found.get(code);
        if (found === undefined) return [];
        const detail = [...new Set(found.details)].join('; ').slice(0, MOST_DETAIL);
        return [{ code, isWrong: FAULTS.includes(code), rows: found.rows, count: found.count, detail }];
      })
      .sort(wrongFirst);
  }
}

/** Puts findings that say that something is wrong before all others. */
export function wrongFirst(one: Finding, other: Finding): number {
  return Number(other.isWrong) - Number(one.isWrong);
}
