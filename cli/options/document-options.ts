import type { Command } from 'commander';

/** The options that name documents as inputs: files, and a folder. */
export interface DocumentOptions {
  readonly document?: readonly string[];
  readonly documents?: string;
}

/** Collects the values of an option that may be repeated. */
export function many(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

/** Adds the options that name documents. */
export function addDocumentOptions(command: Command): Command {
  return command
    .option('--document <file>', 'document that a row names by its hash; repeat for each one', many)
    .option('--documents <folder>', 'folder with such documents, found by their hashes');
}

/** What help says about documents. */
export const DOCUMENT_FILES = `A row can name a document, such as a large matrix, by its SHA-256 (docs/spec/matrices.md). It
comes from --document, or from --documents: a file there counts by its hash, whatever its name.`;

/** The same, of commands that ask the server too. */
export const DOCUMENT_PLACES = `${DOCUMENT_FILES}
Else it comes from the server, and is kept in ~/.cache/carbon-ledger/documents (XDG_CACHE_HOME).
A part that arrived before Ctrl-C is continued there the next time.`;
