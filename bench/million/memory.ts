import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Processes whose memory is added up. */
export interface Watched {
  readonly name: string;
  /** Returns the ids of the processes that are running now. */
  readonly pids: () => readonly number[];
}

/** Peak memory in bytes in each quarter of the watched time. */
export type Quarters = readonly [number, number, number, number];

/** A running watch of the memory of processes. */
export interface MemoryWatch {
  /** Ends the watch and returns the peaks by name. */
  stop(): ReadonlyMap<string, Quarters>;
}

const EVERY_MS = 1_000;

/**
 * Measures the memory of processes every second. Memory that several processes share, such as PostgreSQL's buffers, counts once:
 * each process is charged its proportional share (`Pss`) if the system reports it, otherwise all its resident memory (`Rss`).
 */
export function watchMemory(watched: readonly Watched[]): MemoryWatch {
  const samples: (readonly number[])[] = [];
  const look = (): void => void samples.push(watched.map(({ pids }) => sumOf(pids().map(readMemory))));
  look();
  const timer = setInterval(look, EVERY_MS);
  return {
    stop() {
      clearInterval(timer);
      look();
      return new Map(
        watched.map(({ name }, column) => [name, quarter(samples.map((sample) => sample[column] ?? 0))]),
      );
    },
  };
}

function quarter(series: readonly number[]): Quarters {
  const most = (part: number): number => {
    const own = series.slice(
      Math.floor((series.length * part) / 4),
      Math.ceil((series.length * (part + 1)) / 4),
    );
    return Math.max(0, ...own);
  };
  return [most(0), most(1), most(2), most(3)];
}

function readMemory(pid: number): number {
  return readField(`/proc/${pid}/smaps_rollup`, 'Pss') ?? readField(`/proc/${pid}/status`, 'VmRSS') ?? 0;
}

/** Returns bytes, or null if the file or the field is missing. */
function readField(file: string, name: string): number | null {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'));
    return found === null ? null : Number(found[1]) * 1024;
  } catch {
    return null;
  }
}

/** Returns the ids of a process and its descendants. On systems other than Linux it returns only the process itself. */
export function listFamily(pid: number): number[] {
  if (!existsSync('/proc')) return [pid];
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat !== null) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)]);
  }
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family;
}

/** Clock ticks per second in /proc; Linux fixes this value for all programs. */
const TICKS = 100;

/** Returns the processor time of a process and of its ended children since its start, in milliseconds. */
export function readProcessor(pid: number): number {
  return readStat(pid)?.processor ?? 0;
}

function readStat(pid: number): { parent: number; processor: number } | null {
  try {
    // The second field, the name in brackets, may contain blanks.
    const text = readFileSync(join('/proc', String(pid), 'stat'), 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = sumOf(fields.slice(11, 15).map(Number));
    return { parent: Number(fields[1]), processor: (ticks * 1000) / TICKS };
  } catch {
    return null;
  }
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** Returns the process id of the postmaster of a data directory. */
export function readPostmaster(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
