import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import { describeDocument, type DocumentName } from '../../core/records/document-name.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { watchSource } from '../../jobs/documents/document-source.ts';
import { openDocumentSource } from '../../tables/matrix-file.ts';
import type { DocumentOptions } from '../options/document-options.ts';
import { reportProgress } from '../output/progress-text.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { fetchCached, findCached } from './document-cache.ts';
import { DocumentFiles } from './document-folder.ts';
import { openTableFile } from './table-file.ts';

/** Where documents are looked for, besides the files of the options. */
export interface DocumentPlaces {
  /** Opens the server; absent where none is asked. */
  readonly openApi?: () => Promise<Api>;
  /** Further folders, such as those of tables that are inputs. */
  readonly folders?: readonly string[];
  /** Prints a line about progress. */
  readonly say: (line: string) => void;
}

/** Finds the documents that rows name: in the files of the options, among those that a server sent before, and on the server. */
export class DocumentFinder {
  readonly #terminal: Terminal;
  readonly #places: DocumentPlaces;
  readonly #files: readonly DocumentFiles[];
  #refusal = '';

  private constructor(terminal: Terminal, places: DocumentPlaces, files: readonly DocumentFiles[]) {
    this.#terminal = terminal;
    this.#places = places;
    this.#files = files;
  }

  /** @throws UsageError `file-unreadable` if a file or the folder of the options is missing */
  static async open(
    terminal: Terminal,
    { document: paths = [], documents: folder }: DocumentOptions,
    places: DocumentPlaces,
  ): Promise<DocumentFinder> {
    const files = [await DocumentFiles.ofFiles(terminal, paths)];
    for (const each of [...(folder === undefined ? [] : [folder]), ...(places.folders ?? [])])
      files.push(await DocumentFiles.ofFolder(terminal, each));
    return new DocumentFinder(terminal, places, files);
  }

  /** Returns the bytes of a document, which are read with progress; null if it is nowhere. */
  readonly find: OpenDocument = async (name) => {
    const path = await this.#locate(name);
    if (path === null) return null;
    const source = await openDocumentSource(openTableFile(this.#terminal, path));
    const report = reportProgress(`reading ${path}`, this.#places.say, this.#terminal.now);
    return watchSource(source, (end) => report(end / source.size));
  };

  /** Says where a document that was not found can come from. */
  describeMissing(name: DocumentName): string {
    const server = this.#refusal === '' ? '' : ` (${this.#refusal})`;
    return `${describeDocument(name)} is not here. Give its file with --document, or its folder with --documents, or a server that has it with --url${server}`;
  }

  async #locate(name: DocumentName): Promise<string | null> {
    for (const files of this.#files) {
      const path = await files.find(name);
      if (path !== null) return path;
    }
    return (await findCached(this.#terminal, name)) ?? this.#fetch(name);
  }

  /** Returns the path of a document from the server; null if no server is known, or it does not send it. */
  async #fetch(name: DocumentName): Promise<string | null> {
    const { openApi, say } = this.#places;
    if (openApi === undefined) return null;
    try {
      return await fetchCached(this.#terminal, await openApi(), name, (line) =>
        say(`${name.sha256}: ${line}`),
      );
    } catch (error) {
      if (error instanceof UsageError && error.code === 'no-ledger') return null;
      if (!(error instanceof ApiError)) throw error;
      this.#refusal = error.message;
      say(`the server does not send ${describeDocument(name)}: ${error.message}`);
      return null;
    }
  }
}
