import { EngineError, placeOf } from '../errors/engine-error.ts';
import type { MethodContext } from '../figures/figure.ts';
import { rowsOfType } from '../rows/row-index.ts';
import { CELL_ROWS, type CellType } from '../rows/types/mrio.ts';
import { readDocumentTable } from './read-documents.ts';
import { readRowTable } from './read-rows.ts';
import type { Table } from './table.ts';

/**
 * Returns the table of a run, of rows or of documents: null where it has none.
 * @throws EngineError as `readRowTable` and `readDocumentTable`; `repeated-cell` where both state a table
 */
export function readTable(context: MethodContext): Table | null {
  const ofDocuments = readDocumentTable(context);
  if (ofDocuments === null) return readRowTable(context);
  const [row] = CELL_ROWS.flatMap(({ type }) => rowsOfType(context.rows, type as CellType).slice(0, 1));
  if (row === undefined) return ofDocuments;
  const text = `${row.key} states a cell, and ${ofDocuments.sources.documents[0]!.key} a whole matrix: a table is of rows, or of documents`;
  throw new EngineError('repeated-cell', text, row.key, placeOf(row, 'key'));
}
