import { isOwnTable } from '../../jobs/map/own-table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { openTableFile } from './table-file.ts';

/** The inputs of a run: tables of a company's own, and all others. */
export interface SplitInputs {
  readonly tables: readonly File[];
  readonly others: readonly string[];
}

/** Opens those inputs that are tables of a company's own, and no datasets. @throws UsageError `file-unreadable` */
export async function splitTables(terminal: Terminal, names: readonly string[]): Promise<SplitInputs> {
  const tables: File[] = [];
  const others: string[] = [];
  for (const name of names) {
    const file = openTableFile(terminal, name);
    if (await isOwnTable(file)) tables.push(new File([await file.openBlob()], name));
    else others.push(name);
  }
  return { tables, others };
}
