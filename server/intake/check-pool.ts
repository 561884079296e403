import type { Domain } from '../../core/hashing/domain.ts';
import type { CheckJob, CheckResults } from './check-jobs.ts';
import { ThreadPool } from '../../threads/thread-pool.ts';
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

/** Opens a pool of threads, which start with the first job. If a thread dies, only its job fails, and another thread replaces it. */
export function openCheckPool(setting: WorkerSetting, { threads, maxWaiting }: PoolSize): CheckPool {
  const module = new URL('./check-worker.ts', import.meta.url);
  const pool = new ThreadPool<CheckJob, CheckResults[CheckJob['kind']]>({
    name: 'the check pool',
    module,
    threads,
    setting,
  });
  return {
    async check<Kind extends CheckJob['kind']>(
      job: Extract<CheckJob, { kind: Kind }>,
    ): Promise<CheckResults[Kind]> {
      if (pool.waiting >= maxWaiting)
        throw new HttpError('overloaded', `${pool.waiting} checks already wait for a thread`);
      const asked: CheckJob = job;
      const results = await pool.run(asked, asked.kind === 'read' ? [asked.block.buffer] : []);
      return results as CheckResults[Kind];
    },
    close: () => pool.close(),
  };
}
