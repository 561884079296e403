import type { InputDocument } from '../../engine/rows/document.ts';
import { readDocumentFile } from '../../tables/matrix-file.ts';
import type { DocumentOptions } from '../options/document-options.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { openTableFile } from './table-file.ts';

/**
 * Reads the files of `--document`, one after the other, as inputs of a run.
 * @throws UsageError `file-unreadable`; DatasetRefused `table`; EngineError `bad-document`
 */
export async function readInputDocuments(
  terminal: Terminal,
  { document: paths = [] }: DocumentOptions,
): Promise<InputDocument[]> {
  const documents: InputDocument[] = [];
  for (const path of paths) documents.push(await readDocumentFile(openTableFile(terminal, path)));
  return documents;
}
