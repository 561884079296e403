import { checkRows, refuseRows, type CheckContext } from '../../../engine/rows/checks/check-rows.ts';
import type { InputRecord } from '../../../engine/rows/input.ts';
import { reconcile, type Reconciliation } from '../../../engine/rows/reconcile.ts';
import { indexRows } from '../../../engine/rows/row-index.ts';
import { readRows, type Period } from '../../../engine/rows/row.ts';
import { METHODS, type RegisteredMethod } from '../../../engine/methods/registry.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';

/** Returns the newest version of a method. */
export function newest(id: string): RegisteredMethod {
  const versions = METHODS.filter(({ name }) => name.startsWith(`${id}@`));
  const version = ({ name }: RegisteredMethod): number => Number(name.slice(id.length + 1));
  const [first] = versions.toSorted((a, b) => version(b) - version(a));
  if (first === undefined) throw new Error(`no method ${id}`);
  return first;
}

/** A result, and what became of each row. */
export type CheckedRun = RunResult & { readonly reconciliation: Reconciliation };

interface Asked extends Readonly<Record<string, unknown>> {
  readonly period: Period;
  readonly gwpSet?: string;
  readonly consolidation?: unknown;
}

/** Runs the newest version of a method with the checks of rows and the reconciliation. */
export function runChecked(id: string, inputs: readonly InputRecord[], parameters: Asked): CheckedRun {
  const { name, reads } = newest(id);
  const { period, gwpSet, consolidation } = parameters;
  const context: Omit<CheckContext, 'isUsed'> = {
    inputs,
    reads,
    period,
    ...(gwpSet === undefined ? {} : { gwpSet }),
    consolidation,
  };
  const rows = readRows(inputs);
  const index = indexRows(rows);
  refuseRows(index, context);
  const result: RunResult & Partial<CheckedRun> = runMethod(name, inputs, parameters);
  if (result.reconciliation !== undefined) return { ...result, reconciliation: result.reconciliation };
  const used = new Set(result.used.flatMap(({ record, keys }) => keys.map((key) => `${record}/${key}`)));
  const run = {
    ...context,
    isUsed: ({ record, key }: { record: string; key: string }) => used.has(`${record}/${key}`),
  };
  const warnings = [...result.warnings, ...checkRows(index, run)];
  return { ...result, warnings, reconciliation: reconcile(rows, run) };
}
