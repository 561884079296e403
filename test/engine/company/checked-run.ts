import type { InputRecord } from '../../../engine/rows/input.ts';
import { METHODS, type RegisteredMethod } from '../../../engine/registry.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';

/** Returns the newest version of a method. */
export function newest(id: string): RegisteredMethod {
  const versions = METHODS.filter(({ name }) => name.startsWith(`${id}@`));
  const version = ({ name }: RegisteredMethod): number => Number(name.slice(id.length + 1));
  const [first] = versions.toSorted((a, b) => version(b) - version(a));
  if (first === undefined) throw new Error(`no method ${id}`);
  return first;
}

/** Runs the newest version of a method. */
export function runChecked(id: string, inputs: readonly InputRecord[], parameters: unknown): RunResult {
  return runMethod(newest(id).name, inputs, parameters);
}
