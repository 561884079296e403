import type { Entry } from '../../../../client/generated/openapi.ts';
import type { UnsaltedEntry } from '../../../../core/records/entry.ts';
import { compareEntries } from '../../../../jobs/compare/compare-entries.ts';

/** Tells whether two datasets have the same rows, whatever their salts, their order and the note on their source file are. */
export function hasSameRows(before: readonly Entry[], rows: readonly UnsaltedEntry[]): boolean {
  if (before.length === 0 || Math.abs(before.length - rows.length) > 1) return false;
  // What is compared are keys, values, units, periods and details.
  return compareEntries(before, rows as unknown as Entry[]).every(({ key }) => key === 'source');
}
