import { type DocumentName, readDocumentName } from '../../core/records/document-name.ts';
import { EngineError } from '../../engine/errors/engine-error.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { findMatrixType } from '../../tables/open-table.ts';
import type { DocumentOptions } from '../options/document-options.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { DocumentFinder } from './document-inputs.ts';

/** Returns the files of `--document`, as rows would name them. @throws UsageError `file-unreadable` */
export async function nameGiven(
  terminal: Terminal,
  { document: paths = [] }: DocumentOptions,
): Promise<DocumentName[]> {
  const names: DocumentName[] = [];
  for (const path of paths) {
    const { sha256, size } = await hashBytes(streamBytes(terminal, path));
    names.push({ sha256, size, mediaType: findMatrixType(path) ?? 'application/octet-stream' });
  }
  return names;
}

/** Returns what `compute` returns; an error about a missing document says where it can come from. */
export async function explainMissing<Out>(finder: DocumentFinder, compute: () => Promise<Out>): Promise<Out> {
  try {
    return await compute();
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'missing-document') throw error;
    const name = readDocumentName({ detail: error.value });
    if (name === null) throw error;
    throw new EngineError(error.code, finder.describeMissing(name), name, error.row);
  }
}
