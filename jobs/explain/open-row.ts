import type { Hex } from '../../core/encoding/hex.ts';
import { type DocumentName, readDocumentName } from '../../core/records/document-name.ts';
import type { Entry } from '../../core/records/entry.ts';
import { isSelected } from '../../core/records/selection.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { readDocument } from '../../engine/rows/document.ts';
import { proveEntry, type RecordEntries } from './prove-entry.ts';
import { type IsUsed, type NamedSet, openUsed, proveInSets, type SetProof } from './rows-of-set.ts';
import type { DerivationNode } from './trace-derivation.ts';

/** Entries of a record; `isProven` tells whether the record is known to name their root. */
export interface FoundEntries extends RecordEntries {
  readonly isProven: boolean;
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
  /** The document that the row names, as it was read; null where it names none, or it is not here. */
  readonly document: NamedMatrix | null;
}

/** A document with its size as a matrix. */
type NamedMatrix = DocumentName & { readonly rows: number; readonly columns: number };

/** A row before its document is looked for. */
type FoundRow = Omit<OpenedRow, 'document'>;

/** Which row is opened, behind which figure. */
export interface RowQuestion {
  readonly figure: DerivationNode;
  readonly key: string;
  /** The detail of the entry `run` of the figure's result; null where it is not here. */
  readonly run: unknown;
}

/** Where rows and documents are found. */
export interface RowPorts {
  /** Yields the entries of a record, as one place after the other has them. */
  readonly findEntries: (record: Hex) => AsyncIterable<FoundEntries>;
  readonly openDocument: OpenDocument;
}

/**
 * Finds a row among the operands of a figure, and proves that the figure took it and that its record holds it; null if no operand holds it,
 * as far as rows are here.
 * @throws FailedCheck `proof-root`; BadInput for a document that cannot be read
 */
export async function openRow(
  question: RowQuestion,
  { findEntries, openDocument }: RowPorts,
): Promise<OpenedRow | null> {
  const found = await findRow(question, findEntries);
  return found === null ? null : { ...found, document: await readNamed(found.entry, openDocument) };
}

async function readNamed(entry: Entry, openDocument: OpenDocument): Promise<NamedMatrix | null> {
  const name = readDocumentName(entry);
  const source = name === null ? null : await openDocument(name);
  if (name === null || source === null) return null;
  const { matrix } = await readDocument(name, source);
  return { ...name, rows: matrix.rows.length, columns: matrix.columns.length };
}

async function findRow(
  { figure, key, run }: RowQuestion,
  findEntries: RowPorts['findEntries'],
): Promise<FoundRow | null> {
  let undecided: FoundRow | null = null;
  for (const [record, holders] of Map.groupBy(listHolders(figure, key), (holder) => holder.record))
    for await (const found of findEntries(record)) {
      const opened = openIn(found, holders, key, openUsed(run, record));
      if (opened !== null && opened.operand !== null) return opened;
      undecided ??= opened;
    }
  return undecided;
}

/** An operand of a figure that may hold a row. */
interface Holder {
  readonly record: Hex;
  /** Sets with one selection; none where the operand is the row itself. */
  readonly sets: readonly NamedSet[];
  readonly name: string;
}

/** Returns the operands and documents of a figure, and of the figures behind it, that are a row with this key or sets of rows. */
function listHolders(figure: DerivationNode, key: string): Holder[] {
  const holders: Holder[] = [];
  for (const nodes: DerivationNode[] = [figure]; nodes.length > 0;) {
    const { operands, documents } = nodes.pop()!;
    nodes.push(...operands.filter(({ operands: below }) => below.length > 0));
    const alike = Map.groupBy(operands.flatMap(nameSet), ({ name, record, selection }) =>
      JSON.stringify([nameSymbol(name), record, selection]),
    );
    for (const sets of alike.values()) {
      const { record, name } = sets[0]!;
      holders.push({ record, name, sets });
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

function openIn(
  found: FoundEntries,
  holders: readonly Holder[],
  key: string,
  isUsed: IsUsed,
): FoundRow | null {
  const entry = found.entries.find((each) => each.key === key);
  if (entry === undefined) return null;
  const { record, isProven, root } = found;
  const open = (operand: string | null, set: SetProof | null): FoundRow => {
    const { siblings: _, ...own } = entry;
    return {
      ...{ record, entry: own, operand, set },
      entries: isProven ? { root, siblings: proveEntry(found, entry) } : null,
    };
  };
  for (const { name, sets } of holders) {
    if (sets.length === 0) return open(name, null);
    const set = proveInSets(sets, found.entries, entry, isUsed);
    if (set !== null) return open(set.name, set);
  }
  // Rows of an unknown record are those of a set only where they give its root.
  const isPossible =
    isUsed(entry) && holders.some(({ sets }) => sets.some(({ selection }) => isSelected(selection, entry)));
  return isPossible && isProven ? open(null, null) : null;
}
