import { isEqualJson } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';

/** Tells whether two datasets have the same rows, whatever their salts, their order and the note on their source file are. */
export function hasSameRows(before: readonly UnsaltedEntry[], rows: readonly UnsaltedEntry[]): boolean {
  const [known, given] = [rowsOf(before), rowsOf(rows)];
  if (known.size === 0 || known.size !== given.size) return false;
  return [...given].every(([key, row]) => isSameRow(known.get(key), row));
}

function rowsOf(entries: readonly UnsaltedEntry[]): Map<string, UnsaltedEntry> {
  return new Map(entries.filter(({ key }) => key !== 'source').map((entry) => [entry.key, entry]));
}

function isSameRow(one: UnsaltedEntry | undefined, other: UnsaltedEntry): boolean {
  return (
    one !== undefined &&
    one.value === other.value &&
    one.unit === other.unit &&
    one.from === other.from &&
    one.until === other.until &&
    isEqualJson(one.detail, other.detail)
  );
}
