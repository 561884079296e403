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
  inspected: Pick<Inspected, 'sheet'>,
  column: string,
  member = '',
): Promise<ColumnNames> {
  return (await listNamesOfColumns(file, inspected, [column], foldOf(member))).get(column)!;
}

/** As `listColumnNames`, of several columns in one reading. @throws DatasetRefused */
export async function listNamesOfColumns(
  file: TableFile,
  { sheet }: Pick<Inspected, 'sheet'>,
  names: readonly string[],
  fold = foldOf(''),
): Promise<ReadonlyMap<string, ColumnNames>> {
  const options = { delimiter: undefined, sheet: sheet ?? undefined, style: null, mapping: NO_MAPPING };
  const { columns, rows } = await openTable(file, options);
  const found = names.map((column) => ({ column, at: columns.indexOf(column), names: new FoundNames(fold) }));
  for await (const batch of rows)
    for (const { cells } of batch) for (const each of found) each.names.add(showCell(cells[each.at] ?? null));
  return new Map(found.map((each) => [each.column, each.names.list()]));
}

/** The names that were found in a column so far. */
class FoundNames {
  readonly #fold: (name: string) => string;
  readonly #found = new Map<string, { rows: number; readonly spellings: Set<string> }>();
  #isMore = false;

  constructor(fold: (name: string) => string) {
    this.#fold = fold;
  }

  add(name: string): void {
    const key = this.#fold(name);
    const known = this.#found.get(key);
    if (known !== undefined) {
      known.rows++;
      if (known.spellings.size < MOST_SPELLINGS) known.spellings.add(name);
    } else if (this.#found.size < MOST_NAMES) this.#found.set(key, { rows: 1, spellings: new Set([name]) });
    else this.#isMore = true;
  }

  list(): ColumnNames {
    const names = [...this.#found.values()].map(({ rows, spellings: [name = '', ...others] }) => ({
      ...{ name, rows },
      spellings: others.length === 0 ? [] : [name, ...others],
    }));
    return { names, isMore: this.#isMore };
  }
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
