import { Worker } from 'node:worker_threads';
import type { Domain } from '../../core/hashing/domain.ts';
import type { CheckJob, CheckResults } from './check-jobs.ts';
import { HttpError } from '../errors/errors.ts';

/** What each thread of a pool works with; it is copied into the thread. */
export interface WorkerSetting {
  readonly domain: Domain;
  /** 32 bytes. */
  readonly operatorKey: Uint8Array;
  readonly anchorWithin: number;
  /** The longest line, in bytes. */
  readonly maxBytes: number;
}

/** How many threads check, and how many jobs may wait for one. */
export interface PoolSize {
  readonly threads: number;
  readonly maxWaiting: number;
}

/** Threads that recover signatures, hash and sign, so that the event loop does not wait for it. */
export interface CheckPool {
  /**
   * Returns the results of a job, by the next thread that is free.
   * @throws HttpError `overloaded` when too many wait; Error when its thread ended or the pool is closed
   */
  check<Kind extends CheckJob['kind']>(job: Extract<CheckJob, { kind: Kind }>): Promise<CheckResults[Kind]>;
  /** Ends the threads, whatever they do; jobs under way fail. */
  close(): Promise<void>;
}

interface Task {
  readonly job: CheckJob;
  resolve(results: CheckResults[CheckJob['kind']]): void;
  reject(error: Error): void;
}

/** A thread and the job that it does, null while it is free. */
interface Thread {
  readonly worker: Worker;
  task: Task | null;
}

/** Returns a pool of threads, which start with the first job. A thread that dies fails its job alone, and is replaced. */
export function openCheckPool(setting: WorkerSetting, size: PoolSize): CheckPool {
  return new Threads(setting, size);
}

class Threads implements CheckPool {
  readonly #setting: WorkerSetting;
  readonly #size: PoolSize;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Task[] = [];
  #closed = false;

  constructor(setting: WorkerSetting, size: PoolSize) {
    this.#setting = setting;
    this.#size = size;
  }

  async check<Kind extends CheckJob['kind']>(
    job: Extract<CheckJob, { kind: Kind }>,
  ): Promise<CheckResults[Kind]> {
    if (this.#closed) throw new Error('the threads that check have ended');
    if (this.#waiting.length >= this.#size.maxWaiting)
      throw new HttpError('overloaded', `${this.#waiting.length} checks wait for a thread`);
    const results = new Promise<CheckResults[CheckJob['kind']]>((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
    });
    this.#assign();
    return (await results) as CheckResults[Kind];
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#waiting.splice(0)) task.reject(new Error('the threads that check have ended'));
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  /** Gives waiting jobs to free threads, of which there are made as many as are wanted. */
  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#findFree();
      const task = thread === null ? undefined : this.#waiting.shift();
      if (thread === null || task === undefined) return;
      thread.task = task;
      const { job } = task;
      thread.worker.postMessage(job, job.kind === 'read' ? [job.block.buffer] : []);
    }
  }

  #findFree(): Thread | null {
    for (const thread of this.#threads) if (thread.task === null) return thread;
    return this.#threads.size < this.#size.threads && !this.#closed ? this.#startThread() : null;
  }

  #startThread(): Thread {
    const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { workerData: this.#setting });
    const thread: Thread = { worker, task: null };
    this.#threads.add(thread);
    worker.on('message', (results: CheckResults[CheckJob['kind']]) => {
      thread.task?.resolve(results);
      thread.task = null;
      this.#assign();
    });
    let cause: unknown;
    worker.on('error', (error: Error) => {
      cause = error;
    });
    worker.on('exit', () => {
      this.#threads.delete(thread);
      thread.task?.reject(new Error('a thread that checks has ended', { cause }));
      this.#assign();
    });
    return thread;
  }
}
