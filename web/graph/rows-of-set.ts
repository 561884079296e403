import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import { type RowSet, rootOfRows } from '../../core/records/row-set.ts';
import { memberOf, openSelection } from '../../core/records/selection.ts';
import { findRunEntry, runSchema } from '../../core/records/run.ts';
import { openInput } from '../../core/verify/run-inputs.ts';

/** The rows that a set names, as far as they can be found. */
export interface RowsOfSet {
  readonly rows: readonly Entry[];
  /** Whether the root of the set was computed again from exactly these rows. Else they are all that its selection selects. */
  readonly isExact: boolean;
}

/**
 * Finds the rows of a set among the entries of its record that the run used. Sets of one symbol share a selection and differ in factors, so
 * rows that are alike in some members, period or unit are tried, and the root decides (§10).
 */
export function findRows(
  set: RowSet,
  entries: readonly Entry[],
  isUsed: (entry: Entry) => boolean,
): RowsOfSet {
  const selects = openSelection(set.selection);
  const rows = entries.filter((entry) => selects(entry) && isUsed(entry));
  const isSet = (part: readonly Entry[]): boolean =>
    part.length === set.count &&
    rootOfRows(
      set.record,
      part.map(({ key }) => key),
    ) === set.root;
  if (isSet(rows)) return { rows, isExact: true };
  if (rows.length > set.count)
    for (const part of listParts(rows)) if (isSet(part)) return { rows: part, isExact: true };
  return { rows, isExact: false };
}

type Respect = (entry: Entry) => unknown;

function* listParts(rows: readonly Entry[]): Generator<readonly Entry[]> {
  for (const respects of listRespects(rows)) {
    const parts = Map.groupBy(rows, (row) => JSON.stringify(respects.map((each) => each(row) ?? null)));
    yield* parts.values();
  }
}

/** One respect, then two, then all of them. */
function listRespects(rows: readonly Entry[]): Respect[][] {
  const members = new Set(
    rows.flatMap(({ detail }) =>
      Object.entries(detail ?? {}).flatMap(([name, value]) => (typeof value === 'string' ? [name] : [])),
    ),
  );
  const respects: Respect[] = [
    ...[...members].map(
      (name): Respect =>
        ({ detail }) =>
          memberOf(detail, name),
    ),
    ({ from, until }) => `${from}-${until}`,
    ({ unit }) => unit,
  ];
  const pairs = respects.flatMap((one, index) => respects.slice(index + 1).map((other) => [one, other]));
  return [...respects.map((one) => [one]), ...pairs, respects];
}

/** Returns a test for the entries of a record that the run among the entries of a result used; where no run says so, that may be any. */
export function openUsed(result: readonly Entry[], record: Hex): (entry: Entry) => boolean {
  const run = runSchema.safeParse(findRunEntry(result)?.detail).data;
  const input = run?.inputs.find((each) => each.record === record);
  return input === undefined ? () => true : openInput(input);
}
