import { fileURLToPath } from 'node:url';
import { runLine } from '../cli/test-terminal.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs the command line to its end, in the folder of the project, and returns the exit code and standard output. */
export async function runLedger(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ exit: number; result: string }> {
  const { exit, out } = await runLine(args, { cwd: ROOT, env, now: Date.now() });
  return { exit, result: out };
}
