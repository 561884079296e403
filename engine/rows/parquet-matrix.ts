import {
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  type RowGroup,
  type SchemaElement,
} from 'hyparquet/src/index.js';
import * as z from 'zod';
import type { DocumentReader } from './document-reader.ts';
import { type DenseMatrix, findLabelFault, MOST_VALUES } from './matrix.ts';

/** The column with the names of the rows: the first one. */
const ROW = 'row';
/** Columns that are written into the matrix at once: a row then gets values that lie beside each other. */
const BLOCK = 64;

/** One column in one row group, and where its bytes are in the file. */
interface Chunk {
  /** From 0; the names of the rows are column 0. */
  readonly column: number;
  readonly rowStart: number;
  readonly group: RowGroup;
  readonly start: number;
  readonly end: number;
}

/**
 * Returns the matrix in a Parquet file (docs/spec/matrices.md): a first column `row` of texts names the rows, and each further column has the
 * values of one column of the matrix, as DOUBLE or FLOAT. It holds little more than the matrix: the file is read part by part.
 * @throws EngineError `bad-document`
 */
export async function readParquetMatrix(reader: DocumentReader): Promise<DenseMatrix> {
  const metadata = await readMetadata(reader);
  const elements = metadata.schema.slice(1);
  const columns = checkColumns(reader, elements);
  const count = countRows(reader, metadata);
  if (count * columns.length > MOST_VALUES)
    throw reader.fault(
      `it has ${count} rows and ${columns.length} columns, expected at most ${MOST_VALUES} values`,
    );
  const rows: string[] = [];
  const values = new Float64Array(count * columns.length);
  const block = openBlock(values, columns.length);
  for (const chunk of listChunks(reader, metadata)) {
    const data = await readChunk(reader, metadata, elements[chunk.column]!, chunk);
    if (chunk.column === 0)
      for (const [at, label] of data.entries()) rows[chunk.rowStart + at] = readLabel(reader, label);
    else block.add(chunk.column - 1, chunk.rowStart, checkNumbers(reader, columns[chunk.column - 1]!, data));
  }
  block.write();
  await reader.finish();
  const fault = findLabelFault('row', rows);
  if (fault !== null) throw reader.fault(fault);
  return { form: 'dense', rows, columns, values };
}

const bigint = z.bigint().min(0n).max(0x1f_ffff_ffff_ffffn);

/** What is used of the metadata, which come from the file. */
const metadataSchema = z.looseObject({
  schema: z.array(z.looseObject({ name: z.string() })).min(1),
  row_groups: z.array(
    z.looseObject({
      num_rows: bigint,
      columns: z.array(
        z.looseObject({
          meta_data: z.looseObject({
            data_page_offset: bigint,
            dictionary_page_offset: bigint.optional(),
            total_compressed_size: bigint,
            path_in_schema: z.array(z.string()),
          }),
        }),
      ),
    }),
  ),
});

async function readMetadata(reader: DocumentReader): Promise<FileMetaData> {
  const slice = async (start: number, end = reader.size): Promise<ArrayBuffer> => {
    const bytes = await reader.peek(start < 0 ? reader.size + start : start, end);
    return bytes.slice().buffer;
  };
  try {
    const metadata = await parquetMetadataAsync({ byteLength: reader.size, slice }, { geoparquet: false });
    metadataSchema.parse(metadata);
    return metadata;
  } catch (cause) {
    if (cause instanceof z.ZodError)
      throw reader.fault('the metadata at its end are not those of a Parquet file');
    throw reader.fault(`not a Parquet file: ${describe(cause)}`);
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Returns the names of the columns of the matrix. */
function checkColumns(reader: DocumentReader, [first, ...others]: readonly SchemaElement[]): string[] {
  if (first?.name !== ROW || first.type !== 'BYTE_ARRAY')
    throw reader.fault(`expected a first column "${ROW}" of texts, got ${describeElement(first)}`);
  const wrong = others.find(({ type, converted_type, logical_type }) => {
    const isPlain = converted_type === undefined && logical_type === undefined;
    return !(isPlain && (type === 'DOUBLE' || type === 'FLOAT'));
  });
  if (wrong !== undefined)
    throw reader.fault(`expected columns of DOUBLE or FLOAT, got ${describeElement(wrong)}`);
  const names = others.map(({ name }) => name);
  const fault = findLabelFault('column', names);
  if (fault !== null) throw reader.fault(fault);
  return names;
}

function describeElement(element: SchemaElement | undefined): string {
  return element === undefined ? 'no column' : `"${element.name}" of ${element.type ?? 'several columns'}`;
}

function countRows(reader: DocumentReader, { row_groups: groups }: FileMetaData): number {
  const count = groups.reduce((sum, { num_rows: rows }) => sum + rows, 0n);
  if (count <= BigInt(MOST_VALUES)) return groups.reduce((sum, group) => sum + sizeOf(group.num_rows), 0);
  throw reader.fault(`it has ${count} rows`);
}

/** Returns a number of the metadata, which is a bigint. It is exact: the schema allows at most 2^53−1. */
function sizeOf(value: bigint): number {
  return +value.toString();
}

/** Returns the chunks of all columns in the order of the file. */
function listChunks(reader: DocumentReader, { row_groups: groups, schema }: FileMetaData): Chunk[] {
  let rowStart = 0;
  const chunks = groups.flatMap((group) => {
    if (group.columns.length !== schema.length - 1)
      throw reader.fault(`a row group has ${group.columns.length} columns, expected ${schema.length - 1}`);
    const found = group.columns.map(({ meta_data: meta }, column): Chunk => {
      if (meta === undefined) throw reader.fault('a column has no metadata');
      const {
        dictionary_page_offset: dictionary,
        data_page_offset: data,
        total_compressed_size: bytes,
      } = meta;
      // The dictionary, if there is one, lies before the data.
      const start = sizeOf(
        dictionary !== undefined && dictionary > 0n && dictionary < data ? dictionary : data,
      );
      return { column, rowStart, group, start, end: start + sizeOf(bytes) };
    });
    rowStart += sizeOf(group.num_rows);
    return found;
  });
  return chunks.sort((a, b) => a.start - b.start);
}

/** Returns the values of one column in one row group. */
async function readChunk(
  reader: DocumentReader,
  metadata: FileMetaData,
  element: SchemaElement,
  { column, group, start, end }: Chunk,
): Promise<ArrayLike<unknown> & { entries(): IterableIterator<[number, unknown]> }> {
  const bytes = await reader.take(start, end);
  const { buffer } =
    bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
  // Metadata of a file with this chunk alone, so that the time to read it does not grow with the number of columns.
  const only: FileMetaData = {
    ...metadata,
    num_rows: group.num_rows,
    schema: [{ ...metadata.schema[0]!, num_children: 1 }, element],
    row_groups: [{ ...group, columns: [group.columns[column]!] }],
  };
  const slice = (from: number, until = end): ArrayBuffer =>
    (buffer as ArrayBuffer).slice(from - start, until - start);
  const parts: ArrayLike<unknown>[] = [];
  try {
    await parquetRead({
      file: { byteLength: reader.size, slice },
      metadata: only,
      geoparquet: false,
      onChunk: ({ columnData }) => void parts.push(columnData),
    });
  } catch (cause) {
    throw reader.fault(`cannot read the column "${element.name}": ${describe(cause)}`);
  }
  const data =
    parts.length === 1
      ? parts[0]!
      : parts.flatMap((part) => [...(part as Iterable<unknown> & ArrayLike<unknown>)]);
  const rows = sizeOf(group.num_rows);
  if (data.length !== rows)
    throw reader.fault(`the column "${element.name}" has ${data.length} values, expected ${rows}`);
  return data as ReturnType<typeof readChunk> extends Promise<infer Out> ? Out : never;
}

function readLabel(reader: DocumentReader, label: unknown): string {
  if (typeof label === 'string') return label;
  throw reader.fault(`the column "${ROW}" has a value that is not a text`);
}

function checkNumbers(reader: DocumentReader, name: string, data: ArrayLike<unknown>): ArrayLike<number> {
  for (let at = 0; at < data.length; at++)
    if (!Number.isFinite(data[at]))
      throw reader.fault(`row ${at + 1} of the column "${name}" is ${String(data[at])}, expected a number`);
  return data as ArrayLike<number>;
}

/** Collects columns, and writes those that lie beside each other at once. */
function openBlock(
  values: Float64Array,
  width: number,
): { add(column: number, rowStart: number, data: ArrayLike<number>): void; write(): void } {
  let held: { readonly column: number; readonly rowStart: number; readonly data: ArrayLike<number> }[] = [];
  const write = (): void => {
    const [first] = held;
    if (first === undefined) return;
    for (let row = 0; row < first.data.length; row++) {
      const at = (first.rowStart + row) * width + first.column;
      for (let next = 0; next < held.length; next++) values[at + next] = held[next]!.data[row]!;
    }
    held = [];
  };
  return {
    add(column, rowStart, data) {
      const last = held.at(-1);
      const isBeside = last?.column === column - 1 && last.rowStart === rowStart;
      if (!isBeside || held.length === BLOCK) write();
      held.push({ column, rowStart, data });
    },
    write,
  };
}
