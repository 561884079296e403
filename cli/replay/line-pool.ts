import type { Domain } from '../../core/hashing/domain.ts';
import type { Recover } from '../../core/hashing/signature.ts';
import { type CheckedLines, checkLines } from '../../jobs/replay/check-lines.ts';
import type { LinePool } from '../../jobs/replay/replay-ports.ts';
import { ThreadPool } from '../../threads/thread-pool.ts';

/** Opens a pool of threads; with one, lines are checked in this thread, by `recover`. */
export function openLinePool(domain: Domain, threads: number, recover: Recover): LinePool {
  const checks = 2 * threads;
  if (threads === 1)
    return {
      checks,
      check: async (block) => Promise.resolve(checkLines({ domain, recover }, block)),
      close: () => Promise.resolve(),
    };
  const module = new URL('./line-worker.ts', import.meta.url);
  const pool = new ThreadPool<Uint8Array, CheckedLines>({
    name: 'the replay',
    module,
    threads,
    setting: domain,
  });
  return { checks, check: (block) => pool.run(block), close: () => pool.close() };
}
