import type { Hex } from '../../core/encoding/hex.ts';
import type { Entry } from '../../core/records/entry.ts';
import { checkRowProof, proveRow, type RowSet, rootOfRows } from '../../core/records/row-set.ts';
import { runSchema } from '../../core/records/run.ts';
import { memberOf, openSelection } from '../../core/records/selection.ts';
import { openInput } from '../../core/verify/run-inputs.ts';

/** The rows that a set names, as far as they can be found. */
export interface RowsOfSet {
  readonly rows: readonly Entry[];
  /** Whether the root of the set was computed again from exactly these rows. Else they are all that its selection selects. */
  readonly isExact: boolean;
}

/** A set that a figure names, under the name of its operand. */
export interface NamedSet extends RowSet {
  readonly name: string;
}

/** The proof that a row is in a set. */
export interface SetProof {
  readonly name: string;
  readonly root: Hex;
  readonly count: number;
  readonly siblings: readonly Hex[];
}

/** Tells whether a run used an entry of a record. */
export type IsUsed = (entry: Entry) => boolean;

/** Returns a test for the entries of a record that a run, the detail of the entry `run`, used; where no run says so, that may be any. */
export function openUsed(run: unknown, record: Hex): IsUsed {
  const input = runSchema.safeParse(run).data?.inputs.find((each) => each.record === record);
  return input === undefined ? () => true : openInput(input);
}

/** Finds the rows of a set among the entries of its record that the run used. */
export function findRows(set: RowSet, entries: readonly Entry[], isUsed: IsUsed): RowsOfSet {
  const rows = selectRows(set, entries, isUsed);
  if (rows.length >= set.count)
    for (const part of listParts(rows))
      if (part.length === set.count && rootOf(set.record, part) === set.root)
        return { rows: part, isExact: true };
  return { rows, isExact: false };
}

/**
 * Returns the proof that a row is in one of the sets of a figure with the same record and selection; null where it is in none, or where the
 * rows of the sets cannot be distinguished. `entries` are those of the record; sets hold only those that the run used.
 */
export function proveInSets(
  sets: readonly NamedSet[],
  entries: readonly Entry[],
  row: Entry,
  isUsed: IsUsed,
): SetProof | null {
  const [first] = sets;
  const rows = first === undefined ? [] : selectRows(first, entries, isUsed);
  if (first === undefined || !rows.includes(row)) return null;
  const { record } = first;
  for (const part of listParts(rows, row)) {
    const alike = sets.filter(({ count }) => count === part.length);
    const root = alike.length === 0 ? null : rootOf(record, part);
    const found = alike.find((each) => each.root === root);
    if (found === undefined) continue;
    const { name, count } = found;
    const place = { record, key: row.key };
    const siblings = proveRow(
      place,
      part.map(({ key }) => key),
    )!;
    checkRowProof(found, place, siblings);
    return { name, root: found.root, count, siblings };
  }
  return null;
}

function selectRows({ selection }: RowSet, entries: readonly Entry[], isUsed: IsUsed): Entry[] {
  const selects = openSelection(selection);
  return entries.filter((entry) => selects(entry) && isUsed(entry));
}

function rootOf(record: Hex, rows: readonly Entry[]): Hex {
  return rootOfRows(
    record,
    rows.map(({ key }) => key),
  );
}

/**
 * Yields what a set may hold: all rows that its selection selects, or those that are alike. The sets of one symbol share a selection and
 * take different factors, and what takes the same factors is alike in some members of its detail, in its period or unit (§10); the root
 * decides. With `row`, only what holds that row.
 */
function* listParts(rows: readonly Entry[], row?: Entry): Generator<readonly Entry[]> {
  yield rows;
  for (const respects of listRespects(rows))
    if (row !== undefined) yield rows.filter((each) => respects.every((of) => of(each) === of(row)));
    else yield* Map.groupBy(rows, (each) => JSON.stringify(respects.map((of) => of(each) ?? null))).values();
}

type Respect = (entry: Entry) => unknown;

/** One respect, then two, then all but one, and all. */
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
  return [
    ...respects.map((one) => [one]),
    ...respects.flatMap((one, at) => respects.slice(at + 1).map((other) => [one, other])),
    ...respects.map((left) => respects.filter((each) => each !== left)),
    respects,
  ];
}
