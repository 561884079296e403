import { EngineError } from '../errors/engine-error.ts';
import { DocumentReader, type DocumentSource } from './document-reader.ts';
import type { Matrix } from './matrix.ts';
import { readMatrixMarket } from './matrix-market.ts';
import { readParquetMatrix } from './parquet-matrix.ts';

export type { DocumentSource };

/** A document as an entry names it. */
export interface DocumentName {
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * A document that is an input of a run, beside its records: the entry that names it has this hash. Only `readDocument` makes one, so that its
 * matrix is what the engine itself has read from bytes with that hash.
 */
export interface InputDocument extends DocumentName {
  readonly matrix: Matrix;
}

/** The documents that an engine reads: media type → reader. */
const READERS: Readonly<Record<string, (reader: DocumentReader) => Promise<Matrix>>> = {
  'application/vnd.apache.parquet': readParquetMatrix,
  'application/x-matrix-market': readMatrixMarket,
};

/** The media types of documents that are read. */
export const DOCUMENT_TYPES = Object.keys(READERS);

const documents = new WeakSet<object>();

/**
 * Reads a labelled matrix from a document, and hashes its bytes meanwhile. It holds the matrix and a few MiB.
 * @throws EngineError `bad-document` if size or hash are not those of the name, or the document does not follow its format
 */
export async function readDocument(
  { sha256, mediaType, size }: DocumentName,
  source: DocumentSource,
): Promise<InputDocument> {
  const reader = new DocumentReader(source, sha256);
  if (source.size !== size) throw reader.fault(`it has ${source.size} bytes, expected ${size}`);
  const read = Object.hasOwn(READERS, mediaType) ? READERS[mediaType] : undefined;
  if (read === undefined)
    throw reader.fault(`no matrix is read from ${mediaType}: expected ${DOCUMENT_TYPES.join(' or ')}`);
  const document: InputDocument = { sha256, mediaType, size, matrix: await read(reader) };
  documents.add(document);
  return document;
}

/**
 * Checks that documents were read by this engine, each once, and returns them by hash.
 * @throws EngineError `bad-document`
 */
export function checkDocuments(inputs: readonly InputDocument[]): ReadonlyMap<string, InputDocument> {
  const found = new Map<string, InputDocument>();
  for (const input of inputs) {
    const place = { record: '', key: '', column: `documents.${input.sha256}` };
    if (!documents.has(input))
      throw new EngineError(
        'bad-document',
        `document ${input.sha256} was not read by this engine`,
        input.sha256,
        place,
      );
    if (found.has(input.sha256))
      throw new EngineError('bad-document', `document ${input.sha256} is given twice`, input.sha256, place);
    found.set(input.sha256, input);
  }
  return found;
}
