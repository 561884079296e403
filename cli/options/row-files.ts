import type { Command } from 'commander';

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
