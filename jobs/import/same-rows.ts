import type { RecordSummary } from '../../client/generated/openapi.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { isEqualJson } from '../../core/encoding/json.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { LedgerReads } from '../ports.ts';
import { readOwnDatasets } from './own-datasets.ts';

/** Only tables with at most so many rows, with the note on their source file, are compared. */
const MOST_ENTRIES = 5_001;

/** Returns the newest dataset of a party that has the rows of a table already; null where none of those that are compared has. @throws ApiError */
export async function findRegistered(
  party: Hex,
  entries: readonly UnsaltedEntry[],
  reads: Pick<LedgerReads, 'listRecords' | 'readEntries'>,
): Promise<RecordSummary | null> {
  if (entries.length > MOST_ENTRIES) return null;
  const own = await readOwnDatasets(party, reads);
  return own.find((dataset) => hasSameRows(dataset.entries, entries))?.summary ?? null;
}

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
    one?.value === other.value &&
    one.unit === other.unit &&
    one.from === other.from &&
    one.until === other.until &&
    isEqualJson(one.detail, other.detail)
  );
}
