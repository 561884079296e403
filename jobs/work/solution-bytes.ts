import { MATRIX_TYPE, writeMatrix } from '../../tables/write-matrix.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { SolvedRun } from '../../engine/run.ts';
import { hashHeld } from '../../tables/hash-bytes.ts';

/** What a pool gives where a run has no equations. */
const NONE = 'none\n';

/** Writes the solution of the equations of a run as the document that `--solution` writes (docs/spec/matrices.md), the same bytes everywhere. */
export function encodeSolution(solution: SolvedRun | null): Uint8Array {
  const pieces = solution === null ? [NONE] : [...writeMatrix('solution', solution.matrix)];
  return new TextEncoder().encode(pieces.join(''));
}

/** Tells whether bytes say that a run has no equations. */
export function isNoSolution(bytes: Uint8Array): boolean {
  return bytes.length === NONE.length && new TextDecoder().decode(bytes) === NONE;
}

/** Names the document with a solution, so that an engine reads it. */
export async function nameSolution(bytes: Uint8Array): Promise<DocumentName> {
  return { sha256: await hashHeld(bytes), size: bytes.length, mediaType: MATRIX_TYPE };
}
