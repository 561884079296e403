import type { Command } from 'commander';
import { readRows } from '../../client/verify/read-rows.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
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
    'all entries of a record, one a line with its salt (see ledger record entries --out)',
  );
}

/** What help says about files of rows. */
export const ROW_FILES = `With --rows it also takes the rows of a record from a file beside the proof file, written by
"ledger record entries --out". Each file is checked whole against the root that its record
names, so any number of rows can be computed again that a proof file could not hold.`;

/** A record, as far as it says which entries it has. */
interface Rooted {
  readonly id: Hex;
  readonly record: { readonly entries: Hex };
}

/**
 * Reads the files of rows that were named, and checks that each has the entries of one of the records.
 * @throws UsageError `file-unreadable`, `other-rows`; BadInput with file and line
 */
export async function readRowFiles(
  terminal: Terminal,
  { rows = [] }: RowFileOptions,
  records: readonly Rooted[],
): Promise<GivenRows[]> {
  const given: GivenRows[] = [];
  for (const path of rows) {
    const read = await readRows(path, streamBytes(terminal, path));
    if (read.root === ZERO_HASH || !records.some(({ record }) => record.entries === read.root))
      throw new UsageError(
        'other-rows',
        `${path} has ${read.entries.length} entries with the root ${read.root}, which no record here names: it needs every entry of a record, unchanged and with its salt, as ledger record entries --out writes them`,
      );
    given.push(read);
  }
  return given;
}
