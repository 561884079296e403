import { foldName } from '../../engine/rows/spelling.ts';
import { NO_MAPPING } from '../../tables/column-plan.ts';
import { showCell } from '../../tables/corrected-cells.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile, type TableFile } from '../../tables/table-file.ts';
import type { Inspected } from './table-request.ts';

/** A name in a column. Spellings of one name are one: Leeds, LEEDS and `Leeds `. */
export interface ColumnName {
  /** As it is written first. */
  readonly name: string;
  readonly rows: number;
  /** All spellings, where there are several. */
  readonly spellings: readonly string[];
}

/** The names in a column. */
export interface ColumnNames {
  readonly names: readonly ColumnName[];
  /** Whether there are more than are listed. */
  readonly isMore: boolean;
}

/** Longer lists are joined from a file: nobody fills them in. */
const MOST_NAMES = 500;
const MOST_SPELLINGS = 5;

/** Returns how spellings of one name in a column become one: units differ by case, as Mt and mt do; no other names. */
export function foldOf(member: string): (name: string) => string {
  return member === 'unit' ? (name) => name.trim() : foldName;
}

/** Returns the names in a column of a table, each once by what its member is, in their order. @throws DatasetRefused */
export async function listColumnNames(
  file: TableFile,
  { sheet }: Pick<Inspected, 'sheet'>,
  column: string,
  member = '',
): Promise<ColumnNames> {
  const fold = foldOf(member);
  const options = { delimiter: undefined, sheet: sheet ?? undefined, style: null, mapping: NO_MAPPING };
  const { columns, rows } = await openTable(file, options);
  const at = columns.indexOf(column);
  const found = new Map<string, { rows: number; readonly spellings: Set<string> }>();
  let isMore = false;
  for await (const batch of rows)
    for (const { cells } of batch) {
      const name = showCell(cells[at] ?? null);
      const known = found.get(fold(name));
      if (known !== undefined) {
        known.rows++;
        if (known.spellings.size < MOST_SPELLINGS) known.spellings.add(name);
      } else if (found.size < MOST_NAMES) found.set(fold(name), { rows: 1, spellings: new Set([name]) });
      else isMore = true;
    }
  const names = [...found.values()].map(({ rows, spellings: [name = '', ...others] }) => ({
    ...{ name, rows },
    spellings: others.length === 0 ? [] : [name, ...others],
  }));
  return { names, isMore };
}

/** As {@link listColumnNames}, from a file that a page was given. @throws DatasetRefused */
export async function listFileNames(
  file: File,
  inspected: Pick<Inspected, 'sheet'>,
  column: string,
  member: string,
): Promise<ColumnNames> {
  return listColumnNames(createTableFile(file.name, file), inspected, column, member);
}
