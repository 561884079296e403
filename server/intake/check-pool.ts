import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Domain } from '../../core/hashing/domain.ts';
import type { CheckJob, CheckResults } from './check-jobs.ts';
import { HttpError } from '../errors/http-error.ts';

/** What each thread of a pool works with. It is copied into the thread. */
export interface WorkerSetting {
  readonly domain: Domain;
  /** 32 bytes. */
  readonly operatorKey: Uint8Array;
  readonly anchorWithin: number;
  /** The longest line, in bytes. */
  readonly maxBytes: number;
}

/** The number of threads, and of jobs that may wait for one. */
export interface PoolSize {
  readonly threads: number;
  readonly maxWaiting: number;
}

/** Threads that recover signatures, hash and sign, so that this work does not block the event loop. */
export interface CheckPool {
  /**
   * Runs a job in the next free thread, and returns its results.
   * @throws HttpError `overloaded` if too many jobs wait; Error if its thread ended or the pool is closed
   */
  check<Kind extends CheckJob['kind']>(job: Extract<CheckJob, { kind: Kind }>): Promise<CheckResults[Kind]>;
  /** Lets running jobs fail at once, and ends all threads. */
  close(): Promise<void>;
}

interface Task {
  readonly job: CheckJob;
  resolve(results: CheckResults[CheckJob['kind']]): void;
  reject(error: Error): void;
}

/** A thread and its current job, null while it is free. */
interface Thread {
  readonly worker: Worker;
  task: Task | null;
}

/** A thread ends by itself: one that is ended from outside while it loads the native library takes the process with it. */
async function endThread({ worker, task }: Thread): Promise<void> {
  task?.reject(new Error('the check pool is closed'));
  const ended = once(worker, 'exit');
  worker.postMessage(null);
  await ended;
}

/** Opens a pool of threads, which start with the first job. If a thread dies, only its job fails, and another thread replaces it. */
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
    if (this.#closed) throw new Error('the check pool is closed');
    if (this.#waiting.length >= this.#size.maxWaiting)
      throw new HttpError('overloaded', `${this.#waiting.length} checks already wait for a thread`);
    const results = new Promise<CheckResults[CheckJob['kind']]>((resolve, reject) => {
      this.#waiting.push({ job, resolve, reject });
    });
    this.#assign();
    return (await results) as CheckResults[Kind];
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#waiting.splice(0)) task.reject(new Error('the check pool is closed'));
    await Promise.all([...this.#threads].map((thread) => endThread(thread)));
  }

  /** Gives waiting jobs to free threads; starts threads up to the size of the pool. */
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
      thread.task?.reject(new Error('a thread of the check pool ended', { cause }));
      this.#assign();
    });
    return thread;
  }
}
