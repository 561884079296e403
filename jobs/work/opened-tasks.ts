import type { Api } from '../../client/http/api.ts';
import type { Lease } from '../../client/generated/openapi.ts';
import { parseWith } from '../../core/encoding/schema.ts';
import { type Task, taskSchema } from '../../core/work/task.ts';
import type { EngineStore } from '../engines/engine-store.ts';
import type { EngineRun } from '../engines/method-engine.ts';
import { openTaskReads, type TaskReads } from './task-reads.ts';

/** Units of one piece of work. */
export type TakenUnits = NonNullable<Lease['lease']>;

/** Computes units of one task. */
export interface UnitComputer {
  /** Returns the bytes of a unit. @throws EngineError; UnitEnded */
  compute(unit: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A task whose engine was found. */
export interface OpenedTask extends TaskReads {
  readonly task: Task;
  readonly engine: EngineRun['engine'];
  /** Null: as much as a unit takes. */
  readonly limits: UnitLimits | null;
}

/** What a unit may take before it is stopped. */
export interface UnitLimits {
  /** Bytes. */
  readonly memory: number;
  readonly seconds: number;
}

/** What opens a task. */
export interface TaskPorts {
  /** Signed in as the pool: what it may read are the inputs that it was granted. */
  readonly openApi: () => Promise<Api>;
  readonly engines: EngineStore;
  /** Starts to compute a task. `readInput` fetches a record with its entries; a unit that takes more than its limits is stopped. */
  readonly openUnits: (opened: OpenedTask) => Promise<UnitComputer>;
}

/** How often the seconds that it states a unit may take, as machines differ and so do units; and the fewest seconds. */
const [TIMES, LEAST] = [10, 60];

/** Tasks that are kept open. */
const OPEN = 4;

/** The tasks that a worker has opened. A few stay open, as parties take turns. */
export class OpenedTasks {
  readonly #ports: TaskPorts;
  /** By their work, the one used last at the end. */
  readonly #tasks = new Map<string, Promise<UnitComputer>>();

  constructor(ports: TaskPorts) {
    this.#ports = ports;
  }

  /** Returns what computes the units of a lease. Tasks that are not in `used` may be closed. @throws TaskRefused; BadInput; ApiError; as `openUnits` */
  async open(lease: TakenUnits, used: ReadonlySet<string>): Promise<UnitComputer> {
    const task = this.#tasks.get(lease.work) ?? this.#openTask(lease);
    this.#tasks.delete(lease.work);
    this.#tasks.set(lease.work, task);
    task.catch(() => this.#tasks.delete(lease.work));
    this.#closeOldest(used);
    return task;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#tasks.values()].map(closeTask));
  }

  #closeOldest(used: ReadonlySet<string>): void {
    const oldest = [...this.#tasks.keys()].find((work) => !used.has(work));
    if (this.#tasks.size <= OPEN || oldest === undefined) return;
    void closeTask(this.#tasks.get(oldest)!);
    this.#tasks.delete(oldest);
  }

  async #openTask({ task, size }: TakenUnits): Promise<UnitComputer> {
    const { engines, openApi, openUnits } = this.#ports;
    const checked = parseWith(taskSchema, task);
    const bytes = await engines.read(checked.engine);
    if (bytes === null)
      throw new TaskRefused('engine-missing', `the worker has no engine with the digest ${checked.engine}`);
    const engine = { digest: checked.engine, bytes };
    const limits = { memory: size.memory, seconds: Math.max(LEAST, TIMES * size.seconds) };
    return openUnits({ task: checked, engine, limits, ...openTaskReads(await openApi()) });
  }
}

async function closeTask(opening: Promise<UnitComputer>): Promise<void> {
  const task = await opening.catch(() => null);
  await task?.close();
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
