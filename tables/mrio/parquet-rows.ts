import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetRead } from 'hyparquet';
import { checkSize } from './collect-rows.ts';
import { faultIn, labelOf } from './fault.ts';
import type { SourceFile } from './source-file.ts';
import type { CollectedRows, MatrixRow, RowTable } from './text-rows.ts';

/** Columns that are decoded at once. */
const BLOCK = 32;

/** A data frame of pandas in a Parquet file. */
export interface ParquetFrame extends RowTable {
  /** The same as rows of texts, with a first row of names: for small frames, such as units. */
  readonly cells: readonly { readonly cells: readonly string[]; readonly row: number }[];
}

/**
 * Reads a data frame that pandas wrote. Its index columns are the last ones or have names that its metadata list; a column with several
 * names has them as a tuple of Python: `('AT', 'Wheat')`. `indexColumns` is null where all columns are texts.
 * @throws DatasetRefused `header`, `shape`, `not-a-number`, `truncated`
 */
export async function openParquetRows(
  file: SourceFile,
  bytes: AsyncIterable<Uint8Array>,
  indexColumns: number | null,
): Promise<ParquetFrame> {
  const buffer = await openBuffer(file, bytes);
  const metadata = await readMetadata(file.path, buffer);
  const index = listIndexColumns(metadata);
  const all = metadata.schema.slice(1).map(({ name }) => name);
  const data = all.filter((name) => !index.includes(name));
  if (indexColumns !== null && index.length !== indexColumns)
    throw faultIn(file.path, 'header', `expected ${indexColumns} index columns, got ${index.length}`);
  const labels = transpose(await readTexts(file.path, buffer, metadata, index));
  if (indexColumns === null) {
    const texts = transpose(await readTexts(file.path, buffer, metadata, data));
    const rows = labels.map((names, at) => ({ cells: [...names, ...(texts[at] ?? [])], row: at + 2 }));
    const whole = { labels, values: new Float64Array(), lines: [] };
    return { ...frameOf(file.path, data, whole), cells: [{ cells: [...index, ...data], row: 1 }, ...rows] };
  }
  const columns = data.map(readTuple);
  const values = await readNumbers({
    path: file.path,
    buffer,
    metadata,
    data,
    columns,
    height: labels.length,
  });
  const lines = labels.map((_, at) => at + 1);
  return { ...frameOf(file.path, data, { labels, values, lines }), cells: [] };
}

function frameOf(file: string, data: readonly string[], whole: CollectedRows): RowTable {
  return { file, corner: [], columns: data.map(readTuple), rows: listRows(whole, data.length), whole };
}

// oxlint-disable-next-line typescript/require-await -- rows come from files, and here from memory
async function* listRows({ labels, values, lines }: CollectedRows, width: number): AsyncGenerator<MatrixRow> {
  for (const [at, row] of lines.entries())
    yield { labels: labels[at]!, values: values.subarray(at * width, (at + 1) * width), row };
}

/** Reads the bytes once, so that they are hashed; keeps them only if parts cannot be read again. */
async function openBuffer(file: SourceFile, bytes: AsyncIterable<Uint8Array>): Promise<AsyncBuffer> {
  const { size, slice } = file;
  const kept: Uint8Array[] = [];
  for await (const chunk of bytes) if (slice === undefined) kept.push(chunk);
  if (slice !== undefined) return { byteLength: size, slice: (start, end = size) => slice(start, end) };
  const whole = Buffer.concat(kept);
  return {
    byteLength: whole.length,
    slice: (start, end) => new Uint8Array(whole.subarray(start, end)).buffer,
  };
}

async function readMetadata(path: string, buffer: AsyncBuffer): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(buffer, { geoparquet: false });
  } catch (cause) {
    throw faultIn(path, 'truncated', `not a whole Parquet file: ${describe(cause)}`);
  }
}

function describe(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** The index columns are in the metadata that pandas writes. */
function listIndexColumns({ key_value_metadata: pairs = [] }: FileMetaData): string[] {
  const text = pairs.find(({ key }) => key === 'pandas')?.value;
  if (text === undefined) return [];
  const { index_columns: names } = JSON.parse(text) as { index_columns?: unknown };
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** Returns the texts of a tuple of Python; one text where it is not a tuple. */
export function readTuple(name: string): string[] {
  if (!/^\(.*\)$/s.test(name)) return [name];
  const parts = [...name.matchAll(/'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/gs)];
  if (parts.length === 0) return [name];
  return parts.map(([, single, double]) => (single ?? double ?? '').replaceAll(/\\(.)/gs, '$1'));
}

async function readColumns(
  path: string,
  file: AsyncBuffer,
  metadata: FileMetaData,
  columns: readonly string[],
): Promise<Map<string, unknown[]>> {
  const found = new Map<string, unknown[]>(columns.map((name) => [name, []]));
  if (columns.length === 0) return found;
  try {
    await parquetRead({
      file,
      metadata,
      columns: [...columns],
      geoparquet: false,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = found.get(columnName)!;
        for (let at = 0; at < columnData.length; at++) column[rowStart + at] = columnData[at];
      },
    });
  } catch (cause) {
    throw faultIn(path, 'truncated', `a column cannot be read: ${describe(cause)}`, { column: columns[0]! });
  }
  return found;
}

async function readTexts(
  path: string,
  file: AsyncBuffer,
  metadata: FileMetaData,
  names: readonly string[],
): Promise<string[][]> {
  const columns = await readColumns(path, file, metadata, names);
  return names.map((name) =>
    columns.get(name)!.map((value) => (typeof value === 'string' ? value : String(value))),
  );
}

function transpose(columns: readonly (readonly string[])[]): string[][] {
  return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row]!));
}

interface Numbers {
  readonly path: string;
  readonly buffer: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly data: readonly string[];
  readonly columns: readonly (readonly string[])[];
  readonly height: number;
}

async function readNumbers({
  path,
  buffer,
  metadata,
  data,
  columns,
  height,
}: Numbers): Promise<Float64Array> {
  const width = data.length;
  checkSize(path, height, width);
  const values = new Float64Array(height * width);
  for (let first = 0; first < width; first += BLOCK) {
    const names = data.slice(first, first + BLOCK);
    const block = await readColumns(path, buffer, metadata, names);
    for (const [next, name] of names.entries()) {
      const column = block.get(name)!;
      for (let row = 0; row < height; row++) {
        const value = typeof column[row] === 'bigint' ? Number(column[row]) : column[row];
        if (typeof value !== 'number' || !Number.isFinite(value))
          throw faultIn(path, 'not-a-number', `expected a number, got ${String(value)}`, {
            row: row + 1,
            column: labelOf(columns[first + next]!),
          });
        values[row * width + first + next] = value;
      }
    }
  }
  return values;
}
