import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Linux reports processor time in hundredths of a second. */
const TICK_MS = 10;

/** Returns the processor time so far of a process and its children, in milliseconds; 0 on systems other than Linux. */
export function readCpu(pid: number): number {
  if (process.platform !== 'linux') return 0;
  return [pid, ...listChildren(pid)].map(readOwnCpu).reduce((sum, cpu) => sum + cpu, 0);
}

function listChildren(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
}

/** Includes the time of its ended children. The name of the program is in parentheses and may contain any character. */
function readOwnCpu(pid: number): number {
  const text = readStat(pid);
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return fields.reduce((sum, ticks) => sum + Number(ticks), 0) * TICK_MS;
}

/** Returns an empty text for a process that has ended. */
function readStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return '';
  }
}
