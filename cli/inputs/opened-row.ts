import { fetchEntries, fetchRecord } from '../../client/http/fetch-records.ts';
import {
  type NamedSet,
  type OpenedRow,
  proveEntry,
  proveInSets,
  type RecordEntries,
} from '../../jobs/explain/open-row.ts';
import { readEntryLines } from '../../jobs/verify/read-rows.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { type Entry, hashEntries } from '../../core/records/entry.ts';
import { runSchema } from '../../core/records/run.ts';
import { isSelected } from '../../core/records/selection.ts';
import { openInput } from '../../core/verify/run-inputs.ts';
import { openReaderApi, type ReaderOptions } from '../options/reader-options.ts';
import type { RowFileOptions } from '../options/row-files.ts';
import type { DerivationNode } from '../output/derivation.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readDraft } from './draft-file.ts';
import { checkRecordId } from '../../jobs/compute/run-inputs.ts';
import { readInput } from './server-input.ts';

/** Where the rows of records are found: in a proof file, in files beside it, on a server. */
export interface RowSources {
  readonly beside: readonly BundleRecord[];
  /** The detail of the entry `run` of the figure's result; null where it is not here. */
  readonly run: unknown;
  readonly options: ReaderOptions & RowFileOptions;
}

/** An operand of a figure that may hold a row. */
interface Holder {
  readonly record: Hex;
  /** Sets with one selection; none where the operand is the row itself. */
  readonly sets: readonly NamedSet[];
  readonly name: string;
}

/** Entries of a record; `isProven` tells whether the record is known to name their root. */
interface Found extends RecordEntries {
  readonly isProven: boolean;
}

/**
 * Finds a row among the operands of a figure, and proves that the figure took it and that its record holds it.
 * @throws UsageError `option` if no operand holds it or its rows are not here; FailedCheck; BadInput; ApiError
 */
export async function openRow(
  terminal: Terminal,
  tree: DerivationNode,
  key: string,
  sources: RowSources,
): Promise<OpenedRow> {
  const holders = listHolders(tree, key);
  const files = await readFiles(terminal, sources.options);
  let undecided: OpenedRow | null = null;
  for (const record of new Set(holders.map((holder) => holder.record)))
    for await (const found of findEntries(terminal, record, files, sources)) {
      const own = holders.filter((holder) => holder.record === record);
      const opened = openIn(found, own, key, testUsed(sources.run, record));
      if (opened === null) continue;
      if (opened.operand !== null) return opened;
      undecided ??= opened;
    }
  if (undecided !== null) return undecided;
  throw new UsageError(
    'option',
    `no operand of ${tree.key} holds a row ${key}, as far as rows are here: give all entries of its record with --rows`,
  );
}

/** Returns a test for the entries of a record that a run used; where no run says so, that may be any. */
function testUsed(run: unknown, record: Hex): (entry: Entry) => boolean {
  const input = runSchema.safeParse(run).data?.inputs.find((each) => each.record === record);
  return input === undefined ? () => true : openInput(input);
}

function openIn(
  found: Found,
  holders: readonly Holder[],
  key: string,
  isUsed: (entry: Entry) => boolean,
): OpenedRow | null {
  const shown = found.entries.find((each) => each.key === key);
  if (shown === undefined) return null;
  const { siblings: _, ...entry } = shown;
  const { record, isProven, root } = found;
  const proven = (): OpenedRow['entries'] => (isProven ? { root, siblings: proveEntry(found, shown) } : null);
  for (const { name, sets } of holders) {
    if (sets.length === 0) return { record, entry, operand: name, set: null, entries: proven() };
    const set = proveInSets(sets, found.entries, entry, isUsed);
    if (set !== null) return { record, entry, operand: set.name, set, entries: proven() };
  }
  // Rows of an unknown record are those of a set only where they give its root.
  const isPossible =
    isUsed(entry) && holders.some(({ sets }) => sets.some(({ selection }) => isSelected(selection, entry)));
  return isPossible && isProven ? { record, entry, operand: null, set: null, entries: proven() } : null;
}

/** Returns the operands and documents of a figure, and of the figures behind it, that are a row with this key or sets of rows. */
function listHolders(tree: DerivationNode, key: string): Holder[] {
  const holders: Holder[] = [];
  for (const nodes: DerivationNode[] = [tree]; nodes.length > 0;) {
    const { operands, documents } = nodes.pop()!;
    nodes.push(...operands.filter(({ operands: below }) => below.length > 0));
    const sets = operands.flatMap(nameSet);
    const alike = Map.groupBy(sets, ({ name, record, selection }) =>
      JSON.stringify([nameSymbol(name), record, selection]),
    );
    for (const group of alike.values()) {
      const { record, name } = group[0]!;
      holders.push({ record, name, sets: group });
    }
    for (const { name, key: own, record, set } of operands)
      if (own === key && set === null && record !== null)
        holders.push({ record: record as Hex, name: name ?? key, sets: [] });
    for (const { name, record, key: own } of documents)
      if (own === key) holders.push({ record, name, sets: [] });
  }
  return holders;
}

function nameSet({ name, record, set }: DerivationNode): NamedSet[] {
  return set === null ? [] : [{ ...set, name: name ?? '', record: record as Hex }];
}

/** Returns the symbol of an operand: `AD` for `AD[2]`. */
function nameSymbol(name: string): string {
  return name.replaceAll(/\[\d+\]/g, '');
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

/** Yields the entries of a record, first from files, then from the proof file, then from a server. */
async function* findEntries(
  terminal: Terminal,
  record: Hex,
  files: readonly RowFile[],
  { beside, options }: RowSources,
): AsyncGenerator<Found> {
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
