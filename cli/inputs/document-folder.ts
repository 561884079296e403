import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hashBytes } from '../../tables/hash-bytes.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** A file that may be a document. */
interface Candidate {
  readonly path: string;
  readonly size: number;
  /** Null until it was computed. */
  sha256: string | null;
}

/** Files among which documents are found by their hashes. A file is hashed only if a document of its size is looked for. */
export class DocumentFiles {
  readonly #terminal: Terminal;
  readonly #candidates: readonly Candidate[];

  private constructor(terminal: Terminal, candidates: readonly Candidate[]) {
    this.#terminal = terminal;
    this.#candidates = candidates;
  }

  /** Returns these files. @throws UsageError `file-unreadable` */
  static async ofFiles(terminal: Terminal, paths: readonly string[]): Promise<DocumentFiles> {
    const candidates = paths.map(async (path) => ({
      path,
      size: await sizeOf(terminal, path),
      sha256: null,
    }));
    return new DocumentFiles(terminal, await Promise.all(candidates));
  }

  /** Returns all files in a folder and the folders in it. @throws UsageError `file-unreadable` */
  static async ofFolder(terminal: Terminal, folder: string): Promise<DocumentFiles> {
    let names: string[];
    try {
      const entries = await readdir(resolve(terminal.cwd, folder), { recursive: true, withFileTypes: true });
      names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    } catch (cause) {
      throw new UsageError('file-unreadable', `${folder} cannot be read as a folder of documents`, cause);
    }
    return DocumentFiles.ofFiles(terminal, names);
  }

  /** Returns the path of a document; null if it is not among the files. */
  async find({ sha256, size }: DocumentName): Promise<string | null> {
    const sized = this.#candidates.filter((candidate) => candidate.size === size);
    // A file that has the hash in its name is most probably the one.
    sized.sort((a, b) => Number(b.path.includes(sha256)) - Number(a.path.includes(sha256)));
    for (const candidate of sized) {
      candidate.sha256 ??= (await hashBytes(streamBytes(this.#terminal, candidate.path))).sha256;
      if (candidate.sha256 === sha256) return candidate.path;
    }
    return null;
  }
}

async function sizeOf({ cwd }: Terminal, path: string): Promise<number> {
  try {
    const { size } = await stat(resolve(cwd, path));
    return size;
  } catch (cause) {
    throw new UsageError('file-unreadable', `${path} cannot be read: there is no such file`, cause);
  }
}
