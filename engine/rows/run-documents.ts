import { EngineError, placeOf, type RowName } from '../errors/engine-error.ts';
import type { Warning } from '../errors/warning.ts';
import { checkDocuments, type DocumentName, type InputDocument } from './document.ts';
import type { Row } from './row.ts';

/** The documents of a run by SHA-256. It remembers which of them the method has got. */
export class RunDocuments extends Map<string, InputDocument> {
  readonly #taken = new Set<string>();

  override get(sha256: string): InputDocument | undefined {
    const found = super.get(sha256);
    if (found !== undefined) this.#taken.add(sha256);
    return found;
  }

  /** Returns a document that does not count as used for that. */
  peek(sha256: string): InputDocument | undefined {
    return super.get(sha256);
  }

  /** Tells whether a row names a document that the method has got. */
  isTaken(row: Row): boolean {
    const name = nameOf(row);
    return name !== null && this.#taken.has(name.sha256);
  }
}

/**
 * Returns the documents of a run, after comparing size and media type with those of the rows that name them.
 * @throws EngineError `bad-document`
 */
export function openDocuments(given: readonly InputDocument[], rows: readonly Row[]): RunDocuments {
  const documents = new RunDocuments(checkDocuments(given));
  if (documents.size > 0) for (const row of rows) compareName(documents, row);
  return documents;
}

function compareName(documents: RunDocuments, row: Row): void {
  const name = nameOf(row);
  const given = name === null ? undefined : documents.peek(name.sha256);
  if (name === null || given === undefined) return;
  const member = (['size', 'mediaType'] as const).find((each) => given[each] !== name[each]);
  if (member === undefined) return;
  const text = `document ${name.sha256} was read as ${describe(given)}, but ${row.key} says ${describe(name)}`;
  throw new EngineError('bad-document', text, given[member], placeOf(row, `detail.${member}`));
}

/**
 * Returns the document that a row names, as a method needs it.
 * @throws EngineError `missing-document` if the run was not given it; its value is the name of the document
 */
export function takeDocument(
  documents: ReadonlyMap<string, InputDocument>,
  row: RowName & { readonly detail: DocumentName },
): InputDocument {
  const found = documents.get(row.detail.sha256);
  if (found !== undefined) return found;
  const text = `${row.key} of ${row.record} names the document ${row.detail.sha256}, ${describe(row.detail)}, which the run was not given`;
  const { sha256, size, mediaType } = row.detail;
  throw new EngineError('missing-document', text, { sha256, size, mediaType }, placeOf(row, 'detail.sha256'));
}

/** Returns a warning for each document that no row names, or that no figure uses. */
export function warnOfDocuments(
  documents: RunDocuments,
  rows: readonly Row[],
  isUsed: (row: Row) => boolean,
): Warning[] {
  if (documents.size === 0) return [];
  const naming = Map.groupBy(rows, (row) => nameOf(row)?.sha256);
  return [...documents.values()].flatMap((document): Warning[] => {
    const [first, ...more] = naming.get(document.sha256) ?? [];
    if (first === undefined) return [warnUnnamed(document)];
    if ([first, ...more].some(isUsed)) return [];
    const message = `the document ${document.sha256}, which ${first.key} names, is in no figure`;
    return [{ code: 'unused-document', message, row: { record: first.record, key: first.key } }];
  });
}

/** Returns the warning about a document that no row of a run names. */
export function warnUnnamed(document: DocumentName): Warning {
  const message = `no row of the inputs names the document ${document.sha256}, ${describe(document)}: it is not used`;
  return { code: 'unnamed-document', message, row: { record: '', key: '' } };
}

/** Returns the document that a row names; null if it names none. */
function nameOf({ detail }: Row): DocumentName | null {
  return 'sha256' in detail && 'mediaType' in detail ? detail : null;
}

function describe({ size, mediaType }: DocumentName): string {
  return `${size} bytes of ${mediaType}`;
}
