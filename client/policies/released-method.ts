import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import {
  ENGINE_CODES,
  EngineError,
  type EngineErrorCode,
  type RowPlace,
} from '../../engine/errors/engine-error.ts';
import type { SolveOptions } from '../../engine/methods/method.ts';
import type { Rounding } from '../../engine/quantities/decimal.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import type {
  prepareRun,
  readDocument,
  RunOptions,
  RunResult,
  SolvedRun,
  solveRun,
} from '../../engine/run.ts';
import { engineVersion } from '../../engine/version.ts';
import { toDetail } from '../records/detail.ts';
import { entriesOfSolution } from '../records/solution-entries.ts';
import { finishHere, type SimulationProgress } from '../simulation/simulate-here.ts';
import { type EngineStore, openStoredEngines, type StoredEngine } from './engine-store.ts';
import { findCataloguedMethod } from './methods-catalogue.ts';
import { findReleased, RELEASED_METHODS } from './released-methods.ts';

/** What a run is given besides its rows. */
type Given = Pick<RunOptions, 'documents' | 'solution'>;

/** How a run is computed. */
interface Running {
  /** For a program with threads; elsewhere it changes nothing. */
  readonly threads: number;
  readonly onProgress: (progress: SimulationProgress) => void;
}

/** An engine that has a method. */
export interface MethodEngine {
  /** Reads a document for the method; null where it takes none. @throws EngineError `bad-document` */
  readonly readDocument: typeof readDocument | null;
  /** Solves the equations of a run; null where it has none. @throws as `run` */
  readonly solve: (
    inputs: readonly InputRecord[],
    parameters: unknown,
    options: SolveOptions & Pick<RunOptions, 'documents'>,
  ) => Promise<SolvedRun | null>;
  /**
   * Runs the method. Draws are computed in threads, where it draws.
   * @throws EngineError with its code, row and column
   */
  readonly run: (
    inputs: readonly InputRecord[],
    parameters: unknown,
    options?: Given & Partial<Running>,
  ) => Promise<RunResult>;
  /**
   * Returns the entries of a result: its figures, the entry `run` (§10), which names this engine, and that of the solution, if it is
   * written as a document.
   */
  readonly listEntries: (
    result: RunResult,
    parameters: unknown,
    solution?: DocumentName | null,
  ) => Promise<UnsaltedEntry[]>;
}

/** What a released engine exports besides what re-performance needs. */
interface ReleasedEngine {
  readonly engineVersion: string;
  readonly runMethod: (
    method: string,
    inputs: readonly InputRecord[],
    parameters: unknown,
    options?: RunOptions,
  ) => Omit<RunResult, 'reconciliation'> & Partial<Pick<RunResult, 'reconciliation'>>;
  readonly describeRun: (
    method: string,
    parameters: { readonly rounding: Rounding },
    result: RunResult,
    digest: Hex,
  ) => object;
  /** Since version 2.1.0. */
  readonly readDocument?: typeof readDocument;
  /** Since version 2.1.0. */
  readonly solveRun?: typeof solveRun;
  /** Since version 2.1.0. */
  readonly prepareRun?: typeof prepareRun;
}

/**
 * Returns the engine of a store that has a method, in the version that this program would run. It runs the file of the engine, so that a
 * page needs no engine of its own; a long run belongs into a worker, which can be ended.
 * @throws EngineError `unknown-method`; ApiError of a store on a server; Error where the engine is not in the store
 */
export async function openReleasedMethod(
  method: string,
  store: EngineStore,
): Promise<MethodEngine & { readonly engine: StoredEngine }> {
  const version = findReleased(method) ?? engineVersion;
  const reads = RELEASED_METHODS[version]?.[method] ?? (await findCataloguedMethod(method)).reads;
  const stored = (await store.list()).find((engine) => engine.version === version);
  const { digest = null } = stored ?? {};
  const engine = digest === null ? null : ((await openStoredEngines(store)(digest)) as ReleasedEngine | null);
  if (stored === undefined || engine === null)
    throw new Error(`engine ${version} is not among the released engines`);
  return { ...openMethod(engine, { method, reads, digest: stored.digest }), engine: stored };
}

interface OpenedMethod {
  readonly method: string;
  readonly reads: readonly string[];
  readonly digest: Hex;
}

function openMethod(engine: ReleasedEngine, { method, reads, digest }: OpenedMethod): MethodEngine {
  const { readDocument: read, solveRun: solve } = engine;
  const takes = read !== undefined && reads.includes('matrix-document');
  return {
    readDocument: takes ? (name, source) => translateLater(read(name, source)) : null,
    solve: async (inputs, parameters, options) =>
      solve === undefined ? null : translateLater(solve(method, inputs, parameters, options)),
    run: async (inputs, parameters, { threads: _threads, onProgress = () => {}, ...given } = {}) => {
      const result = translateErrors(() =>
        engine.prepareRun === undefined
          ? engine.runMethod(method, inputs, parameters, given)
          : finishHere(engine.prepareRun(method, inputs, parameters, given), onProgress),
      );
      if (result.reconciliation !== undefined) return result as RunResult;
      // Only engines of version 1 do not say what became of their rows.
      const { reconcileRun } = await import('../records/run-reconciliation.ts');
      return { ...result, reconciliation: reconcileRun({ inputs, reads, parameters, used: result.used }) };
    },
    listEntries: (result, parameters, solution = null) => {
      const run = engine.describeRun(method, parameters as { rounding: Rounding }, result, digest);
      const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
      const figures = result.figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) }));
      return Promise.resolve([...figures, document, ...entriesOfSolution(solution)]);
    },
  };
}

/** Runs a function of a released engine, which has an error class of its own. @throws EngineError */
function translateErrors<Result>(run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    throw translate(error);
  }
}

/** Waits for a function of a released engine. @throws EngineError */
async function translateLater<Result>(result: Promise<Result>): Promise<Result> {
  try {
    return await result;
  } catch (error) {
    throw translate(error);
  }
}

function translate(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'EngineError') return error;
  const { code, value, row, message } = error as unknown as Refusal;
  return Object.hasOwn(ENGINE_CODES, code) ? new EngineError(code, message, value, row) : error;
}

interface Refusal {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly value: unknown;
  readonly row: RowPlace | null;
}
