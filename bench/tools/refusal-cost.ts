import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Why a proof file is refused, and what that costs a process of its own. */
export interface RefusalCost {
  readonly code: string;
  /** Processor time of reading the file, in milliseconds. */
  readonly cpu: number;
  /** Of `JSON.parse` of 16 MiB in the same process, in milliseconds: a busy machine slows it down as much. */
  readonly parse: number;
  /** Peak memory of the whole process, in bytes. */
  readonly peak: number;
}

/** The goals of a refusal of 16 MiB. */
export const REFUSAL_GOALS = { cpu: 1_500, peak: 300 * 2 ** 20 };

/** Returns what it costs to refuse a proof file, measured in a process of its own. */
export function measureRefusal(content: string): RefusalCost {
  const folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-hostile-'));
  try {
    const file = join(folder, 'hostile.carbon-proof.json');
    writeFileSync(file, content);
    const program = resolve(import.meta.dirname, 'refuse-file.ts');
    const { stdout, stderr, status } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`the file ended the process with ${String(status)}: ${stderr.slice(0, 500)}`);
    return JSON.parse(stdout) as RefusalCost;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
