import { type Transferable, Worker } from 'node:worker_threads';

/** What the threads of a pool run. */
export interface PoolOptions {
  /** The name of the pool in its errors, such as `the replay`. */
  readonly name: string;
  /** The module of a thread in this project, which calls `serveJobs`. */
  readonly module: URL;
  /** At most so many threads, at least 1. */
  readonly threads: number;
  /** What each thread works with. It is copied into the thread. */
  readonly setting: unknown;
  /** Bytes of the heap of a thread: one that needs more ends. Without it, those of Node.js. */
  readonly heap?: number;
  /** Seconds that a job may take, with the start of its thread: one that takes longer ends. Without it, any time. */
  readonly seconds?: number;
}

/** A job took longer than it may: its thread was ended. */
export class JobTooSlow extends Error {
  override readonly name = 'JobTooSlow';

  constructor(seconds: number) {
    super(`it took more than ${seconds} s`);
  }
}

interface Task<Job, Result> {
  readonly job: Job;
  readonly transfer: readonly Transferable[];
  resolve(result: Result): void;
  reject(error: Error): void;
}

/** A thread and its current task, null while it is free. */
interface Thread<Job, Result> {
  readonly worker: Worker;
  task: Task<Job, Result> | null;
  /** What ends the thread if its task takes too long. */
  timer: NodeJS.Timeout | undefined;
  /** Why the thread was ended. */
  cause: unknown;
}

const MIB = 2 ** 20;

/** In the npm package, modules are compiled and end in `.js`. */
const ENDING = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/**
 * Threads that run jobs. They start when there is work. Each has one job at a time, and takes the next one when it is done. If a thread
 * ends by itself, only its job fails, and another thread replaces it.
 */
export class ThreadPool<Job, Result> {
  readonly #options: PoolOptions;
  readonly #threads = new Set<Thread<Job, Result>>();
  readonly #waiting: Task<Job, Result>[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** How many threads it has at most. */
  get threads(): number {
    return this.#options.threads;
  }

  /** Whether it runs no more jobs. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** How many jobs wait for a thread. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs a job in the next free thread, and returns its result. The job is copied into the thread, but for what `transfer` lists.
   * @throws Error if its thread ended, with the reason as its cause, or the pool is closed
   */
  run(job: Job, transfer: readonly Transferable[] = []): Promise<Result> {
    if (this.#closed) return Promise.reject(this.#explainClosed());
    const result = new Promise<Result>((resolve, reject) => {
      this.#waiting.push({ job, transfer, resolve, reject });
    });
    this.#assign();
    return result;
  }

  /** Lets running and waiting jobs fail at once, and ends all threads. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(this.#explainClosed());
    await Promise.all([...this.#threads].map((thread) => this.#end(thread)));
  }

  /** A thread ends by itself: one that is ended from outside while it loads a native library takes the process with it. */
  async #end({ worker, task }: Thread<Job, Result>): Promise<void> {
    task?.reject(this.#explainClosed());
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.postMessage(null);
    await ended;
  }

  #explainClosed(): Error {
    return new Error(`${this.#options.name} is closed`);
  }

  /** Gives waiting jobs to free threads; starts threads up to the size of the pool. */
  #assign(): void {
    while (this.#waiting.length > 0) {
      const thread = this.#findFree();
      const task = thread === null ? undefined : this.#waiting.shift();
      if (thread === null || task === undefined) return;
      try {
        thread.worker.postMessage(task.job, task.transfer);
        thread.task = task;
        thread.timer = this.#limit(thread);
      } catch (error) {
        // The thread is not at fault for what cannot be copied.
        task.reject(error as Error);
      }
    }
  }

  #limit(thread: Thread<Job, Result>): NodeJS.Timeout | undefined {
    const { seconds } = this.#options;
    if (seconds === undefined) return undefined;
    const end = (): void => {
      thread.cause = new JobTooSlow(seconds);
      void thread.worker.terminate();
    };
    return setTimeout(end, 1000 * seconds).unref();
  }

  #findFree(): Thread<Job, Result> | null {
    for (const thread of this.#threads) if (thread.task === null) return thread;
    return this.#threads.size < this.#options.threads && !this.#closed ? this.#start() : null;
  }

  #start(): Thread<Job, Result> {
    const { name, module, setting, heap } = this.#options;
    const worker = new Worker(new URL(module.href.replace(/\.ts$/, ENDING)), {
      workerData: setting,
      ...(heap === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: Math.ceil(heap / MIB) } }),
    });
    const thread: Thread<Job, Result> = { worker, task: null, timer: undefined, cause: undefined };
    this.#threads.add(thread);
    worker.on('message', (result: Result) => {
      clearTimeout(thread.timer);
      thread.task?.resolve(result);
      thread.task = null;
      this.#assign();
    });
    worker.on('error', (error: unknown) => {
      thread.cause ??= error;
    });
    worker.on('exit', () => {
      clearTimeout(thread.timer);
      this.#threads.delete(thread);
      thread.task?.reject(new Error(`a thread of ${name} ended`, { cause: thread.cause }));
      this.#assign();
    });
    return thread;
  }
}
