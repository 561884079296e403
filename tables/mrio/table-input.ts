import type { TableCode } from '../cells/table-problem.ts';
import { hashBytes } from '../hash-bytes.ts';
import { faultIn } from './fault.ts';
import { HashedFile, readSmallFile, sortByPath, type SourceFile } from './source-file.ts';
import type { TableSource } from './source-folder.ts';

/** A file of a table that was read as a whole. */
export interface ReadFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: string;
}

/** Told how many bytes were read in all, and how many there are to read. */
export type ReportBytes = (read: number, total: number) => void;

/** The files of a table, as a reader takes them: whole, hashed as they pass, until somebody stops it. */
export class TableInput {
  readonly source: TableSource;
  readonly #signal: AbortSignal;
  readonly #report: ReportBytes;
  readonly #read: HashedFile[] = [];
  #bytes = 0;
  #total = 0;

  constructor(source: TableSource, signal: AbortSignal, report: ReportBytes) {
    this.source = source;
    this.#signal = signal;
    this.#report = report;
  }

  /** Says which files will be read, so that it is known how much is left. */
  expect(files: readonly SourceFile[]): void {
    for (const { size } of files) this.#total += size;
    for (const { size } of listArchives(files)) this.#total += size;
  }

  /** Yields the bytes of a file. @throws what the signal was aborted with */
  async *stream(file: SourceFile): AsyncGenerator<Uint8Array> {
    const hashed = new HashedFile(file);
    this.#read.push(hashed);
    yield* this.#watch(hashed.stream());
  }

  /** Returns size and SHA-256 of a file that is not one of the table, such as its archive. */
  async hash(file: SourceFile): Promise<ReadFile> {
    const about = await hashBytes(this.#watch(file.stream()));
    return { path: file.path, ...about };
  }

  async *#watch(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of bytes) {
      this.#signal.throwIfAborted();
      this.#bytes += chunk.length;
      this.#report(this.#bytes, this.#total);
      yield chunk;
    }
  }

  /** Returns a small JSON file. @throws DatasetRefused `header` if it is not JSON */
  async readJson(file: SourceFile): Promise<unknown> {
    const bytes = await readSmallFile({ ...file, stream: () => this.stream(file) });
    try {
      return JSON.parse(bytes.toString('utf8')) as unknown;
    } catch {
      throw this.fault(file.path, 'header', 'the file is not JSON');
    }
  }

  /** Returns the only file whose path in the table matches; null if there is none. @throws DatasetRefused `missing-file` if there are several */
  find(pattern: RegExp): SourceFile | null {
    const found = this.source.files.filter(({ path }) => pattern.test(path));
    if (found.length < 2) return found[0] ?? null;
    const names = found.map(({ path }) => path).join(', ');
    throw this.fault(this.source.name, 'missing-file', `expected one file of this kind, got ${names}`);
  }

  /** Returns the file whose path matches. `what` is how its name looks. @throws DatasetRefused `missing-file` */
  require(pattern: RegExp, what: string): SourceFile {
    const file = this.find(pattern);
    if (file !== null) return file;
    throw this.fault(this.source.name, 'missing-file', `there is no file ${what}`);
  }

  /** The files that were read as a whole, each once, in the order of their paths. */
  listRead(): ReadFile[] {
    const files = this.#read.flatMap(({ file, whole }) =>
      whole === null ? [] : [{ path: file.path, ...whole }],
    );
    return sortByPath([...new Map(files.map((file) => [file.path, file])).values()]);
  }

  /** Returns the files whose hashes are those of the table: archives, and files in none. All of them have been read. */
  async listSources(): Promise<ReadFile[]> {
    const files = this.#read.map(({ file }) => file);
    const archives = [];
    for (const archive of listArchives(files)) archives.push(await this.hash(archive));
    const alone = new Set(files.flatMap(({ path, archive }) => (archive === undefined ? [path] : [])));
    return sortByPath([...archives, ...this.listRead().filter(({ path }) => alone.has(path))]);
  }

  fault(file: string, code: TableCode, message: string): Error {
    return faultIn(file, code, message);
  }
}

function listArchives(files: readonly SourceFile[]): SourceFile[] {
  return [...new Set(files.flatMap(({ archive }) => archive ?? []))];
}
