import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Domain } from '../../core/hashing/domain.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { type CheckedLines, checkLines } from './check-lines.ts';

/** Checks blocks of lines, in threads of their own or in this one. */
export interface LinePool {
  check(block: Uint8Array): Promise<CheckedLines>;
  /** Ends all threads; running checks fail. */
  close(): Promise<void>;
}

/** How a pool says that the native library is missing. */
export type WarnSlow = (text: string) => void;

interface Task {
  readonly block: Uint8Array;
  resolve(lines: CheckedLines): void;
  reject(error: Error): void;
}

/** Opens a pool of threads; with one, lines are checked in this thread. */
export function openLinePool(domain: Domain, threads: number, warn: WarnSlow): LinePool {
  const recover = openRecover({ warn: (_fields, text) => warn(text) });
  if (threads > 1) return new Threads(domain, threads);
  return {
    check: async (block) => Promise.resolve(checkLines({ domain, recover }, block)),
    close: () => Promise.resolve(),
  };
}

/** Threads, which start when there is work. Each has one block under check, and takes the next one when it is done. */
class Threads implements LinePool {
  readonly #domain: Domain;
  readonly #most: number;
  readonly #all: Worker[] = [];
  readonly #free: Worker[] = [];
  readonly #tasks = new Map<Worker, Task>();
  readonly #waiting: Task[] = [];

  constructor(domain: Domain, threads: number) {
    this.#domain = domain;
    this.#most = threads;
  }

  check(block: Uint8Array): Promise<CheckedLines> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ block, resolve, reject });
      this.#assign();
    });
  }

  /** A thread ends by itself: one that is ended from outside while it loads the native library takes the process with it. */
  async close(): Promise<void> {
    await Promise.all(
      this.#all.map(async (worker) => {
        const ended = once(worker, 'exit');
        worker.postMessage(null);
        await ended;
      }),
    );
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const worker = this.#free.pop() ?? (this.#all.length < this.#most ? this.#start() : null);
      const task = worker === null ? undefined : this.#waiting.shift();
      if (worker === null || task === undefined) return;
      this.#tasks.set(worker, task);
      worker.postMessage(task.block);
    }
  }

  #start(): Worker {
    const worker = new Worker(new URL('./line-worker.ts', import.meta.url), { workerData: this.#domain });
    this.#all.push(worker);
    let cause: unknown;
    worker.on('message', (lines: CheckedLines) => {
      this.#tasks.get(worker)?.resolve(lines);
      this.#tasks.delete(worker);
      this.#free.push(worker);
      this.#assign();
    });
    worker.on('error', (error: unknown) => {
      cause = error;
    });
    // Nothing that a line holds ends a thread. If one ends all the same, its check fails, and the replay with it.
    worker.on('exit', () => {
      this.#all.splice(this.#all.indexOf(worker), 1);
      this.#tasks.get(worker)?.reject(new Error('a thread of the replay ended', { cause }));
    });
    return worker;
  }
}
