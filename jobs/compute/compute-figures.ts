import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import type { OpenDocument } from '../../core/verify/engine.ts';
import { refuseWarnings } from '../../engine/errors/refuse-warnings.ts';
import type { Warning } from '../../engine/errors/warning.ts';
import type { InputDocument } from '../../engine/rows/document.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { refuseLeftOut } from '../../engine/rows/reconcile.ts';
import { warnUnnamed } from '../../engine/rows/run-documents.ts';
import type { RunResult, SolvedRun } from '../../engine/run.ts';
import { listOfRows } from '../documents/named-documents.ts';
import type { EngineStore, StoredEngine } from '../engines/engine-store.ts';
import { type FinishRun, type MethodEngine, openMethodEngine } from '../engines/method-engine.ts';
import type { ComputedWhere } from '../engines/computed-where.ts';
import { readParameterTimes } from './run-parameters.ts';

/** What is computed. */
export interface ComputeRequest {
  /** `id@version`. */
  readonly method: string;
  /** The records whose rows the method reads. */
  readonly inputs: readonly InputRecord[];
  /** Their times are ISO dates or unix seconds. */
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Documents that the user gave: those that no row names are warned of. */
  readonly given: readonly DocumentName[];
  /** Whether a run that leaves out an activity is refused, or says so. */
  readonly leftOut: 'refused' | 'listed';
  /** Whether a run with warnings that the parameters do not accept is refused, or lists them. */
  readonly warnings: 'refused' | 'listed';
  /** Whether the entries of the result are listed too, for a record or a picture. Of a large account they take as long as its figures. */
  readonly entries: 'listed' | 'not-needed';
}

/** What a run does now, and which share of that is done, from 0 to 1; null where it does not say. */
export interface RunProgress {
  readonly step: 'reading' | 'solving' | 'computing';
  readonly done: number | null;
}

/** What a run is given by the machine that computes it. */
export interface ComputePorts {
  readonly engines: EngineStore;
  /** Finds a document that rows name. The engine hashes what it reads. */
  readonly openDocument: OpenDocument;
  /** Where random draws are computed. */
  readonly finish: FinishRun;
  readonly onProgress: (progress: RunProgress) => void;
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
  { method, inputs, parameters: given, ...asked }: ComputeRequest,
  { engines, openDocument, finish, onProgress, where, keepSolution }: ComputePorts,
): Promise<ComputedFigures> {
  const parameters = readParameterTimes(given);
  const opened = await openMethodEngine(method, engines);
  const { documents, unnamed } = await readDocuments(opened, inputs, asked.given, openDocument);
  onProgress({ step: 'computing', done: null });
  const solution = await opened.solve(inputs, parameters, {
    documents,
    onProgress: (done) => onProgress({ step: 'solving', done }),
  });
  onProgress({ step: 'computing', done: null });
  const solved = solution === null ? {} : { solution };
  const result = await opened.run(inputs, parameters, { documents, ...solved, finish });
  const { figures, reconciliation, used } = result;
  const warnings = [...unnamed, ...result.warnings];
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

/** Reads the documents that rows name, if the method takes any. One that is nowhere is left out: the method may not need it. */
async function readDocuments(
  { readDocument }: MethodEngine,
  inputs: readonly InputRecord[],
  given: readonly DocumentName[],
  openDocument: OpenDocument,
): Promise<{ readonly documents: readonly InputDocument[]; readonly unnamed: readonly Warning[] }> {
  const named = readDocument === null ? [] : listOfRows(inputs.flatMap(({ entries }) => entries));
  const documents: InputDocument[] = [];
  for (const { sha256, size, mediaType } of named) {
    const name = { sha256, size, mediaType };
    const source = await openDocument(name);
    if (source !== null) documents.push(await readDocument!(name, source));
  }
  const others = given.filter(({ sha256 }) => !named.some((name) => name.sha256 === sha256));
  return { documents, unnamed: others.map(warnUnnamed) };
}
