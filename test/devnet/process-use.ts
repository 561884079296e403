import { readFile } from 'node:fs/promises';

/** What a process has used since its start. Only on Linux. */
export interface ProcessUse {
  /** Time on all cores, in user mode and in the kernel. */
  readonly cpuSeconds: number;
  /** Bytes written to disks. */
  readonly writtenBytes: number;
}

const TICKS_PER_SECOND = 100;

/** Reads what a running process has used (proc(5)). */
export async function readProcessUse(pid: number): Promise<ProcessUse> {
  const [io, stat] = [await readFile(`/proc/${pid}/io`, 'utf8'), await readFile(`/proc/${pid}/stat`, 'utf8')];
  // The second field, the name of the program in brackets, may contain blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  return {
    cpuSeconds: ticks / TICKS_PER_SECOND,
    writtenBytes: Number(/^write_bytes: (\d+)$/m.exec(io)?.[1]),
  };
}
