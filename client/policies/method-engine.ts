import type { Hex } from '../../core/encoding/hex.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
import { RUN_KEY } from '../../core/records/run.ts';
import { ENGINE_CODES, EngineError, type EngineErrorCode, type RowPlace } from '../../engine/errors.ts';
import { METHODS } from '../../engine/methods/registry.ts';
import type { Rounding } from '../../engine/quantities/decimal.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { prepareRun, type RunResult } from '../../engine/run.ts';
import { toDetail } from '../records/detail.ts';
import { entriesOfRun } from '../records/result-entries.ts';
import { finishInThreads, type Threading } from '../simulation/simulate-in-threads.ts';
import { reconcileRun } from '../records/run-reconciliation.ts';
import { listReleasedEngines, openReleasedEngine, readOwnEngineDigest } from './released-engines.ts';
import { findReleased, RELEASED_METHODS } from './released-methods.ts';

/** An engine that has a method. */
export interface MethodEngine {
  /**
   * Runs the method. Draws are computed in threads, where it draws.
   * @throws EngineError with its code, row and column
   */
  readonly run: (
    inputs: readonly InputRecord[],
    parameters: unknown,
    threading?: Threading,
  ) => Promise<RunResult>;
  /** Returns the entries of a result: its figures and the entry `run` (§10), which names this engine. */
  readonly listEntries: (result: RunResult, parameters: unknown) => Promise<UnsaltedEntry[]>;
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
  return {
    run: async (inputs, parameters, threading = { threads: 1 }) => {
      const run = { method, inputs, parameters, options: {} };
      return finishInThreads(prepareRun(method, inputs, parameters), run, threading);
    },
    listEntries: async (result, parameters) =>
      entriesOfRun({ method, parameters, result, digest: await readOwnEngineDigest() }),
  };
}

/** What an engine of version 1 exports besides what re-performance needs. */
interface ReleasedEngine {
  readonly engineVersion: string;
  readonly runMethod: (
    method: string,
    inputs: readonly InputRecord[],
    parameters: unknown,
  ) => Omit<RunResult, 'reconciliation'>;
  readonly describeRun: (
    method: string,
    parameters: { readonly rounding: Rounding },
    result: RunResult,
    digest: Hex,
  ) => object;
}

async function openReleased(method: string, version: string): Promise<MethodEngine> {
  const { engine, digest } = await findReleasedEngine(version);
  const reads = RELEASED_METHODS[version]![method]!;
  return {
    run: (inputs, parameters) => {
      const result = translateErrors(() => engine.runMethod(method, inputs, parameters));
      const { used } = result;
      const reconciliation = reconcileRun({ inputs, reads, parameters, used });
      return Promise.resolve({ ...result, reconciliation });
    },
    listEntries: (result, parameters) => {
      const run = engine.describeRun(method, parameters as { rounding: Rounding }, result, digest);
      const document = { key: RUN_KEY, value: null, unit: '', from: 0, until: 0, detail: toDetail(run) };
      const figures = result.figures.map((figure) => ({ ...figure, detail: toDetail(figure.detail) }));
      return Promise.resolve([...figures, document]);
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
    if (!(error instanceof Error) || error.name !== 'EngineError') throw error;
    const { code, value, row, message } = error as unknown as Refusal;
    if (!Object.hasOwn(ENGINE_CODES, code)) throw error;
    throw new EngineError(code, message, value, row);
  }
}

interface Refusal {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly value: unknown;
  readonly row: RowPlace | null;
}
