import type { LeftOutRow, Mapping } from '../../tables/column-plan.ts';
import { type ShownRow, showRow } from '../../tables/inspect-table.ts';
import { openTable } from '../../tables/open-table.ts';
import { placeOf } from '../../tables/row-place.ts';
import { createTableFile } from '../../tables/table-file.ts';

/** How a table is opened to look at some of its rows. */
export interface RowsRequest {
  readonly sheet: string | undefined;
  readonly mapping: Mapping;
  readonly places: readonly LeftOutRow[];
}

/** More rows are looked at in a spreadsheet. */
const MOST_SHOWN = 20;

/** Returns the rows at some places of a table as texts, the first of many: what one row of the file became is several. @throws DatasetRefused */
export async function readRows(
  file: File,
  { sheet, mapping, places }: RowsRequest,
): Promise<readonly ShownRow[]> {
  const wanted = new Set(places.map(placeOf));
  const options = { delimiter: undefined, sheet, style: null, mapping };
  const { rows } = await openTable(createTableFile(file.name, file), options);
  const found: ShownRow[] = [];
  for await (const batch of rows) {
    found.push(...batch.filter((row) => wanted.has(placeOf(row))).map(showRow));
    if (found.length >= MOST_SHOWN) break;
  }
  return found.slice(0, MOST_SHOWN);
}
