import { type DocumentName, listDocuments, readDocumentName } from '../../core/records/document-name.ts';
import { findRunEntry, findSolution, runSchema } from '../../core/records/run.ts';
import { openInput } from '../../core/verify/run-inputs.ts';
import type { BundleRecord } from '../../core/proofs/bundle.ts';
import type { InputEntry } from '../../engine/rows/input.ts';

/** A document that a run may need. */
export interface NamedDocument extends DocumentName {
  /** The keys of the entries that name it. */
  readonly keys: readonly string[];
  /** The solution of equations: without it they are solved again. */
  readonly isSolution: boolean;
}

type Row = Pick<InputEntry, 'key' | 'detail'>;

/**
 * The bytes that all documents of one run may have together in a browser, about as many as a server takes for one document. The engine
 * holds the numbers of all of them in memory at once.
 */
export const MOST_BYTES = 1e9;

/** Bytes that are fetched without asking the user: they arrive within seconds on most connections. */
export const FETCHED_AT_ONCE = 64e6;

/** Rows that name the document of a matrix. */
export const MATRIX_ROWS = ['matrix-document', 'process-matrix'] as const;

/** Returns the documents that the rows of datasets name for a method, each once, as `ledger compute` looks for them. */
export function listOfRows(rows: readonly Row[]): NamedDocument[] {
  return describe(rows.filter(({ detail }) => MATRIX_ROWS.some((type) => type === detail?.['row'])));
}

/** Returns the documents that the runs of results used, each once, and the solutions that the results name. */
export function listOfRuns(records: readonly Pick<BundleRecord, 'id' | 'entries'>[]): NamedDocument[] {
  const found = new Map<string, NamedDocument>();
  for (const { entries } of records) {
    const run = runSchema.safeParse(findRunEntry(entries.shown)?.detail).data;
    if (run === undefined) continue;
    for (const input of run.inputs) {
      const isUsed = openInput(input);
      const shown = records.find(({ id }) => id === input.record)?.entries.shown ?? [];
      const documents = describe(shown.filter((entry) => entry.unit === '' && isUsed(entry)));
      for (const document of documents) found.set(document.sha256, document);
    }
    const solution = findSolution(entries.shown);
    if (solution !== null && !found.has(solution.sha256))
      found.set(solution.sha256, { ...solution, keys: [], isSolution: true });
  }
  return [...found.values()];
}

/** Returns those documents that are too many for a browser: in their order, those with which all have more than `MOST_BYTES`. */
export function listTooLarge(documents: readonly NamedDocument[]): readonly NamedDocument[] {
  let sum = 0;
  return documents.filter(({ size }) => {
    if (sum + size > MOST_BYTES) return true;
    sum += size;
    return false;
  });
}

function describe(rows: readonly Row[]): NamedDocument[] {
  const keys = Map.groupBy(rows, (row) => readDocumentName(row)?.sha256);
  return listDocuments(rows).map((name) => ({
    ...name,
    keys: (keys.get(name.sha256) ?? []).map(({ key }) => key),
    isSolution: false,
  }));
}
