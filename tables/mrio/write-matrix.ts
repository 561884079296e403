import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { DenseMatrix } from '../../engine/rows/matrix.ts';

/** Columns that are taken out of the rows at once. */
const BLOCK = 64;
/** Bytes that are written to the file at once. */
const PIECE = 1 << 20;
/** A page has one column: no matrix has more than 2^22 rows, of 8 bytes each. */
const PAGE = 1 << 26;

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
      statistics: false,
      createdBy: 'carbon-ledger',
    });
    const takeColumn = columnTaker(values, rows.length, columns.length);
    void parquet.write({
      columnData: [
        { name: 'row', data: [...rows], encoding: 'PLAIN' },
        // The writer asks for each column once, when its turn comes.
        ...columns.map((name, at) => ({
          name,
          encoding: 'PLAIN' as const,
          get data() {
            return takeColumn(at);
          },
        })),
      ],
      rowGroupSize: rows.length,
      pageSize: PAGE,
    });
    void parquet.finish();
    fsyncSync(file);
    return { size: writer.offset, sha256: hash.digest('hex') };
  } finally {
    closeSync(file);
  }
}

/** Gives its bytes away before it holds more than a piece. */
class FileWriter extends ByteWriter {
  readonly #write: (bytes: Uint8Array) => void;

  constructor(write: (bytes: Uint8Array) => void) {
    super(2 * PIECE);
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
