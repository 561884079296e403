import type { Api } from '../../client/http/api.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { parseBundle } from '../../core/proofs/bundle.ts';
import type { DocumentName } from '../../core/records/document-name.ts';
import type { RunTask, Task } from '../../core/work/task.ts';
import { listOfRows, listOfRuns } from '../../jobs/documents/named-documents.ts';
import { findCataloguedMethod, takesDocuments } from '../../jobs/engines/methods-catalogue.ts';
import type { OpenedTask, UnitComputer, UnitLimits } from '../../jobs/work/opened-tasks.ts';
import { UnitEnded } from '../../jobs/work/unit-ended.ts';
import type { WholeUnit } from '../../jobs/work/unit-bytes.ts';
import { JobTooSlow, type PoolOptions, ThreadPool } from '../../threads/thread-pool.ts';
import type { DrawSetting } from './draw-worker.ts';
import type { SliceTask } from './slice-worker.ts';

/** Bytes of heap that a thread has whatever a unit states: an engine needs some. */
const LEAST_HEAP = 2 ** 28;

/** What this machine gives. */
export interface UnitPorts {
  readonly threads: number;
  /** Returns the path of a document of the server; null where nobody has it. */
  readonly locate: (api: Api, name: DocumentName) => Promise<string | null>;
}

/** A unit, and the files of its documents by their SHA-256. */
export interface UnitJob {
  readonly unit: WholeUnit;
  readonly paths: ReadonlyMap<string, string>;
}

/** Starts to compute a task in threads of this process. @throws as `readInput` */
export async function openUnitsInThreads(
  opened: OpenedTask,
  { threads, locate }: UnitPorts,
): Promise<UnitComputer> {
  const { task, engine, limits } = opened;
  const own = { name: 'the worker', threads, ...(limits === null ? {} : limit(limits)) };
  if (task.kind === 'draws') return openDraws(opened, task, { own, locate });
  const module = new URL('./unit-worker.ts', import.meta.url);
  const pool = new ThreadPool<UnitJob, Uint8Array>({ ...own, module, setting: engine });
  return serve(pool, async (unit) => pool.run(await readWhole(opened, unit, locate)));
}

/** The threads of a worker. */
interface Threads {
  readonly own: Pick<PoolOptions, 'name' | 'threads' | 'heap' | 'seconds'>;
  readonly locate: UnitPorts['locate'];
}

/** Opens a run in a first thread, so that one that cannot be opened concerns all of its work. @throws EngineError; as `readInput` */
async function openDraws(
  opened: OpenedTask,
  { run, slices }: Task & { readonly kind: 'draws' },
  { own, locate }: Threads,
): Promise<UnitComputer> {
  const setting: DrawSetting = { engine: opened.engine, ...(await readRun(opened, run, locate)) };
  const module = new URL('./draw-worker.ts', import.meta.url);
  const pool = new ThreadPool<SliceTask | 'open', Uint8Array>({ ...own, module, setting });
  const units = serve(pool, (unit) => pool.run({ group: Math.floor(unit / slices), slice: unit % slices }));
  try {
    await pool.run('open');
    return units;
  } catch (error) {
    await units.close();
    throw explain(error);
  }
}

function limit({ memory, seconds }: UnitLimits): Pick<PoolOptions, 'heap' | 'seconds'> {
  return { heap: Math.max(LEAST_HEAP, memory), seconds };
}

/** A run, and the files of its documents by their SHA-256. */
type ReadRun = Pick<DrawSetting, 'run' | 'paths'>;

/** Returns a run with its rows, and its documents as far as the server sends them. @throws ApiError where it does not send something that it has */
async function readRun(
  opened: OpenedTask,
  { method, parameters, inputs: ids }: RunTask,
  locate: UnitPorts['locate'],
): Promise<ReadRun> {
  const inputs = await Promise.all(ids.map(opened.readInput));
  const named = (await readsDocuments(method)) ? listOfRows(inputs.flatMap(({ entries }) => entries)) : [];
  const paths = await findPaths(opened, named, locate);
  const documents = named
    .filter(({ sha256 }) => paths.has(sha256))
    .map(({ sha256, size, mediaType }) => ({ sha256, size, mediaType }));
  return { run: { method, parameters, inputs, documents }, paths };
}

async function findPaths(
  { call }: OpenedTask,
  names: readonly DocumentName[],
  locate: UnitPorts['locate'],
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  for (const name of names) {
    const path = await call((api) => locate(api, name));
    if (path !== null) paths.set(name.sha256, path);
  }
  return paths;
}

/** Returns a unit with all that it is computed from. @throws as `readRun` */
async function readWhole(opened: OpenedTask, number: number, locate: UnitPorts['locate']): Promise<UnitJob> {
  const { task } = opened;
  if (task.kind === 'draws') throw new Error('a slice of draws is not a whole unit');
  if (task.kind === 'reperform') {
    const id = task.results[number] as Hex;
    const proof = await opened.readProof(id);
    const paths = await findPaths(opened, listOfRuns(parseBundle(proof).records), locate);
    return { unit: { kind: 'reperform', id, proof }, paths };
  }
  const [kind, asked] =
    task.kind === 'solution' ? (['solution', task.run] as const) : (['run', task.runs[number]!] as const);
  const { run, paths } = await readRun(opened, asked, locate);
  return { unit: { kind, ...run }, paths };
}

/** An unknown method reads none: the engine then refuses the run. */
function readsDocuments(method: string): Promise<boolean> {
  return findCataloguedMethod(method).then(takesDocuments, () => false);
}

function serve(
  pool: { readonly close: () => Promise<void> },
  compute: (unit: number) => Promise<Uint8Array>,
): UnitComputer {
  return {
    compute: (unit) =>
      compute(unit).catch((error: unknown) => {
        throw explain(error);
      }),
    close: () => pool.close(),
  };
}

/** The error that ended a thread, where it says one; else the thread was ended, for example as it had no memory left. */
function explain(error: unknown): unknown {
  if (!(error instanceof Error) || !error.message.startsWith('a thread of')) return error;
  const { cause } = error;
  if (cause instanceof JobTooSlow)
    return new UnitEnded('unit-too-slow', `the unit was stopped: ${cause.message}`);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : null;
  if (cause instanceof Error && code !== 'ERR_WORKER_OUT_OF_MEMORY') return cause;
  return new UnitEnded(
    'worker-ended',
    `the unit ended its thread: ${cause instanceof Error ? cause.message : error.message}`,
  );
}
