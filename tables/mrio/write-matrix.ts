import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { endianness } from 'node:os';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import type { DenseMatrix } from '../../engine/rows/matrix.ts';

/** Columns that are taken out of the rows at once. */
const BLOCK = 64;
/** Bytes that are written to the file at once. */
const PIECE = 1 << 20;

/** Size and SHA-256 (64 hex digits) of a file. */
export interface WrittenFile {
  readonly size: number;
  readonly sha256: string;
}

/**
 * Writes a matrix as a new Parquet file (docs/spec/matrices.md): one row group, plain doubles without compression, no time and no name of a
 * machine. So a matrix gives the same bytes everywhere. It takes a few MiB besides the matrix.
 */
export function writeMatrixFile(
  path: string,
  { rows, columns, values }: Omit<DenseMatrix, 'form'>,
): WrittenFile {
  const file = openSync(path, 'wx', 0o644);
  try {
    const hash = createHash('sha256');
    const writer = new FileWriter((bytes) => {
      hash.update(bytes);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
    });
    const parquet = new ParquetWriter({
      writer,
      schema: [
        { name: 'root', num_children: columns.length + 1 },
        { name: 'row', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        ...columns.map((name) => ({ name, type: 'DOUBLE', repetition_type: 'REQUIRED' }) as const),
      ],
      codec: 'UNCOMPRESSED',
      createdBy: 'carbon-ledger',
    });
    const takeColumn = columnTaker(values, rows.length, columns.length);
    const chunks = [
      writeChunk(writer, { name: 'row', type: 'BYTE_ARRAY', count: rows.length, bytes: packTexts(rows) }),
      ...columns.map((name, at) =>
        writeChunk(writer, { name, type: 'DOUBLE', count: rows.length, bytes: bytesOf(takeColumn(at)) }),
      ),
    ];
    const size = chunks.reduce((sum, { meta_data: meta }) => sum + meta!.total_compressed_size, 0n);
    const num_rows = BigInt(rows.length);
    parquet.row_groups.push({
      columns: chunks,
      total_byte_size: size,
      num_rows,
      total_compressed_size: size,
    });
    parquet.num_rows = num_rows;
    void parquet.finish();
    fsyncSync(file);
    return { size: writer.offset, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** What the metadata at the end of the file say about one column. */
type ColumnChunk = ParquetWriter['row_groups'][number]['columns'][number];

/** Values of one column, as PLAIN encodes them. */
interface PlainColumn {
  readonly name: string;
  readonly type: 'BYTE_ARRAY' | 'DOUBLE';
  readonly count: number;
  readonly bytes: Uint8Array;
}

/** Writes a column as one page. The library's own function looks at each value several times. */
function writeChunk(writer: ByteWriter, { name, type, count, bytes }: PlainColumn): ColumnChunk {
  const start = writer.offset;
  writePageHeader(writer, {
    ...{ type: 'DATA_PAGE_V2', uncompressed_page_size: bytes.length, compressed_page_size: bytes.length },
    data_page_header_v2: {
      ...{ num_values: count, num_nulls: 0, num_rows: count, encoding: 'PLAIN', is_compressed: false },
      ...{ definition_levels_byte_length: 0, repetition_levels_byte_length: 0 },
    },
  });
  writer.appendBytes(bytes);
  const size = BigInt(writer.offset - start);
  return {
    file_offset: BigInt(start),
    meta_data: {
      ...{
        type,
        encodings: ['PLAIN'],
        path_in_schema: [name],
        codec: 'UNCOMPRESSED',
        num_values: BigInt(count),
      },
      ...{ total_compressed_size: size, total_uncompressed_size: size, data_page_offset: BigInt(start) },
    },
  };
}

/** Returns texts, each after its length in bytes. */
function packTexts(texts: readonly string[]): Uint8Array {
  return Buffer.concat(
    texts.flatMap((text) => {
      const bytes = Buffer.from(text, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

/** Returns doubles as Parquet has them: the least significant byte first. */
function bytesOf(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return endianness() === 'LE' ? bytes : Buffer.from(bytes).swap64();
}

/** Gives its bytes away before it holds more than a piece. It grows to that: most matrices are small. */
class FileWriter extends ByteWriter {
  readonly #write: (bytes: Uint8Array) => void;

  constructor(write: (bytes: Uint8Array) => void) {
    super(PIECE >> 4);
    this.#write = write;
  }

  override ensure(size: number): void {
    if (this.index > PIECE) this.#empty();
    super.ensure(size);
  }

  override finish(): void {
    this.#empty();
  }

  #empty(): void {
    this.#write(new Uint8Array(this.buffer, 0, this.index));
    this.index = 0;
  }
}

/** Returns what gives the columns of a matrix that lies row by row, in ascending order. */
function columnTaker(values: Float64Array, height: number, width: number): (column: number) => Float64Array {
  const block = new Float64Array(height * Math.min(BLOCK, width));
  let first = -1;
  return (column) => {
    if (first === -1 || column < first || column >= first + BLOCK) {
      first = column - (column % BLOCK);
      const count = Math.min(BLOCK, width - first);
      for (let row = 0; row < height; row++) {
        const start = row * width + first;
        for (let next = 0; next < count; next++) block[next * height + row] = values[start + next]!;
      }
    }
    const start = (column - first) * height;
    return block.subarray(start, start + height);
  };
}
