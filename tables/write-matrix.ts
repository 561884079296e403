import type { DenseMatrix } from '../engine/rows/matrix.ts';
import { refuseTable } from './cells/table-problem.ts';

/** The media type of what `writeMatrix` writes. */
export const MATRIX_TYPE = 'application/x-matrix-market';

/** Lines in one piece of text. */
const PIECE = 4_096;
/** What a line with a name cannot hold: a name that begins or ends with a space, or has a line end or another control character. */
const UNWRITABLE = /^\s|\s$|[\u0000-\u001f\u007f\u2028\u2029]/;

/**
 * Yields a matrix as a Matrix Market file (docs/spec/matrices.md), in pieces. Each double is the shortest decimal that reads as the same
 * bits, so the same matrix gives the same bytes on every machine.
 * @throws DatasetRefused `table` if a name of a row or column cannot be written; `file` is what errors call the file
 */
export function* writeMatrix(file: string, { rows, columns, values }: DenseMatrix): Generator<string> {
  yield '%%MatrixMarket matrix array real general\n';
  yield* joinPieces(nameLines(file, 'row', rows));
  yield* joinPieces(nameLines(file, 'column', columns));
  yield `${rows.length} ${columns.length}\n`;
  yield* joinPieces(valueLines(values, rows.length, columns.length));
}

function* nameLines(file: string, what: 'row' | 'column', names: readonly string[]): Generator<string> {
  for (const name of names) {
    if (UNWRITABLE.test(name))
      throw refuseTable(
        file,
        'table',
        `the ${what} ${JSON.stringify(name)} cannot be written: its name begins or ends with a space, or has a line end or another control character`,
      );
    yield `%${what} ${name}\n`;
  }
}

/** Column by column, as the format has them. */
function* valueLines(values: Float64Array, height: number, width: number): Generator<string> {
  for (let column = 0; column < width; column++)
    for (let row = 0; row < height; row++) {
      const value = values[row * width + column]!;
      yield `${Object.is(value, -0) ? '-0' : value}\n`;
    }
}

function* joinPieces(lines: Iterable<string>): Generator<string> {
  let piece: string[] = [];
  for (const line of lines)
    if (piece.push(line) === PIECE) {
      yield piece.join('');
      piece = [];
    }
  yield piece.join('');
}
