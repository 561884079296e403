import { readFileSync } from 'node:fs';
import type { TestEntry } from '../engine/dataset.ts';

/** A published case: inputs and outputs as printed. */
export interface GoldenCase<Value = string> {
  readonly id: string;
  readonly topic: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly expected: Readonly<Record<string, Value>>;
  readonly tolerance: string;
  readonly source: string;
}

export type Values = Readonly<Record<string, string>>;

/** A run of a case: its rows, and the key and unit of the figure for each published number. */
export interface Run {
  readonly method: string;
  readonly rows: readonly TestEntry[];
  readonly parameters?: object;
  readonly figures: Readonly<Record<string, readonly [key: string, unit: string]>>;
}

const { cases } = JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')) as {
  cases: GoldenCase<never>[];
};

/** Returns the ids of all cases. */
export function listCases(): string[] {
  return cases.map(({ id }) => id);
}

/** Returns a case by its id. */
export function readCase<Value = string>(id: string): GoldenCase<Value> {
  const found = cases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** Returns the title of the test of a case: id, topic and source. */
export function titleOf({ id, topic, source }: GoldenCase<unknown>): string {
  return `${id}: ${topic} (${source})`;
}
