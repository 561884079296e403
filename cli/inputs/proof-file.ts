import { BadInput } from '../../core/errors.ts';
import { type Bundle, parseBundle } from '../../core/proofs/bundle.ts';
import type { GivenRows } from '../../core/verify/given-rows.ts';
import type { RowFileOptions } from '../options/row-files.ts';
import { readNaming } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { checkRowFiles, readRowFiles } from './row-files.ts';

/** Returns the proof file, for what must fit to it; null where it cannot be read, which the verdict says. */
export function parseOrNull(file: Uint8Array): Bundle | null {
  try {
    return parseBundle(file);
  } catch (error) {
    if (error instanceof BadInput) return null;
    throw error;
  }
}

/** Returns the rows beside a proof file, each file with those of one of its records. @throws as `readRowFiles`; BadInput where the proof file cannot be read */
export async function readGivenRows(
  terminal: Terminal,
  file: Uint8Array,
  options: RowFileOptions,
): Promise<GivenRows[]> {
  if (options.rows === undefined) return [];
  const { records } = readNaming('the proof file', () => parseBundle(file));
  const files = await readRowFiles(terminal, options);
  checkRowFiles(files, records);
  return files.map(({ rows }) => rows);
}
