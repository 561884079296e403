import { foldName } from '../../engine/rows/spelling.ts';
import { NO_MAPPING, type SheetJoin } from '../../tables/column-plan.ts';
import { writeText } from '../../tables/entry-members.ts';
import { findMember } from '../../tables/layout/column-names.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile } from '../../tables/table-file.ts';
import { isOfHoldings } from './name-list.ts';

/** A column of a table whose names a sheet of the same workbook may explain. */
export interface JoinRequest {
  readonly sheet: string;
  readonly column: string;
  /** The member of the column; empty where it is none. */
  readonly member: string;
  /** The names in the column. */
  readonly names: readonly string[];
  /** The members that the rows can have. */
  readonly members: readonly string[];
}

/** What a sheet says about the names in a column, as far as the names of its columns show it. */
export interface ProposedJoin {
  readonly join: SheetJoin;
  /** All columns of the sheet. */
  readonly columns: readonly string[];
  /** The names in its column, each once; the first of a long list. */
  readonly names: readonly string[];
  /** The names that the sheet does not have. */
  readonly missing: readonly string[];
}

/** Among more names nobody looks for one. */
const MOST_NAMES = 5000;

/** Members of a row that a list of names does not state: they are different in each row. */
const OF_ROWS = ['key', 'value', 'plus', 'minus', 'days', 'from', 'until', 'last', 'period', 'detail'];

/** Returns how a sheet explains the names in a column: by its own column that has most of them. @throws DatasetRefused */
export async function proposeJoin(file: File, request: JoinRequest): Promise<ProposedJoin> {
  const { sheet, column, member, names, members } = request;
  const options = { delimiter: undefined, sheet, style: null, mapping: NO_MAPPING };
  const { columns, rows } = await openTable(createTableFile(file.name, file), options);
  const cells = columns.map(() => new Map<string, string>());
  for await (const batch of rows)
    for (const row of batch)
      for (const [at, cell] of row.cells.entries()) {
        const text = writeText(cell ?? '');
        if (text !== '') cells[at]?.set(foldName(text), text);
      }
  const missing = cells.map((own) => names.filter((name) => name !== '' && !own.has(foldName(name))));
  const fewest = Math.min(...missing.map(({ length }) => length));
  const at = missing.findIndex(({ length }) => length === fewest);
  const by = columns[at]!;
  const possible = new Set(members.filter((each) => !OF_ROWS.includes(each)));
  const stated = columns.flatMap((name) => {
    const found = name === by ? null : findMember(name, possible);
    return found === null || isOfHoldings(name, found) ? [] : [[name, found] as const];
  });
  const own = possible.has(member) ? [[by, member] as const] : [];
  const all = Object.fromEntries([...own, ...keepFirst(stated, member)]);
  return {
    ...{ join: { sheet, column, by, columns: all }, columns },
    ...{ names: [...cells[at]!.values()].slice(0, MOST_NAMES), missing: missing[at]! },
  };
}

/** Returns the first column of each member, but of one that another column is already. */
function keepFirst(
  stated: readonly (readonly [string, string])[],
  taken: string,
): readonly (readonly [string, string])[] {
  return stated.filter(
    ([, member], index) => member !== taken && stated.findIndex(([, one]) => one === member) === index,
  );
}
