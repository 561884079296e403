import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { SOLUTION_KEY } from '../../core/records/run.ts';

/** Returns the entry that names the solution of a run as a document (§10); none where it is not written as one. */
export function entriesOfSolution(solution: DocumentName | null): UnsaltedEntry[] {
  if (solution === null) return [];
  const { sha256, size, mediaType } = solution;
  const detail = { sha256, size, mediaType };
  return [{ key: SOLUTION_KEY, value: null, unit: '', from: 0, until: 0, detail }];
}
