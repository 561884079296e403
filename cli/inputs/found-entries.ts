import { fetchEntries, fetchRecord } from '../../client/http/fetch-records.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import { type Entry, hashEntries } from '../../core/records/entry.ts';
import type { FoundEntries } from '../../jobs/explain/open-row.ts';
import type { RecordEntries } from '../../jobs/explain/prove-entry.ts';
import { readEntryLines } from '../../jobs/verify/read-rows.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { RowFileOptions } from '../options/row-files.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readDraft } from './draft-file.ts';
import { checkRecordId } from '../../jobs/compute/run-inputs.ts';
import { readInput } from './server-input.ts';

/** Where the entries of records are found: in a proof file, in files beside it, on a server. */
interface EntrySources {
  readonly beside: readonly BundleRecord[];
  readonly options: ReaderOptions & RowFileOptions;
}

/**
 * Returns a function that yields the entries of a record, first from files, then from the proof file, then from a server.
 * @throws UsageError; BadInput; ApiError
 */
export async function openEntries(
  terminal: Terminal,
  { beside, options }: EntrySources,
): Promise<(record: Hex) => AsyncGenerator<FoundEntries>> {
  const files = await readFiles(terminal, options);
  return async function* (record) {
    const known = findShown(beside, record);
    for (const file of files)
      if (known === undefined || known.root === file.root)
        yield { record, ...file, isProven: known !== undefined };
    if (known !== undefined && known.entries.length > 0) yield { ...known, isProven: true };
    const root = await readRoot(terminal, record, options);
    if (root === null) return;
    const file = files.find((each) => each.root === root);
    if (file !== undefined) yield { record, ...file, isProven: true };
    else yield { record, root, isProven: true, entries: await fetchRows(terminal, record, options) };
  };
}

interface RowFile {
  readonly root: Hex;
  readonly entries: readonly Entry[];
}

async function readFiles(terminal: Terminal, { rows = [] }: RowFileOptions): Promise<RowFile[]> {
  const files: RowFile[] = [];
  for (const path of rows) {
    const entries = path.endsWith('.json')
      ? (await readDraft(terminal, path)).entries
      : await readLineFile(terminal, path);
    files.push({ root: hashEntries(entries), entries });
  }
  return files;
}

async function readLineFile(terminal: Terminal, path: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of readEntryLines(path, streamBytes(terminal, path))) entries.push(entry);
  return entries;
}

/** Returns what a proof file shows of a record. @throws BadInput `record-id` if that is not the record of its id */
function findShown(beside: readonly BundleRecord[], id: Hex): RecordEntries | undefined {
  const found = beside.find((each) => each.id === id);
  if (found === undefined) return undefined;
  checkRecordId(id, found.record);
  return { record: id, root: found.record.entries, entries: found.entries.shown };
}

/** Returns the root that a record names, as a server has it; null where no server is named. */
async function readRoot(terminal: Terminal, record: Hex, options: ReaderOptions): Promise<Hex | null> {
  try {
    return await readInput(async () => {
      const { record: own } = await fetchRecord(await openReaderApi(terminal, options), record);
      return own.entries;
    });
  } catch (error) {
    if (error instanceof UsageError && error.code === 'no-ledger') return null;
    throw error;
  }
}

function fetchRows(terminal: Terminal, record: Hex, options: ReaderOptions): Promise<Entry[]> {
  return readInput(async () => fetchEntries(await openReaderApi(terminal, options), record));
}
