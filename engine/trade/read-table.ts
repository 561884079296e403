import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { MethodContext } from '../figures/method-context.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { CELL_ROWS, type CellType } from '../rows/types/mrio.ts';
import { listDocuments, readDocumentTable } from './read-documents.ts';
import { readRowTable } from './read-rows.ts';
import type { Table } from './table.ts';

/**
 * Returns the table of a run, of rows or of documents: null where it has none. Rows can state the emissions beside documents of Z and Y.
 * @throws EngineError as `readRowTable` and `readDocumentTable`; `repeated-cell` where both state a table
 */
export function readTable(context: MethodContext): Table | null {
  const [document] = listDocuments(context);
  if (document === undefined) return readRowTable(context);
  const flows = CELL_ROWS.filter(({ matrix }) => matrix === 'Z' || matrix === 'Y');
  const [row] = flows.flatMap(({ type }) => rowsOfType(context.rows, type as CellType).slice(0, 1));
  if (row === undefined) return readDocumentTable(context);
  const text = `${row.key} states a cell, and ${document.key} a whole matrix: flows are of rows, or of documents`;
  throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
}
