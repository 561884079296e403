import type { Domain } from '../../core/hashing/domain.ts';
import { openRecover } from '../../chain/keys/native-signatures.ts';
import { ThreadPool } from '../../threads/thread-pool.ts';
import { type CheckedLines, checkLines } from './check-lines.ts';

/** Checks blocks of lines, in threads of their own or in this one. */
export interface LinePool {
  check(block: Uint8Array): Promise<CheckedLines>;
  /** Ends all threads; running checks fail. */
  close(): Promise<void>;
}

/** How a pool says that the native library is missing. */
export type WarnSlow = (text: string) => void;

/** Opens a pool of threads; with one, lines are checked in this thread. */
export function openLinePool(domain: Domain, threads: number, warn: WarnSlow): LinePool {
  const recover = openRecover({ warn: (_fields, text) => warn(text) });
  if (threads === 1)
    return {
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
  return { check: (block) => pool.run(block), close: () => pool.close() };
}
