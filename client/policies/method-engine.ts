import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import { ENGINE_CODES, EngineError, type EngineErrorCode, type RowPlace } from '../../engine/errors.ts';
import type { SolveOptions } from '../../engine/methods/method.ts';
import { findMethod, METHODS } from '../../engine/methods/registry.ts';
import type { Rounding } from '../../engine/quantities/decimal.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import {
  prepareRun,
  readDocument,
  type RunOptions,
  type RunResult,
  type SolvedRun,
  solveRun,
} from '../../engine/run.ts';
import { toDetail } from '../records/detail.ts';
import { entriesOfRun, entriesOfSolution } from '../records/result-entries.ts';
import { finishInThreads, type Threading } from '../simulation/simulate-in-threads.ts';
import { reconcileRun } from '../records/run-reconciliation.ts';
import { listReleasedEngines, openReleasedEngine, readOwnEngineDigest } from './released-engines.ts';
import { findReleased, RELEASED_METHODS } from './released-methods.ts';

/** What a run is given besides its rows. */
type Given = Pick<RunOptions, 'documents' | 'solution'>;

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
    options?: Given & Partial<Threading>,
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

/**
 * Returns the engine that has a method: that of this program, else the released one with an earlier version of the method.
 * @throws EngineError `unknown-method`
 */
export async function findMethodEngine(method: string): Promise<MethodEngine> {
  const isOwn = METHODS.some(({ name }) => name === method);
  const version = isOwn ? null : findReleased(method);
  return version === null ? openOwn(method) : openReleased(method, version);
}

function openOwn(method: string): MethodEngine {
  const { reads } = findMethod(method);
  return {
    readDocument: reads.includes('matrix-document') ? readDocument : null,
    solve: (inputs, parameters, options) => solveRun(method, inputs, parameters, options),
    run: async (inputs, parameters, { threads = 1, onProgress, ...given } = {}) => {
      const run = { method, inputs, parameters, options: given };
      // What an engine has read itself cannot be sent to another thread.
      const isAlone = given.documents !== undefined && given.documents.length > 0;
      return finishInThreads(prepareRun(method, inputs, parameters, given), run, {
        threads: isAlone ? 1 : threads,
        ...(onProgress === undefined ? {} : { onProgress }),
      });
    },
    listEntries: async (result, parameters, solution = null) => [
      ...entriesOfRun({ method, parameters, result, digest: await readOwnEngineDigest() }),
      ...entriesOfSolution(solution),
    ],
  };
}

/** What an engine of version 1 exports besides what re-performance needs. */
interface ReleasedEngine {
  readonly engineVersion: string;
  readonly runMethod: (
    method: string,
    inputs: readonly InputRecord[],
    parameters: unknown,
    options?: RunOptions,
  ) => Omit<RunResult, 'reconciliation'>;
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
}

async function openReleased(method: string, version: string): Promise<MethodEngine> {
  const { engine, digest } = await findReleasedEngine(version);
  const reads = RELEASED_METHODS[version]![method]!;
  const { readDocument: read, solveRun: solve } = engine;
  const takes = read !== undefined && reads.includes('matrix-document');
  return {
    readDocument: takes ? (name, source) => translateLater(read(name, source)) : null,
    solve: async (inputs, parameters, options) =>
      solve === undefined ? null : translateLater(solve(method, inputs, parameters, options)),
    run: (inputs, parameters, { threads: _threads, onProgress: _onProgress, ...given } = {}) => {
      const result = translateErrors(() => engine.runMethod(method, inputs, parameters, given));
      const { used } = result;
      const reconciliation = reconcileRun({ inputs, reads, parameters, used });
      return Promise.resolve({ ...result, reconciliation });
    },
    listEntries: (result, parameters, solution = null) => {
      const run = engine.describeRun(method, parameters as { rounding: Rounding }, result, digest);
      const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
      const figures = result.figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) }));
      return Promise.resolve([...figures, document, ...entriesOfSolution(solution)]);
    },
  };
}

async function findReleasedEngine(version: string): Promise<{ engine: ReleasedEngine; digest: Hex }> {
  for (const { digest } of await listReleasedEngines()) {
    const engine = (await openReleasedEngine(digest)) as ReleasedEngine | null;
    if (engine?.engineVersion === version) return { engine, digest };
  }
  throw new Error(`engine ${version} is not among the released engines`);
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
