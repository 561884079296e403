import { isEqualJson } from '../../core/encoding/json.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type { GivenRun } from './workbench.ts';

type Entry = InputRecord['entries'][number];

/** A row of a run that another run has otherwise: with a better meter, say. */
export interface BetterRow {
  readonly record: string;
  readonly key: string;
  readonly better: Entry;
}

/** Returns the rows of a run that another run has with the same key and another value or detail. */
export function listBetterRows(now: GivenRun, better: GivenRun): readonly BetterRow[] {
  const known = new Map(better.inputs.flatMap(({ entries }) => entries).map((entry) => [entry.key, entry]));
  return now.inputs.flatMap(({ record, entries }) =>
    entries.flatMap((entry) => {
      const other = known.get(entry.key);
      if (other === undefined || isSame(entry, other)) return [];
      return [{ record, key: entry.key, better: other }];
    }),
  );
}

function isSame(entry: Entry, other: Entry): boolean {
  return entry.value === other.value && entry.unit === other.unit && isEqualJson(entry.detail, other.detail);
}

/** Returns a run with some of its rows as the other run has them. */
export function replaceRows(now: GivenRun, rows: readonly BetterRow[]): GivenRun {
  const byRow = new Map(rows.map(({ record, key, better }) => [`${record}#${key}`, better]));
  return {
    ...now,
    inputs: now.inputs.map((input) => ({
      ...input,
      entries: input.entries.map((entry) => byRow.get(`${input.record}#${entry.key}`) ?? entry),
    })),
  };
}

/** Yields the subsets of a size, those of the first rows before others. */
export function* listSubsets<Each>(list: readonly Each[], size: number): Generator<readonly Each[]> {
  if (size === 0) yield [];
  else
    for (const [at, first] of list.entries())
      for (const others of listSubsets(list.slice(at + 1), size - 1)) yield [first, ...others];
}
