import { extname } from 'node:path';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { SolvedRun } from '../../engine/run.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { MATRIX_TYPE, writeMatrix } from '../../tables/write-matrix.ts';
import { checkNewFile, streamBytes, writeNewFile } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Checks the name of the file of a solution, before the run. @throws UsageError `option`, `file-exists` */
export function checkSolutionFile(terminal: Terminal, file: string): void {
  if (extname(file).toLowerCase() !== '.mtx')
    throw new UsageError('option', `--solution writes a matrix whose name ends in .mtx, got ${file}`);
  checkNewFile(terminal, file);
}

/**
 * Writes the solution of the equations of a run to a new file (docs/spec/matrices.md), which exists only when it is complete; returns how
 * the entry of a result names it.
 * @throws UsageError `option` if the method solves no equations; `file-exists`, `file-unwritable`
 */
export async function writeSolution(
  terminal: Terminal,
  file: string,
  { method, solution }: { readonly method: string; readonly solution: SolvedRun | null },
): Promise<DocumentName> {
  if (solution === null)
    throw new UsageError('option', `${method} solves no equations: leave out --solution`);
  await writeNewFile(terminal, file, writeMatrix(file, solution.matrix));
  return { ...(await hashBytes(streamBytes(terminal, file))), mediaType: MATRIX_TYPE };
}
