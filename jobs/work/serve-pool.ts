import { ApiError } from '../../client/http/api-error.ts';
import type { Api } from '../../client/http/api.ts';
import type { HeldUnit, Lease, LeaseAnswer, WorkClient } from '../../client/http/work.ts';
import type { Task, UnitFailure } from '../../core/work/task.ts';
import { hashBytes } from './hash-bytes.ts';
import { openTaskReads, type TaskReads } from './task-reads.ts';
import type { EngineStore } from '../engines/engine-store.ts';
import type { EngineRun } from '../engines/method-engine.ts';

/** What a worker offers. */
export interface WorkerRequest {
  /** The party whose worker it is, where the key belongs to several. */
  readonly pool?: string | undefined;
  /** Its name, for people. */
  readonly worker: string;
  /** Bytes of memory that it has for one unit. */
  readonly memory: number;
  /** Units that it computes at the same time. */
  readonly threads: number;
  /** The parties for which it works; undefined: everyone. */
  readonly parties?: readonly string[] | undefined;
  /** The only work that it takes from. */
  readonly work?: string | undefined;
  /** Whether it ends when nothing waits. */
  readonly untilEmpty: boolean;
}

/** Computes units of one task. */
export interface UnitComputer {
  /** Returns the bytes of a unit. @throws EngineError; WorkerEnded if the unit ended its thread */
  compute(unit: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What this machine gives. */
export interface WorkerPorts {
  readonly work: WorkClient;
  /** Signed in as the pool: what it may read are the inputs that it was granted. */
  readonly openApi: () => Promise<Api>;
  readonly engines: EngineStore;
  /** Starts to compute a task. `readInput` fetches a record with its entries; `memory` is what a unit states. */
  readonly openUnits: (opened: OpenedTask) => Promise<UnitComputer>;
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly say: (text: string) => void;
}

/** A task whose engine was found. */
export interface OpenedTask extends TaskReads {
  readonly task: Task;
  readonly engine: EngineRun['engine'];
  /** Bytes that a unit states. */
  readonly memory: number;
}

/** What a worker has done. */
export interface WorkerDone {
  readonly units: number;
  readonly failed: number;
  /** Results that came too late: others have the unit, or its work has ended. */
  readonly lost: number;
}

/** A unit ended the thread that computed it. */
export class WorkerEnded extends Error {
  override readonly name = 'WorkerEnded';
}

/** Milliseconds between two looks for units, after work that could not begin, and while the server does not answer. */
const [POLL, AFTER_REFUSAL, UNANSWERED] = [500, 2000, 5000];
/** Seconds for which a worker takes units at once. */
const AHEAD = 2;
/** The most units that are taken at once. */
const MOST = 64;
/** Tasks that are kept open. */
const OPEN = 4;

/** Computes units for a pool until the signal is aborted, or nothing waits. @throws ApiError where the server refuses the worker itself */
export async function servePool(
  request: WorkerRequest,
  ports: WorkerPorts,
  signal: AbortSignal,
): Promise<WorkerDone> {
  const worker = new PoolWorker(request, ports);
  try {
    await worker.run(signal);
  } finally {
    await worker.close();
  }
  return worker.done;
}

class PoolWorker {
  readonly done = { units: 0, failed: 0, lost: 0 };
  readonly #request: WorkerRequest;
  readonly #ports: WorkerPorts;
  /** Tasks by their work, the one used last at the end. */
  readonly #tasks = new Map<string, Promise<UnitComputer>>();
  /** Units that are computed or wait for a thread. */
  readonly #held = new Map<string, HeldUnit>();
  readonly #running = new Set<Promise<void>>();
  /** Seconds that a unit of a work took last. */
  readonly #speed = new Map<string, number>();
  #renewAt = 0;
  #pauseUntil = 0;

  constructor(request: WorkerRequest, ports: WorkerPorts) {
    this.#request = request;
    this.#ports = ports;
  }

  async run(signal: AbortSignal): Promise<void> {
    const { now, wait } = this.#ports;
    while (!signal.aborted) {
      const isFull = this.#held.size > this.#request.threads || now() < this.#pauseUntil;
      const answer = await this.#step(isFull);
      if (answer === 'unanswered') {
        await wait(UNANSWERED);
        continue;
      }
      const { lease, isWaiting } = answer;
      if (lease !== null) {
        for (const unit of lease.units) this.#start(lease, { work: lease.work, pool: lease.pool, ...unit });
        continue;
      }
      if (this.#running.size > 0) await Promise.race([...this.#running, wait(POLL)]);
      else if (this.#request.untilEmpty && !isWaiting) return;
      else await wait(POLL);
    }
  }

  /** Renews leases, and takes a lease unless the worker is full. A server that does not answer is asked again, however long that takes. */
  async #step(isFull: boolean): Promise<LeaseAnswer | 'unanswered'> {
    try {
      await this.#renew();
      return isFull ? { lease: null, isWaiting: true } : await this.#lease();
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTemporary) throw error;
      this.#ports.say(`${error.message}; the worker waits`);
      return 'unanswered';
    }
  }

  /** Waits for the units that it has. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
    const closing = [...this.#tasks.values()].map(async (task) => (await task.catch(() => null))?.close());
    await Promise.all(closing);
  }

  #lease(): Promise<LeaseAnswer> {
    const { pool, worker, memory, threads, parties, work } = this.#request;
    const seconds = Math.max(...this.#speed.values(), 0);
    const most =
      seconds === 0 ? threads : Math.min(MOST, Math.max(threads, Math.round((AHEAD * threads) / seconds)));
    return this.#ports.work.lease({ pool, worker, memory, most, parties, work });
  }

  /** Renews all leases when a third of their time is over. Units that are another's are computed to the end, but not delivered. */
  async #renew(): Promise<void> {
    if (this.#held.size === 0 || this.#ports.now() < this.#renewAt) return;
    for (const [work, units] of Map.groupBy(this.#held.values(), (unit) => unit.work)) {
      const places = units.map(({ unit, token }) => ({ unit, token }));
      const kept = await this.#ports.work.renew(work, units[0]!.pool, places.slice(0, MOST));
      for (const unit of units.slice(0, MOST)) if (!kept.includes(unit.unit)) this.#held.delete(keyOf(unit));
    }
    this.#renewAt = this.#ports.now() + this.#renewEvery;
  }

  #renewEvery = 0;

  #start(lease: Lease, unit: HeldUnit): void {
    this.#renewEvery = (1000 * lease.seconds) / 3;
    if (this.#held.size === 0) this.#renewAt = this.#ports.now() + this.#renewEvery;
    this.#held.set(keyOf(unit), unit);
    const running = this.#compute(lease, unit)
      .catch((error: unknown) => this.#ports.say(`unit ${unit.unit} of ${unit.work}: ${String(error)}`))
      .finally(() => {
        this.#held.delete(keyOf(unit));
        this.#running.delete(running);
      });
    this.#running.add(running);
  }

  async #compute(lease: Lease, unit: HeldUnit): Promise<void> {
    const task = await this.#open(lease).catch((error: unknown) => {
      this.#pauseUntil = this.#ports.now() + AFTER_REFUSAL;
      return this.#fail(unit, { ...describe(error), scope: 'work' });
    });
    if (task === null) return;
    const began = this.#ports.now();
    let bytes: Uint8Array;
    try {
      bytes = await task.compute(unit.unit);
    } catch (error) {
      await this.#fail(unit, { ...describe(error), scope: 'unit' });
      return;
    }
    const milliseconds = this.#ports.now() - began;
    this.#speed.set(lease.work, milliseconds / 1000);
    await this.#deliver(unit, bytes, milliseconds);
  }

  async #deliver(unit: HeldUnit, bytes: Uint8Array, milliseconds: number): Promise<void> {
    const hash = await hashBytes(bytes);
    try {
      await this.#ports.work.deliver(unit, { bytes, sha256: hash, milliseconds });
      this.done.units += 1;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'lease-lost') this.done.lost += 1;
      else await this.#fail(unit, { ...describe(error), scope: 'unit' });
    }
  }

  /** Tells the server that a unit was not computed; returns null. */
  async #fail(unit: HeldUnit, failure: UnitFailure): Promise<null> {
    this.#ports.say(
      `unit ${unit.unit} of ${unit.work} was not computed (${failure.code}): ${failure.message}`,
    );
    this.done.failed += 1;
    await this.#ports.work.fail(unit, failure).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'lease-lost') throw error;
    });
    return null;
  }

  /** Returns what computes the units of a lease. A few tasks are kept open, as parties take turns. */
  async #open(lease: Lease): Promise<UnitComputer> {
    const known = this.#tasks.get(lease.work);
    const task = known ?? this.#openTask(lease);
    this.#tasks.delete(lease.work);
    this.#tasks.set(lease.work, task);
    const held = new Set([...this.#held.values()].map(({ work }) => work));
    const [oldest] = [...this.#tasks.keys()].filter((work) => !held.has(work));
    if (this.#tasks.size > OPEN && oldest !== undefined) {
      const closed = this.#tasks.get(oldest)!;
      this.#tasks.delete(oldest);
      this.#speed.delete(oldest);
      void closed.then((each) => each.close()).catch(() => {});
    }
    task.catch(() => this.#tasks.delete(lease.work));
    return task;
  }

  async #openTask({ task, size }: Lease): Promise<UnitComputer> {
    const { engines, openApi, openUnits } = this.#ports;
    const bytes = await engines.read(task.engine);
    if (bytes === null)
      throw new TaskRefused('engine-missing', `the worker has no engine with the digest ${task.engine}`);
    const engine = { digest: task.engine, bytes };
    return openUnits({ task, engine, memory: size.memory, ...openTaskReads(await openApi()) });
  }
}

/** A worker cannot begin with a task. */
class TaskRefused extends Error {
  override readonly name = 'TaskRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function keyOf({ work, unit }: HeldUnit): string {
  return `${work}/${unit}`;
}

const CODE = /^[a-z][a-z0-9-]{0,63}$/;
const MOST_MESSAGE = 1000;

function describe(error: unknown): Pick<UnitFailure, 'code' | 'message'> {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  const isEnded = error instanceof WorkerEnded;
  return {
    code: isEnded ? 'worker-ended' : typeof code === 'string' && CODE.test(code) ? code : 'unit-failed',
    message: String(message ?? error).slice(0, MOST_MESSAGE),
  };
}
