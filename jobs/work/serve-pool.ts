import { ApiError } from '../../client/http/api-error.ts';
import type { ComputedUnit, HeldUnit, WorkClient } from '../../client/http/work.ts';
import type { Lease, UnitFailure } from '../../client/generated/openapi.ts';
import { hashHeld } from '../../tables/hash-bytes.ts';
import { HeldUnits } from './held-units.ts';
import { OpenedTasks, type TakenUnits, type TaskPorts } from './opened-tasks.ts';

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

/** What this machine gives. */
export interface WorkerPorts extends TaskPorts {
  readonly work: WorkClient;
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** What a worker has done. */
export interface WorkerDone {
  readonly units: number;
  readonly failed: number;
  /** Results that came too late: others have the unit, or its work has ended. */
  readonly lost: number;
}

/** Milliseconds between two looks for units, after work that could not begin, and while the server does not answer. */
const [POLL, AFTER_REFUSAL, UNANSWERED] = [500, 2000, 5000];
/** Seconds for which a worker takes units at once, and the most units. Shorter units are taken before the last ones are done. */
const [AHEAD, MOST, SHORT] = [2, 64, 1];

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

/** A unit that waits for a thread. */
interface WaitingUnit {
  readonly lease: TakenUnits;
  readonly unit: HeldUnit;
}

class PoolWorker {
  readonly done = { units: 0, failed: 0, lost: 0 };
  readonly #request: WorkerRequest;
  readonly #ports: WorkerPorts;
  readonly #tasks: OpenedTasks;
  readonly #held: HeldUnits;
  readonly #waiting: WaitingUnit[] = [];
  #computing = 0;
  /** What is computed or delivered. */
  readonly #running = new Set<Promise<void>>();
  /** Seconds that the unit took that was computed last. */
  #seconds: number | null = null;
  #pauseUntil = 0;

  constructor(request: WorkerRequest, ports: WorkerPorts) {
    this.#request = request;
    this.#ports = ports;
    this.#tasks = new OpenedTasks(ports);
    this.#held = new HeldUnits(ports);
  }

  async run(signal: AbortSignal): Promise<void> {
    const { wait } = this.#ports;
    while (!signal.aborted) {
      const answer = await this.#step();
      if (answer === 'unanswered') {
        await wait(UNANSWERED);
        continue;
      }
      const { lease, isWaiting } = answer;
      if (lease !== null) for (const unit of this.#held.add(lease)) this.#waiting.push({ lease, unit });
      this.#assign();
      if (lease !== null) continue;
      if (this.#running.size > 0) await Promise.race([...this.#running, wait(POLL)]);
      else if (this.#request.untilEmpty && !isWaiting) return;
      else await wait(POLL);
    }
  }

  /** Waits for the units that it has. */
  async close(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    await this.#tasks.close();
  }

  /** Renews leases, and takes units where there is room. A server that does not answer is asked again, however long that takes. */
  async #step(): Promise<Lease | 'unanswered'> {
    try {
      await this.#held.renew();
      return this.#hasRoom() ? await this.#lease() : { lease: null, isWaiting: true };
    } catch (error) {
      if (!(error instanceof ApiError) || !error.isTemporary) throw error;
      this.#ports.say(`${error.message}; the worker waits`);
      return 'unanswered';
    }
  }

  /** Short units are taken while the last ones are computed. Long ones are not: a worker that is free computes them earlier. */
  #hasRoom(): boolean {
    const { threads } = this.#request;
    if (this.#ports.now() < this.#pauseUntil) return false;
    const isShort = this.#seconds !== null && this.#seconds < SHORT;
    return this.#computing < threads || (isShort && this.#waiting.length < threads);
  }

  #lease(): Promise<Lease> {
    const { threads, untilEmpty: _, ...request } = this.#request;
    const ahead = this.#seconds === null ? 0 : Math.round((AHEAD * threads) / this.#seconds);
    return this.#ports.work.lease({ ...request, most: Math.min(MOST, Math.max(threads, ahead)) });
  }

  /** Gives units to free threads. Those that are another worker's meanwhile are left out. */
  #assign(): void {
    while (this.#computing < this.#request.threads) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (!this.#held.has(next.unit)) this.done.lost += 1;
      else this.#track(next.unit, this.#compute(next));
    }
  }

  #track(unit: HeldUnit, step: Promise<void>): void {
    const running = step
      .catch((error: unknown) => this.#ports.say(`unit ${unit.unit} of ${unit.work}: ${String(error)}`))
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Computes a unit. Its thread has the next one while the bytes are delivered. */
  async #compute({ lease, unit }: WaitingUnit): Promise<void> {
    this.#computing += 1;
    const outcome = await this.#try(lease, unit);
    this.#computing -= 1;
    this.#assign();
    const ended = 'bytes' in outcome ? this.#deliver(unit, outcome) : this.#fail(unit, outcome);
    this.#track(
      unit,
      ended.finally(() => this.#held.drop(unit)),
    );
  }

  async #try(lease: TakenUnits, { unit }: HeldUnit): Promise<Computed | Failure> {
    let scope: Failure['scope'] = 'work';
    try {
      const task = await this.#tasks.open(lease, this.#held.works());
      scope = 'unit';
      const began = this.#ports.now();
      const bytes = await task.compute(unit);
      const milliseconds = this.#ports.now() - began;
      this.#seconds = milliseconds / 1000;
      return { bytes, milliseconds };
    } catch (error) {
      if (scope === 'work') this.#pauseUntil = this.#ports.now() + AFTER_REFUSAL;
      return { ...describe(error), scope };
    }
  }

  async #deliver(unit: HeldUnit, computed: Computed): Promise<void> {
    const sha256 = await hashHeld(computed.bytes);
    try {
      await this.#ports.work.deliver(unit, { ...computed, sha256 });
      this.done.units += 1;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === 'lease-lost') this.done.lost += 1;
      else await this.#fail(unit, { ...describe(error), scope: 'unit' });
    }
  }

  /** Says to the server that a unit was not computed. */
  async #fail(unit: HeldUnit, failure: Failure): Promise<void> {
    this.#ports.say(
      `unit ${unit.unit} of ${unit.work} was not computed (${failure.code}): ${failure.message}`,
    );
    this.done.failed += 1;
    await this.#ports.work.fail(unit, failure).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'lease-lost') throw error;
    });
  }
}

type Computed = Pick<ComputedUnit, 'bytes' | 'milliseconds'>;
type Failure = Omit<UnitFailure, 'pool' | 'token'>;

const CODE = /^[a-z][a-z0-9-]{0,63}$/;
const MOST_MESSAGE = 1000;

function describe(error: unknown): Pick<Failure, 'code' | 'message'> {
  const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
  return {
    code: typeof code === 'string' && CODE.test(code) ? code : 'unit-failed',
    message: String(message ?? error).slice(0, MOST_MESSAGE),
  };
}
