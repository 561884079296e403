import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Which processes count together. */
export interface Watched {
  readonly name: string;
  /** Returns the processes that run now. */
  readonly pids: () => readonly number[];
}

/** The most bytes that processes had in each quarter of the time that they were watched. */
export type Quarters = readonly [number, number, number, number];

/** Processes that are watched. */
export interface MemoryWatch {
  /** Ends the watch; returns by name what was found. */
  stop(): ReadonlyMap<string, Quarters>;
}

const EVERY_MS = 1_000;

/**
 * Watches the memory of processes, every second. What several of them share, such as PostgreSQL's buffers, counts once: each is
 * charged its share, where the system tells it (`Pss`), else all that it has in memory (`Rss`).
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

/** Returns bytes, null where the file or the field is missing. */
function readField(file: string, name: string): number | null {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'));
    return found === null ? null : Number(found[1]) * 1024;
  } catch {
    return null;
  }
}

/** Returns a process with all that descend from it, by what the system tells now: Linux does, others tell of the process alone. */
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

/** Clock ticks of a second in /proc; Linux fixes them for all programs. */
const TICKS = 100;

/** Returns the processor time of a process since it began, and of its children that ended, in milliseconds. */
export function readProcessor(pid: number): number {
  return readStat(pid)?.processor ?? 0;
}

function readStat(pid: number): { parent: number; processor: number } | null {
  try {
    // The name, in brackets, may hold blanks.
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

/** Returns the first process of the PostgreSQL of a data directory. */
export function readPostmaster(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);
}
