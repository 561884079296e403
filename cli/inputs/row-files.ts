import type { Draft } from '../../jobs/register/draft.ts';
import { readRows } from '../../jobs/verify/read-rows.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { GivenRows } from '../../core/verify/given-rows.ts';
import type { RowFileOptions } from '../options/row-files.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';
import { readDraft } from './draft-file.ts';

/** A record, as far as it says which entries it has. */
interface Rooted {
  readonly id: Hex;
  readonly record: { readonly entries: Hex };
}

/** The rows of a record from a file, and the record itself if it is a record file. */
export interface RowFile {
  readonly name: string;
  readonly rows: GivenRows;
  readonly draft: Draft | null;
}

/** Reads the files of rows that were named: NDJSON or record files. @throws UsageError `file-unreadable`; BadInput with file and line */
export async function readRowFiles(terminal: Terminal, { rows = [] }: RowFileOptions): Promise<RowFile[]> {
  const files: RowFile[] = [];
  for (const name of rows) {
    const draft = name.endsWith('.json') ? await readDraft(terminal, name) : null;
    const read = draft === null ? readRows(name, streamBytes(terminal, name)) : GivenRows.read(draft.entries);
    files.push({ name, rows: await read, draft });
  }
  return files;
}

/** Checks that each file has the entries of one of the records. @throws UsageError `other-rows` */
export function checkRowFiles(files: readonly RowFile[], records: readonly Rooted[]): void {
  for (const { name, rows } of files)
    if (rows.root === ZERO_HASH || !records.some(({ record }) => record.entries === rows.root))
      throw new UsageError(
        'other-rows',
        `${name} has ${rows.entries.length} entries with the root ${rows.root}, which no record here names: it needs every entry of a record, unchanged and with its salt, as ledger record entries --out writes them`,
      );
}
