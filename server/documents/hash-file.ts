import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { ThreadPool } from '../../threads/thread-pool.ts';

/** The largest file, in bytes, that is hashed here. Starting a thread takes longer. */
const SMALL = 1 << 20;

/** Returns the SHA-256 of a file as hex: of a large one by a thread, so that nothing else waits. */
export async function hashFile(path: string): Promise<string> {
  if ((await stat(path)).size <= SMALL)
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  const pool = new ThreadPool<string, string>({
    name: 'the hashing of documents',
    module: new URL('./hash-worker.ts', import.meta.url),
    threads: 1,
    setting: null,
  });
  try {
    return await pool.run(path);
  } finally {
    await pool.close();
  }
}
