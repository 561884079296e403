import {
  type DocumentName,
  type DocumentSource,
  type InputDocument,
  readDocument,
} from '../engine/rows/document.ts';
import type { Matrix } from '../engine/rows/matrix.ts';
import { hashFile } from './hash-bytes.ts';
import { findMatrixType } from './open-table.ts';
import type { TableFile } from './table-file.ts';
import { refuseTable } from './cells/table-problem.ts';

/** Returns a file as the engine reads documents. The file is opened once, and read part by part. */
export async function openDocumentSource({ openBlob }: TableFile): Promise<DocumentSource> {
  const blob = await openBlob();
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/**
 * Returns a file as a document, named by hash, size and the ending of its name. It is hashed first, and again while its matrix is read.
 * @throws DatasetRefused `table` if the ending is not that of a matrix
 */
export async function nameDocumentFile(file: TableFile): Promise<DocumentName> {
  const mediaType = findMatrixType(file.name);
  if (mediaType === null)
    throw refuseTable(file.name, 'table', 'not a matrix: its name must end in .parquet or .mtx');
  return { ...(await hashFile(file)), mediaType };
}

/** Reads a file as an input of a run. @throws DatasetRefused `table`; EngineError `bad-document` */
export async function readDocumentFile(file: TableFile): Promise<InputDocument> {
  return readDocument(await nameDocumentFile(file), await openDocumentSource(file));
}

/** Reads the labelled matrix in a file (docs/spec/matrices.md). It holds the matrix and a few MiB. @throws as `readDocumentFile` */
export async function readMatrix(file: TableFile): Promise<Matrix> {
  return (await readDocumentFile(file)).matrix;
}
