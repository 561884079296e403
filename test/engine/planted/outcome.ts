import { EngineError } from '../../../engine/errors/engine-error.ts';
import { validateDataset } from '../../../engine/datasets/validate.ts';
import type { Warning } from '../../../engine/errors/warning.ts';
import { runMethod } from '../../../engine/run.ts';
import { recordsOf, type RightTable } from './right-table.ts';

/** What became of a table: an import or a run refused it, or its figures and what was warned of. */
export type Outcome =
  | { readonly refused: string; readonly rows: readonly string[] }
  | { readonly figures: string; readonly warnings: readonly Warning[] };

/** Imports the rows of a table and computes its inventory. */
export function runTable(table: RightTable): Outcome {
  const inputs = recordsOf(table);
  const [problem] = inputs.flatMap(({ entries }) => validateDataset(null, entries));
  if (problem !== undefined) return { refused: `${problem.code}: ${problem.message}`, rows: [problem.row] };
  try {
    const { figures, warnings } = runMethod('inventory@2', inputs, table.parameters);
    return { figures: figures.map(({ key, value, unit }) => `${key} ${value} ${unit}`).join('\n'), warnings };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { refused: `${error.code}: ${error.message}`, rows: [error.row?.key ?? ''] };
  }
}

/** How a planted fault ended. */
export type Ending = 'refused' | 'warned' | 'harmless' | 'refused elsewhere' | 'silent';

/** Compares the outcome of a table with a fault, which one of these rows has, with that of the right table. */
export function judge(right: Outcome, faulty: Outcome, rows: readonly string[]): Ending {
  if ('refused' in right) throw new Error(`the right table was refused: ${right.refused}`);
  const names = (text: string, named: readonly string[]): boolean =>
    rows.some((key) => named.includes(key) || text.includes(key));
  if ('refused' in faulty) return names(faulty.refused, faulty.rows) ? 'refused' : 'refused elsewhere';
  const before = new Set(right.warnings.map(({ code, message }) => `${code} ${message}`));
  const fresh = faulty.warnings.filter(({ code, message }) => !before.has(`${code} ${message}`));
  if (fresh.some(({ message, row }) => names(message, [row.key]))) return 'warned';
  return faulty.figures === right.figures ? 'harmless' : 'silent';
}
