import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { refuseWarnings } from '../../engine/errors/refuse-warnings.ts';
import { refuseLeftOut } from '../../engine/rows/reconcile.ts';
import { warnUnnamed } from '../../engine/rows/run-documents.ts';
import type { RunResult, SolvedRun } from '../../engine/run.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import type { StoredEngine } from '../engines/engine-store.ts';
import { type RowsToRun, type RunPorts, runRows } from './run-rows.ts';

/** What is computed. */
export interface ComputeRequest extends RowsToRun {
  /** Documents that the user gave: those that no row names are warned of. */
  readonly given: readonly DocumentName[];
  /** Whether a run that leaves out an activity is refused, or says so. */
  readonly leftOut: 'refused' | 'listed';
  /** Whether a run with warnings that the parameters do not accept is refused, or lists them. */
  readonly warnings: 'refused' | 'listed';
  /** Whether the entries of the result are listed too, for a record or a picture. Of a large account they take as long as its figures. */
  readonly entries: 'listed' | 'not-needed';
}

/** What a run is given by the machine that computes it. */
export interface ComputePorts extends RunPorts {
  /** Where the draws of the run were computed, for its record; null or absent: here. */
  readonly where?: () => ComputedWhere | null;
  /** Keeps the solution of the equations of the run as a document, which the result names; null where the method solves none. */
  readonly keepSolution?: (solution: SolvedRun | null) => Promise<DocumentName>;
}

/** What a run gave. */
export interface ComputedFigures extends Pick<RunResult, 'figures' | 'warnings' | 'reconciliation'> {
  /** The entries of the result: its figures, and the entry `run` that names the engine. None where they were not asked for. */
  readonly entries: readonly UnsaltedEntry[];
  /** The records whose rows it used: the sources of the result. */
  readonly used: readonly Hex[];
  readonly engine: StoredEngine;
  /** The solution of its equations, as it was kept; null where it was not. */
  readonly solution: DocumentName | null;
}

/**
 * Computes figures from rows with the engine of this program: reads the documents that the rows name, solves the equations of the run if it
 * has any, and computes.
 * @throws EngineError with code, row and column; what a port throws
 */
export async function computeFigures(
  asked: ComputeRequest,
  { where, keepSolution, ...ports }: ComputePorts,
): Promise<ComputedFigures> {
  const { opened, parameters, result, solution, named } = await runRows(asked, ports);
  const { figures, reconciliation, used } = result;
  const unnamed = asked.given.filter(({ sha256 }) => !named.some((name) => name.sha256 === sha256));
  const warnings = [...unnamed.map(warnUnnamed), ...result.warnings];
  if (asked.leftOut === 'refused') refuseLeftOut(reconciliation);
  if (asked.warnings === 'refused') refuseWarnings(warnings);
  const kept = (await keepSolution?.(solution)) ?? null;
  return {
    figures,
    warnings,
    reconciliation,
    entries:
      asked.entries === 'listed' ? opened.listEntries(result, parameters, kept, where?.() ?? null) : [],
    used: used.map(({ record }) => record as Hex),
    engine: opened.engine,
    solution: kept,
  };
}
