import type { InputEntry, InputRecord } from '../../engine/rows/input.ts';
import { reconcile, type Reconciliation } from '../../engine/rows/reconcile.ts';
import { compareTexts, type Period } from '../../engine/rows/row.ts';
import type { RunResult } from '../../engine/run.ts';

/** A run whose engine does not say what became of its rows. */
export interface FinishedRun {
  readonly inputs: readonly InputRecord[];
  /** The row types that the method reads. */
  readonly reads: readonly string[];
  /** Those that the run accepted. */
  readonly parameters: unknown;
  readonly used: RunResult['used'];
}

/** Returns what became of each entry of the inputs of a run, from the rows that it used. */
export function reconcileRun({ inputs, reads, parameters, used }: FinishedRun): Reconciliation {
  const { period, gwpSet } = parameters as { readonly period: Period; readonly gwpSet?: string };
  const keysOf = new Map(used.map(({ record, keys }) => [record, new Set(keys)]));
  const rows = inputs
    .toSorted((a, b) => compareTexts(a.record, b.record))
    .flatMap(({ record, entries }) => entries.toSorted(byKey).map((entry) => toRow(record, entry)));
  return reconcile(rows, {
    isUsed: ({ record, key }) => keysOf.get(record)?.has(key) === true,
    reads,
    period,
    ...(gwpSet === undefined ? {} : { gwpSet }),
  });
}

function byKey(a: InputEntry, b: InputEntry): number {
  return compareTexts(a.key, b.key);
}

function toRow(
  record: string,
  { key, from, until, detail }: InputEntry,
): Period & {
  readonly record: string;
  readonly key: string;
  readonly detail: object;
} {
  return { record, key, from, until, detail: detail ?? {} };
}
