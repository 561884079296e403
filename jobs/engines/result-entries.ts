import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import type { RunDetail, RunResult } from '../../engine/run.ts';
import { toDetail } from './detail.ts';

/** Returns the figures of a result and the entry `run` (§10), which describes how they were computed, without salts. */
export function entriesOfRun({ figures }: RunResult, run: RunDetail): UnsaltedEntry[] {
  const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
  return [...figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) })), document];
}
