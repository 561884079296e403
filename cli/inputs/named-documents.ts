import type { Hex } from '../../core/encoding/hex.ts';
import type { Bundle } from '../../core/proofs/bundle.ts';
import { readDocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { hashBytes } from '../../tables/hash-bytes.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { guessType } from './matrix-document.ts';

/** Returns the entry that names a file: who has the file can tell that it is the one, and nobody learns its name. */
export async function nameDocument(terminal: Terminal, path: string): Promise<UnsaltedEntry> {
  const { size, sha256 } = await hashBytes(streamBytes(terminal, path));
  const key = `document/${sha256.slice(0, 12)}`;
  return {
    ...{ key, value: null, unit: '', from: 0, until: 0 },
    detail: { mediaType: guessType(path), size, sha256 },
  };
}

/** A file that was given beside a proof file, and the entries there that name it. */
export interface GivenDocument {
  readonly file: string;
  readonly sha256: string;
  readonly namedBy: readonly { readonly record: Hex; readonly key: string }[];
}

/** Returns which entries of a proof file name the given files, by their hashes. */
export async function findNames(
  terminal: Terminal,
  paths: readonly string[],
  bundle: Bundle | null,
): Promise<GivenDocument[]> {
  const named = (bundle?.records ?? []).flatMap(({ id, entries }) =>
    entries.shown.map((entry) => ({ record: id, key: entry.key, sha256: readDocumentName(entry)?.sha256 })),
  );
  return Promise.all(
    paths.map(async (file) => {
      const { sha256 } = await hashBytes(streamBytes(terminal, file));
      const own = named.filter((each) => each.sha256 === sha256);
      return { file, sha256, namedBy: own.map(({ record, key }) => ({ record, key })) };
    }),
  );
}
