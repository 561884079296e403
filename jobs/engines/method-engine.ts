import type { Hex } from '../../core/encoding/hex.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { UnsaltedEntry } from '../../core/records/entry.ts';
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
  describeRun,
  PreparedRun,
  prepareRun,
  readDocument,
  RunOptions,
  RunResult,
  SolvedRun,
  solveRun,
} from '../../engine/run.ts';
import { engineVersion } from '../../engine/version.ts';
import type { ComputedWhere } from './computed-where.ts';
import { entriesOfRun, entriesOfSolution } from './result-entries.ts';
import { openEngines } from './engine-files.ts';
import type { EngineStore, StoredEngine } from './engine-store.ts';
import { findCataloguedMethod, takesDocuments } from './methods-catalogue.ts';

/** What a run is given besides its rows. */
type Given = Pick<RunOptions, 'documents' | 'solution'>;

/** A run, and the file of the engine that computes it: what another thread needs to prepare it again. */
export interface EngineRun {
  readonly engine: { readonly digest: Hex; readonly bytes: Uint8Array };
  readonly method: string;
  readonly inputs: readonly InputRecord[];
  readonly parameters: unknown;
  readonly options: Given;
}

/** Finishes a prepared run: where and in how many threads its simulation is computed, and to whom that is reported. */
export type FinishRun = (prepared: PreparedRun, run: EngineRun) => RunResult | Promise<RunResult>;

/** The engine of this program with one method. It runs the file of the engine, whose digest the runs of its results state. */
export interface MethodEngine {
  readonly engine: StoredEngine;
  /** Reads a document for the method; null where it takes none. @throws EngineError `bad-document` */
  readonly readDocument: typeof readDocument | null;
  /** Solves the equations of a run; null where it has none. @throws as `run` */
  readonly solve: (
    inputs: readonly InputRecord[],
    parameters: unknown,
    options: SolveOptions & Pick<RunOptions, 'documents'>,
  ) => Promise<SolvedRun | null>;
  /** Runs the method. @throws EngineError with its code, row and column */
  readonly run: (
    inputs: readonly InputRecord[],
    parameters: unknown,
    options?: Given & { readonly finish?: FinishRun },
  ) => Promise<RunResult>;
  /**
   * Returns the entries of a result: its figures, the entry `run` (§10), which names this engine, and that of the solution, if it is
   * written as a document. `computed` says where its draws were computed, where that was not here.
   */
  readonly listEntries: (
    result: RunResult,
    parameters: unknown,
    solution?: DocumentName | null,
    computed?: ComputedWhere | null,
  ) => UnsaltedEntry[];
}

/** What the file of an engine exports besides what re-performance needs. */
export interface RunningEngine {
  readonly prepareRun: typeof prepareRun;
  readonly solveRun: typeof solveRun;
  readonly readDocument: typeof readDocument;
  readonly describeRun: typeof describeRun;
}

/**
 * Opens the engine of this program, from its file in a store, for a method. A long run belongs into a worker, which can be ended.
 * @throws EngineError `unknown-method`; ApiError of a store on a server; Error where the engine is not in the store
 */
export async function openMethodEngine(method: string, store: EngineStore): Promise<MethodEngine> {
  const catalogued = await findCataloguedMethod(method);
  const stored = (await store.list()).find(({ version }) => version === engineVersion);
  const file = stored === undefined ? null : await openFile(store, stored.digest);
  if (stored === undefined || file === null)
    throw new Error(
      `the file of the engine ${engineVersion} is missing, or has another digest than is listed`,
    );
  const { engine, bytes } = file;
  return {
    engine: stored,
    readDocument: takesDocuments(catalogued)
      ? (name, source) => translate(() => engine.readDocument(name, source))
      : null,
    solve: (inputs, parameters, options) =>
      translate(() => engine.solveRun(method, inputs, parameters, options)),
    run: (inputs, parameters, { finish = (prepared: PreparedRun) => prepared.finish(), ...options } = {}) =>
      translate(() =>
        finish(engine.prepareRun(method, inputs, parameters, options), {
          ...{ engine: { digest: stored.digest, bytes }, method, inputs, parameters, options },
        }),
      ),
    listEntries: (result, parameters, solution = null, computed = null) => {
      const run = engine.describeRun(method, parameters as { rounding: Rounding }, result, stored.digest);
      const described = computed === null ? run : { ...run, computed };
      return [...entriesOfRun(result, described), ...entriesOfSolution(solution)];
    },
  };
}

/** The file of an engine, whose digest was checked. */
interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly engine: RunningEngine;
}

/** What was opened from each store: to read and to hash a megabyte again for each run would take as long as a small run. */
const openedFiles = new WeakMap<EngineStore, Map<Hex, OpenedFile>>();

async function openFile(store: EngineStore, digest: Hex): Promise<OpenedFile | null> {
  const files = openedFiles.get(store) ?? new Map<Hex, OpenedFile>();
  openedFiles.set(store, files);
  const known = files.get(digest);
  if (known !== undefined) return known;
  const bytes = await store.read(digest);
  const engine = await openRunningEngine({ digest, bytes });
  if (bytes === null || engine === null) return null;
  files.set(digest, { bytes, engine });
  return { bytes, engine };
}

/** Opens an engine that computes, from the bytes of its file; null where these are missing, or have another digest. */
export async function openRunningEngine({
  digest,
  bytes,
}: {
  readonly digest: Hex;
  readonly bytes: Uint8Array | null;
}): Promise<RunningEngine | null> {
  return (await openEngines(() => Promise.resolve(bytes))(digest)) as object | null as RunningEngine | null;
}

/** Runs a function of the file of an engine, which has an error class of its own. @throws EngineError */
async function translate<Result>(run: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EngineError') throw error;
    const { code, value, row, message } = error as unknown as Refusal;
    throw Object.hasOwn(ENGINE_CODES, code) ? new EngineError(code, message, value, row) : error;
  }
}

interface Refusal {
  readonly code: EngineErrorCode;
  readonly message: string;
  readonly value: unknown;
  readonly row: RowPlace | null;
}
