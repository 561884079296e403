import {
  type AsyncBuffer,
  type FileMetaData,
  type SchemaElement,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { refuseTable } from './cells/table-problem.ts';
import type { Cell, Table, TableRow } from './cells/table.ts';

/** Number of rows that are decoded at once. */
const BATCH = 10_000;

/**
 * Returns the table in a Parquet file. DECIMAL columns are read digit by digit, not as binary numbers; nested columns are
 * refused.
 * @throws DatasetRefused `table`
 */
export async function readParquetTable(path: string, file: AsyncBuffer): Promise<Table> {
  const metadata = await readMetadata(path, file);
  const [root, ...elements] = metadata.schema;
  const nested = elements.find((element) => element.type === undefined);
  if (root === undefined || nested !== undefined)
    throw refuseTable(path, 'table', `the column ${nested?.name ?? ''} is nested: flatten it`);
  const scales = new Map(elements.filter(isDecimal).map(({ name, scale = 0 }) => [name, scale]));
  const columns = elements.map(({ name }) => name);
  const plain = { ...metadata, schema: [root, ...elements.map(asStored)] };
  return { columns, header: null, rows: readRows({ path, file, metadata: plain, columns, scales }) };
}

async function readMetadata(path: string, file: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch (cause) {
    throw refuseTable(path, 'table', `not a Parquet file: ${cause instanceof Error ? cause.message : ''}`);
  }
}

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

/** Returns the column without its decimal type, so that the stored integer or bytes are read. */
function asStored(element: SchemaElement): SchemaElement {
  if (!isDecimal(element)) return element;
  const { converted_type: _converted, logical_type: _logical, ...stored } = element;
  return stored;
}

interface Reading {
  readonly path: string;
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly columns: readonly string[];
  readonly scales: ReadonlyMap<string, number>;
}

async function* readRows(reading: Reading): AsyncGenerator<TableRow[]> {
  const count = Number(reading.metadata.num_rows);
  for (let start = 0; start < count; start += BATCH) {
    const objects = await readObjects(reading, start, Math.min(start + BATCH, count));
    yield objects.map((object, index) => ({
      row: start + index + 2,
      cells: reading.columns.map((name) => readCell(object[name], reading.scales.get(name))),
    }));
  }
}

async function readObjects(
  { path, file, metadata }: Reading,
  rowStart: number,
  rowEnd: number,
): Promise<Record<string, unknown>[]> {
  try {
    return await parquetReadObjects({ file, metadata, rowStart, rowEnd, utf8: false });
  } catch (cause) {
    throw refuseTable(path, 'table', `cannot read the rows: ${cause instanceof Error ? cause.message : ''}`, {
      row: rowStart + 2,
    });
  }
}

function readCell(value: unknown, scale: number | undefined): Cell {
  if (value === undefined || value === null || value === '') return null;
  if (scale !== undefined) return writeDecimal(value, scale);
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (typeof value === 'object' && !(value instanceof Date)) return JSON.stringify(value);
  return value as Cell;
}

/** Returns the decimal text of an unscaled integer: a number, or big-endian bytes in two's complement. */
function writeDecimal(value: unknown, scale: number): string {
  const unscaled = value instanceof Uint8Array ? readInteger(value) : BigInt(value as bigint | number);
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, '0');
  const whole = digits.slice(0, digits.length - scale);
  return `${unscaled < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`;
}

function readInteger(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(8 * bytes.length, unsigned);
}
