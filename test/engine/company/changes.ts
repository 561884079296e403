import { EngineError } from '../../../engine/errors/engine-error.ts';
import type { InputRecord, InputStream } from '../../../engine/rows/input.ts';
import { dataset, type TestEntry } from '../dataset.ts';
import type { RunResult } from '../../../engine/run.ts';
import { runChecked } from './checked-run.ts';
import { DIGITS, makeCompany, PARAMETERS, recordsOf, type Company } from './company.ts';

/** Changes of the rows of some records of the company. */
export type Change = Partial<Record<keyof Company, (rows: TestEntry[]) => TestEntry[]>>;

/** Runs the inventory of the company with changes to the rows of its records. */
export function runWith(
  change: Change,
  parameters: object = {},
  more: readonly InputRecord[] = [],
): RunResult {
  const company = makeCompany();
  for (const [name, edit] of Object.entries(change) as [keyof Company, (rows: TestEntry[]) => TestEntry[]][])
    company[name].splice(0, company[name].length, ...edit(company[name]));
  return runChecked('inventory', [...recordsOf(company), ...more], { ...PARAMETERS, ...parameters });
}

/** Changes of the rows of a record: add rows, leave one out, change one, change members of its detail. */
export const adding =
  (...added: TestEntry[]) =>
  (rows: TestEntry[]): TestEntry[] => [...rows, ...added];
export const without =
  (key: string) =>
  (rows: TestEntry[]): TestEntry[] =>
    rows.filter((row) => row.key !== key);
export const changing =
  (key: string, change: Partial<TestEntry>) =>
  (rows: TestEntry[]): TestEntry[] =>
    rows.map((row) => (row.key === key ? { ...row, ...change } : row));
export const stating =
  (key: string, members: Record<string, unknown>) =>
  (rows: TestEntry[]): TestEntry[] =>
    rows.map((row) => (row.key === key ? { ...row, detail: { ...row.detail, ...members } } : row));

/** Returns the error with which a run is refused. */
export function refusal(run: () => unknown): Pick<EngineError, 'code' | 'message' | 'row'> {
  try {
    run();
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('the run was not refused');
}

/** Returns the id of a record of the company. */
export const idOf = (name: keyof Company): string => dataset(DIGITS[name]).record;
/** The stream of its record of activities. */
export const STREAM: InputStream = {
  party: `0x${'9'.repeat(64)}`,
  kind: 1,
  subject: 'activity/2023',
  sequence: 1,
};
