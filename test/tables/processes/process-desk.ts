import { runMethod } from '../../../engine/run.ts';
import { type ImportedProcesses, readProcesses } from '../../../jobs/import/read-processes.ts';
import { DatasetRefused, type TableProblem } from '../../../tables/cells/table-problem.ts';
import { makeZip } from '../../helpers/zip-file.ts';
import { COMMON, dataset, figureOf } from '../../engine/dataset.ts';

/** Reads a file of processes. */
export function readFile(
  format: string,
  name: string,
  content: string | Uint8Array,
): Promise<ImportedProcesses> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return readProcesses({
    format,
    name,
    bytes,
    source: { title: 'made', provider: 'nobody', licence: 'none' },
  });
}

/** Reads a package of openLCA with these files. */
export function readPackage(files: Readonly<Record<string, string>>): Promise<ImportedProcesses> {
  return readFile('openlca', 'made.zip', makeZip(files));
}

/** Returns the first problem of a file that is refused. */
export async function refusalOf(read: Promise<unknown>): Promise<TableProblem> {
  try {
    await read;
  } catch (error) {
    if (error instanceof DatasetRefused) return error.details.problems[0]!;
    throw error;
  }
  throw new Error('it was read');
}

/** Returns value, unit and detail of the rows of a file but for its source, by key. */
export function rowsOf({ entries }: ImportedProcesses): Record<string, object> {
  const rows = entries.filter(({ key }) => key !== 'source');
  return Object.fromEntries(
    rows.map(({ key, value, unit, detail }) => {
      const { row: _row, title: _title, custom: _custom, process: _process, ...others } = detail!;
      return [key, { value: `${value} ${unit}`, ...others }];
    }),
  );
}

/** Returns how often each kind of thing was left out. */
export function countsOf({ leftOut }: ImportedProcesses): Record<string, number> {
  return Object.fromEntries(leftOut.map(({ kind, count }) => [kind, count]));
}

/** Returns a figure of a kilogram of a product that a file makes. */
export function footprintOf(
  { entries }: ImportedProcesses,
  product: string,
  figure: string,
  parameters: object = {},
): string {
  const unit = { name: 'u', product, amount: '1', unit: 'kg', boundary: 'cradle-to-gate' };
  const result = runMethod('life-cycle@1', [dataset('a', ...entries)], {
    ...{ ...COMMON, rounding: { mode: 'half-even', digits: 9 } },
    ...{ functionalUnits: [unit], ...parameters },
  });
  return figureOf(result, `product/u/${figure}`).value;
}
