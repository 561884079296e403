import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Runs a program in Python with numpy, on one thread, and returns the JSON that it prints; null where numpy is missing. */
export async function runNumpy(program: string): Promise<unknown> {
  const run = promisify(execFile);
  try {
    await run('python3', ['-c', 'import numpy']);
  } catch {
    return null;
  }
  const env = { ...process.env, OPENBLAS_NUM_THREADS: '1' };
  const { stdout } = await run('python3', ['-c', program], { env, maxBuffer: 1 << 24 });
  return JSON.parse(stdout);
}
