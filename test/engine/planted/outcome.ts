import { EngineError } from '../../../engine/errors/engine-error.ts';
import { validateDataset } from '../../../engine/datasets/validate.ts';
import type { Warning } from '../../../engine/errors/warning.ts';
import { runMethod } from '../../../engine/run.ts';
import { recordsOf, type RightTable } from './right-table.ts';

/** What became of a table: an import or a run refused it, or its figures and what was warned of. */
export type Outcome =
  | { readonly refused: string }
  | { readonly figures: string; readonly warnings: readonly Warning[] };

/** Imports the rows of a table and computes its inventory. */
export function runTable(table: RightTable): Outcome {
  const inputs = recordsOf(table);
  const [problem] = inputs.flatMap(({ entries }) => validateDataset(null, entries));
  if (problem !== undefined) return { refused: `${problem.code} ${problem.row}: ${problem.message}` };
  try {
    const { figures, warnings } = runMethod('inventory@2', inputs, table.parameters);
    return { figures: figures.map(({ key, value, unit }) => `${key} ${value} ${unit}`).join('\n'), warnings };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { refused: `${error.code} ${error.row?.key}: ${error.message}` };
  }
}

/** How a planted fault ended. */
export type Ending = 'refused' | 'warned' | 'harmless' | 'silent';

/** Compares the outcome of a table with a fault, which one of these rows has, with that of the right table. */
export function judge(right: Outcome, faulty: Outcome, rows: readonly string[]): Ending {
  if ('refused' in right) throw new Error(`the right table was refused: ${right.refused}`);
  if ('refused' in faulty) return 'refused';
  const before = new Set(right.warnings.map(({ code, message }) => `${code} ${message}`));
  const fresh = faulty.warnings.filter(({ code, message }) => !before.has(`${code} ${message}`));
  if (fresh.some(({ message, row }) => rows.some((key) => row.key === key || message.includes(key))))
    return 'warned';
  return faulty.figures === right.figures ? 'harmless' : 'silent';
}
