import type { Hex } from '../../core/encoding/hex.ts';
import { SparseMerkleMap } from '../../core/merkle/map/sparse-merkle-map.ts';
import { checkItem } from '../../core/merkle/map/proof.ts';
import { type Entry, hashEntryKey, itemOfEntry } from '../../core/records/entry.ts';
import { checkRowProof, proveRow, type RowSet, rootOfRows } from '../../core/records/row-set.ts';
import { memberOf, openSelection } from '../../core/records/selection.ts';

/** A set that a figure names, under the name of its operand. */
export interface NamedSet extends RowSet {
  readonly name: string;
}

/** Entries of a record: all of them, or some with the siblings that prove each. */
export interface RecordEntries {
  readonly record: Hex;
  /** The root of the entries map that the record names. */
  readonly root: Hex;
  readonly entries: readonly (Entry & { readonly siblings?: readonly Hex[] | null })[];
}

/** The proof that a row is in a set. */
export interface SetProof {
  readonly name: string;
  readonly root: Hex;
  readonly count: number;
  readonly siblings: readonly Hex[];
}

/** A row that a figure was computed from, with what proves it. */
export interface OpenedRow {
  readonly record: Hex;
  readonly entry: Entry;
  /** The operand that it is, or whose set holds it; null where several sets have its selection and cannot be distinguished. */
  readonly operand: string | null;
  /** Null where the row is an operand itself, or its set is not found. */
  readonly set: SetProof | null;
  /** Null where nothing here says which root the record names. */
  readonly entries: { readonly root: Hex; readonly siblings: readonly Hex[] } | null;
}

/** Returns an entry of a record with the siblings that lead to the root that the record names (§3); they are checked. @throws FailedCheck `proof-root` */
export function proveEntry({ root, entries }: RecordEntries, entry: RecordEntries['entries'][number]): Hex[] {
  const { siblings, ...own } = entry;
  const item = itemOfEntry(own);
  const proof =
    siblings == null
      ? SparseMerkleMap.build(entries.map(({ siblings: _, ...each }) => itemOfEntry(each))).prove(
          hashEntryKey(own.key),
        ).siblings
      : [...siblings];
  checkItem(root, item, proof);
  return proof;
}

/**
 * Returns the proof that a row is in one of the sets of a figure with the same record and selection; null where it is in none, or where the
 * rows of the sets cannot be distinguished. `entries` are those of the record; sets hold only those that the run used.
 */
export function proveInSets(
  sets: readonly NamedSet[],
  entries: readonly Entry[],
  row: Entry,
  isUsed: (entry: Entry) => boolean,
): SetProof | null {
  const [first] = sets;
  if (first === undefined) return null;
  const selects = openSelection(first.selection);
  const isSelected = (entry: Entry): boolean => selects(entry) && isUsed(entry);
  if (!isSelected(row)) return null;
  const selected = entries.filter(isSelected);
  for (const rows of listParts(selected, row)) {
    const set = sets.find(({ count }) => count === rows.length);
    if (set === undefined) continue;
    const keys = rows.map(({ key }) => key);
    const root = rootOfRows(first.record, keys);
    const found = sets.find((each) => each.root === root);
    if (found === undefined) continue;
    const place = { record: first.record, key: row.key };
    const siblings = proveRow(place, keys)!;
    checkRowProof(found, place, siblings);
    return { name: found.name, root, count: found.count, siblings };
  }
  return null;
}

/**
 * Yields what a set may hold that holds a row: all rows that are selected, or those that are like it. The sets of one symbol take
 * different factors, and what takes the same factors is alike in some members of its detail, or in its period (§10).
 */
function* listParts(selected: readonly Entry[], row: Entry): Generator<readonly Entry[]> {
  yield selected;
  const members = Object.keys(row.detail ?? {}).filter(
    (name) => typeof memberOf(row.detail, name) === 'string',
  );
  for (const test of listLikenesses(members)) {
    const alike = selected.filter((each) => test(each, row));
    if (alike.length < selected.length) yield alike;
  }
}

type Likeness = (a: Entry, b: Entry) => boolean;

/** Yields tests for being alike in one or two respects, then in all but one, and in all. */
function* listLikenesses(members: readonly string[]): Generator<Likeness> {
  const respects: Likeness[] = [
    ...members.map(
      (name): Likeness =>
        (a, b) =>
          memberOf(a.detail, name) === memberOf(b.detail, name),
    ),
    (a, b) => a.from === b.from && a.until === b.until,
    (a, b) => a.unit === b.unit,
  ];
  yield* respects;
  for (const [index, one] of respects.entries())
    for (const other of respects.slice(index + 1)) yield (a, b) => one(a, b) && other(a, b);
  for (const left of respects) yield (a, b) => respects.every((respect) => respect === left || respect(a, b));
  yield (a, b) => respects.every((respect) => respect(a, b));
}
