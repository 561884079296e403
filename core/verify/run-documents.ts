import type { Hex } from '../encoding/hex.ts';
import { describeDocument, type DocumentName, listDocuments } from '../records/document-name.ts';
import type { Engine, OpenDocument, ReadDocument } from './engine.ts';
import { type Finding, fail, skip } from './result.ts';
import type { FoundInput } from './run-inputs.ts';

/** The documents that the rows of a run name, as its engine has read them; or the finding that says why not all were read. */
export type ReadDocuments = { readonly documents: readonly ReadDocument[] } | { readonly finding: Finding };

/** Reads the documents that the rows of a run name. An engine that cannot read any takes none. */
export async function readDocuments(
  id: Hex,
  inputs: readonly FoundInput[],
  engine: Engine,
  openDocument: OpenDocument | undefined,
): Promise<ReadDocuments> {
  if (engine.readDocument === undefined) return { documents: [] };
  const documents: ReadDocument[] = [];
  const missing: DocumentName[] = [];
  const entries = inputs.flatMap((input) => input.entries.filter(({ unit }) => unit === ''));
  for (const name of listDocuments(entries)) {
    const read = await readOne(engine, name, openDocument);
    if (read === null) missing.push(name);
    else if ('finding' in read) return read;
    else documents.push(read);
  }
  return missing.length === 0
    ? { documents }
    : { finding: skip('inputs-not-shown', describeMissing(id, missing)) };
}

/** Reads one document; null if it is not here. */
export async function readOne(
  engine: Engine,
  name: DocumentName,
  openDocument: OpenDocument | undefined,
): Promise<ReadDocument | { readonly finding: Finding } | null> {
  const source = (await openDocument?.(name)) ?? null;
  if (source === null || engine.readDocument === undefined) return null;
  try {
    return await engine.readDocument(name, source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { finding: fail('run-refused', `the engine cannot read ${describeDocument(name)}: ${reason}`) };
  }
}

function describeMissing(id: Hex, missing: readonly DocumentName[]): string {
  const [first] = missing;
  return `the run of ${id} used ${missing.map(describeDocument).join(', ')}, not given. Give each file with --document, or their folder with --documents. A server may have it: ledger document get ${first!.sha256}`;
}
