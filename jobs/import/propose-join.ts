import { foldName } from '../../engine/rows/spelling.ts';
import { NO_MAPPING, type SheetJoin } from '../../tables/column-plan.ts';
import { refuseTable } from '../../tables/cells/table-problem.ts';
import { writeText } from '../../tables/entry-members.ts';
import { describeJoin } from '../../tables/propose-joins.ts';
import { openTable } from '../../tables/open-table.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** A column of a table whose names a sheet of the same workbook may explain. */
export interface JoinRequest {
  readonly sheet: string;
  readonly column: string;
  /** The column of the sheet that has the names; null where it is looked for. */
  readonly by: string | null;
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

/**
 * Returns how a sheet explains the names in a column: by its own column that has most of them.
 * @throws DatasetRefused, also `columns` where the sheet has no such column
 */
export async function proposeJoin(file: File, request: JoinRequest): Promise<ProposedJoin> {
  const { sheet, column, names, members } = request;
  const options = { delimiter: undefined, sheet, style: null, mapping: NO_MAPPING };
  const { columns, rows: batches } = await openTable(createTableFile(file.name, file), options);
  const rows = (await Array.fromAsync(batches)).flat();
  const namesIn = (at: number): Map<string, string> => {
    const texts = rows.map(({ cells }) => writeText(cells[at] ?? '')).filter((text) => text !== '');
    return new Map(texts.map((text) => [foldName(text), text]));
  };
  const missingIn = (own: ReadonlyMap<string, string>): readonly string[] =>
    names.filter((name) => name !== '' && !own.has(foldName(name)));
  const [best] = columns
    .map((by, at) => ({ by, own: namesIn(at) }))
    .filter(({ by }) => request.by === null || by === request.by)
    .map((each) => ({ ...each, missing: missingIn(each.own) }))
    .sort((one, other) => one.missing.length - other.missing.length);
  if (best === undefined) {
    const message = `no such column in the sheet ${sheet}; it has ${columns.join(', ')}`;
    throw refuseTable(file.name, 'columns', message, { row: 1, column: request.by });
  }
  const { by, own, missing } = best;
  const place = { sheet, column, by };
  const join = describeJoin(place, { columns, rows }, new Set(members)) ?? { ...place, columns: {} };
  return { join, columns, names: [...own.values()].slice(0, MOST_NAMES), missing };
}
