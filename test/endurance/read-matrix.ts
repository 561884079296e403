/**
 * Reads the matrix that write-matrix.ts has written: `node test/endurance/read-matrix.ts FILE`. Prints its size, how many of its values are
 * wrong, and the most memory that this process has held, in bytes.
 */
import { openAsBlob } from 'node:fs';
import { readMatrix } from '../../tables/matrix-file.ts';
import { valueAt } from './write-matrix.ts';

const path = process.argv[2] ?? '';
const file = {
  name: path,
  async *stream(): AsyncGenerator<Uint8Array> {
    yield* (await openAsBlob(path)).stream();
  },
  openBlob: () => openAsBlob(path),
};
const { rows, columns, values } = await readMatrix(file);
const width = columns.length;
let wrong = 0;
for (let at = 0; at < values.length; at++)
  if (values[at] !== valueAt(Math.floor(at / width), at % width)) wrong++;
const memory = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({ rows: rows.length, columns: width, wrong, memory }));
