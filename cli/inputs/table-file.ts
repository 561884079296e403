import type { TableFile } from '../../tables/table-file.ts';
import { openBlob, streamBytes } from '../terminal/files.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Returns the file of a path, for the readers of tables; `-` is standard input. */
export function openTableFile(terminal: Terminal, path: string): TableFile {
  return {
    name: path,
    stream: () => streamBytes(terminal, path),
    openBlob: () => openBlob(terminal, path),
  };
}
