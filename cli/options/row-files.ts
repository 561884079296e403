import type { Command } from 'commander';
import { readRows } from '../../client/verify/read-rows.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { Draft } from '../../client/records/draft.ts';
import { GivenRows } from '../../core/verify/given-rows.ts';
import { readDraft } from '../inputs/draft-file.ts';
import { streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { UsageError } from '../terminal/usage-error.ts';

/** Files with rows of records. */
export interface RowFileOptions {
  readonly rows?: readonly string[];
}

/** Adds the option that names files of rows beside a proof file. */
export function addRowsOption(command: Command): Command {
  return command.option(
    '--rows <files...>',
    'all entries of a record: record file, or one a line with its salt (see ledger record entries --out)',
  );
}

/** What help says about files of rows. */
export const ROW_FILES = `With --rows it also takes the rows of a record from a file beside the proof file: one that
"ledger record entries --out" has written, or the record file. Each file is checked whole against the root that its record
names, so any number of rows can be computed again that a proof file could not hold.`;

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
