import { readFile } from 'node:fs/promises';

/** What a process used since it began; of Linux alone. */
export interface ProcessUse {
  /** Time on all cores, in user mode and in the kernel. */
  readonly cpuSeconds: number;
  /** To disks. */
  readonly writtenBytes: number;
}

const TICKS_PER_SECOND = 100;

/** Returns what a running process used (proc(5)). */
export async function readProcessUse(pid: number): Promise<ProcessUse> {
  const [io, stat] = [await readFile(`/proc/${pid}/io`, 'utf8'), await readFile(`/proc/${pid}/stat`, 'utf8')];
  // The second field, the name of the program in brackets, may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    cpuSeconds: ticks / TICKS_PER_SECOND,
    writtenBytes: Number(/^write_bytes: (\d+)$/m.exec(io)?.[1]),
  };
}
