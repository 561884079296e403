import { isOwnTable } from '../../jobs/map/own-table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { openTableFile } from './table-file.ts';

/** The inputs of a run: tables of a company's own, and all others. */
export interface SplitInputs {
  readonly tables: readonly File[];
  readonly others: readonly string[];
}

/**
 * Opens those inputs that are tables of a company's own, and no datasets. Each has the name of its file without its folder, as an import calls it, unless
 * two have the same.
 * @throws UsageError `file-unreadable`
 */
export async function splitTables(terminal: Terminal, names: readonly string[]): Promise<SplitInputs> {
  const own: { readonly path: string; readonly blob: Blob }[] = [];
  const others: string[] = [];
  for (const path of names) {
    const file = openTableFile(terminal, path);
    if (await isOwnTable(file)) own.push({ path, blob: await file.openBlob() });
    else others.push(path);
  }
  const called = own.map(({ path }) => baseName(path));
  const tables = own.map(({ path, blob }) => {
    const name = baseName(path);
    const isOnly = called.filter((each) => each === name).length === 1;
    return new File([blob], isOnly ? name : path);
  });
  return { tables, others };
}

function baseName(path: string): string {
  return path.replace(/^.*[\\/]/, '');
}
