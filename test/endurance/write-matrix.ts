/** Writes a matrix: `node test/endurance/write-matrix.ts FILE SIZE`. */
import { type ColumnSource, parquetWriteFile } from 'hyparquet-writer';

/** Returns a value of the matrix; each has another one. */
export function valueAt(row: number, column: number): number {
  return (row * 10_007 + column + 1) / 3;
}

/** Writes a square matrix of doubles as an uncompressed Parquet file. */
function writeMatrix(filename: string, size: number): void {
  const indices = Array.from({ length: size }, (_, at) => at);
  const columnData: ColumnSource[] = [
    { name: 'row', data: indices.map((at) => `row ${at}`), type: 'STRING', nullable: false },
    ...indices.map((column): ColumnSource => ({
      ...{ name: `column ${column}`, type: 'DOUBLE', nullable: false, encoding: 'PLAIN' },
      data: Float64Array.from(indices, (row) => valueAt(row, column)),
    })),
  ];
  parquetWriteFile({ filename, columnData, codec: 'UNCOMPRESSED', statistics: false });
}

if (import.meta.main) writeMatrix(process.argv[2] ?? '', Number(process.argv[3]));
