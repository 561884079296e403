import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY, SOLUTION_KEY } from '../../core/records/run.ts';
import type { RunDetail, RunResult } from '../../engine/run.ts';
import { toDetail } from './detail.ts';

/** Returns the figures of a result and the entry `run` (§10), which describes how they were computed, without salts. */
export function entriesOfRun({ figures }: RunResult, run: RunDetail): UnsaltedEntry[] {
  const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
  return [...figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) })), document];
}

/** Returns the entry that names the solution of a run as a document (§10); none where it is not written as one. */
export function entriesOfSolution(solution: DocumentName | null): UnsaltedEntry[] {
  if (solution === null) return [];
  const { sha256, size, mediaType } = solution;
  const detail = { sha256, size, mediaType };
  return [{ key: SOLUTION_KEY, value: null, unit: '', from: 0, until: 0, detail }];
}
