import { EngineError, placeOf } from '../../errors/engine-error.ts';
import type { MethodContext } from '../../figures/method-context.ts';
import { fromFloat } from '../../quantities/float.ts';
import type { InputEntry } from '../../rows/input.ts';
import type { Matrix } from '../../rows/matrix.ts';
import { rowsOfType } from '../../rows/row-index.ts';
import { isStated, readEntry, readUnit, type Row, type RowOf } from '../../rows/row.ts';
import { takeDocument } from '../../rows/run-documents.ts';
import { isValid } from './validity.ts';

type MatrixRow = RowOf<'process-matrix'>;
type ExchangeRow = RowOf<'process-exchange'>;
type FlowRow = RowOf<'elementary-flow'>;

/** The cells of matrices as rows of the processes that they are about. */
export interface MatrixCells {
  readonly exchanges: readonly ExchangeRow[];
  readonly flows: readonly FlowRow[];
}

/** Significant digits that tell every double from its neighbours. */
const DIGITS = 17;

/**
 * Reads the matrices of the period. A cell of A is what a process makes of a product, or, negative, what it takes of it; a cell of B what it
 * emits of a flow. Values are the doubles in the documents, and certain.
 * @throws EngineError `missing-document`, `wrong-shape`, `straddled-period`; `bad-detail`, `bad-unit` for a label or unit that a row could not have
 */
export function readMatrices(context: MethodContext): MatrixCells {
  const entries = rowsOfType(context.rows, 'process-matrix').filter((entry) => isOfRun(entry, context));
  const of = (matrix: 'A' | 'B'): MatrixRow[] => entries.filter(({ detail }) => detail.matrix === matrix);
  return {
    exchanges: of('A').flatMap((entry) => readExchanges(entry, openMatrix(entry, context))),
    flows: of('B').flatMap((entry) => readFlows(entry, openMatrix(entry, context))),
  };
}

/** Whether a row is a cell of a document. Its key is that of the entry which names the document. */
export function isCell({ index }: Row): boolean {
  return index < 0;
}

/** Returns the entries whose documents have these cells, each once. */
export function documentsOf(rows: Iterable<Row>, { rows: all }: Pick<MethodContext, 'rows'>): readonly Row[] {
  const names = new Set<string>();
  for (const row of rows) if (isCell(row)) names.add(nameOf(row));
  return names.size === 0 ? [] : rowsOfType(all, 'process-matrix').filter((row) => names.has(nameOf(row)));
}

const nameOf = ({ record, key }: Row): string => `${record} ${key}`;

function isOfRun(entry: MatrixRow, { period }: MethodContext): boolean {
  if (isValid(entry, period)) return true;
  if (!isStated(entry) || entry.until <= period.from || entry.from >= period.until) return false;
  const text = `${entry.key} does not hold for the whole period of the run: state a period that contains it, or none`;
  throw new EngineError('straddled-period', text, entry.from, placeOf(entry, 'from'));
}

function openMatrix(entry: MatrixRow, { documents }: MethodContext): Matrix {
  const { matrix } = takeDocument(documents, entry);
  const { shape, units, flows } = entry.detail;
  const compare = (column: string, stated: number, found: number, what: string): void => {
    if (stated === found) return;
    const text = `${entry.key} states ${stated} ${what}, and its document has ${found}: expected the same number`;
    throw new EngineError('wrong-shape', text, stated, placeOf(entry, column));
  };
  compare('detail.shape', shape[0], matrix.rows.length, 'rows');
  compare('detail.shape', shape[1], matrix.columns.length, 'columns');
  compare('detail.units', units.length, matrix.rows.length, 'units of rows');
  if (entry.detail.matrix === 'B') compare('detail.flows', flows?.length ?? 0, matrix.rows.length, 'flows');
  for (const [at, unit] of units.entries()) readUnit(unit, entry, `detail.units.${at}`);
  return matrix;
}

function readExchanges(entry: MatrixRow, matrix: Matrix): ExchangeRow[] {
  const readLabel = (product: string, process: string, unit: string): ExchangeRow =>
    readLike(entry, unit, { row: 'process-exchange', process, product, direction: 'input' }) as ExchangeRow;
  const products = matrix.rows.map((label, at) => readLabel(label, 'any', entry.detail.units[at]!));
  const processes = matrix.columns.map((label) => readLabel('any', label, '1').detail.process);
  return readCells(matrix).map(([row, column, value]): ExchangeRow => {
    const { detail, ...like } = products[row]!;
    const direction = value > 0 ? 'output' : 'input';
    return {
      ...{ ...like, ...amountOf(value < 0 ? -value : value) },
      detail: { ...detail, process: processes[column]!, direction },
    };
  });
}

function readFlows(entry: MatrixRow, matrix: Matrix): FlowRow[] {
  const { units, flows } = entry.detail;
  const readLabel = (about: object, process: string, unit: string): FlowRow =>
    readLike(entry, unit, { row: 'elementary-flow', process, ...about }) as FlowRow;
  const kinds = matrix.rows.map((_label, at) => readLabel(flows![at]!, 'any', units[at]!));
  const processes = matrix.columns.map(
    (label) => readLabel({ flow: 'any', compartment: 'air' }, label, '1').detail.process,
  );
  return readCells(matrix).map(([row, column, value]): FlowRow => {
    const { detail, ...like } = kinds[row]!;
    return { ...{ ...like, ...amountOf(value) }, detail: { ...detail, process: processes[column]! } };
  });
}

/** Returns the row that a label would be in: its names and unit are checked and read as those of rows. */
function readLike({ record, key, from, until }: MatrixRow, unit: string, detail: InputEntry['detail']): Row {
  return readEntry(record, { key, value: '1', unit, from, until, detail });
}

function amountOf(value: number): Pick<Row, 'value' | 'amount'> {
  return { value: `${value}`, amount: fromFloat(value, DIGITS) };
}

/** Returns the cells that are not zero, in the order of the document. */
function readCells(matrix: Matrix): (readonly [row: number, column: number, value: number])[] {
  const { values } = matrix;
  const width = matrix.columns.length;
  const cells: [number, number, number][] = [];
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue;
    const column = matrix.form === 'dense' ? at % width : matrix.columnAt[at]!;
    const row = matrix.form === 'dense' ? (at - column) / width : matrix.rowAt[at]!;
    cells.push([row, column, values[at]!]);
  }
  return cells;
}
