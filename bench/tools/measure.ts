/** The value of a run, and what the run cost this process. */
export interface Measured<Value> {
  readonly value: Value;
  /** Processor time of all threads, in milliseconds. Other programs on the machine change it little. */
  readonly cpu: number;
  /** Milliseconds on the clock. */
  readonly wall: number;
  /** Bytes that the value keeps in memory after garbage collection. */
  readonly held: number;
}

/** Runs a function and measures it. */
export async function measure<Value>(run: () => Value | Promise<Value>): Promise<Measured<Value>> {
  const before = heldBytes();
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  const value = await run();
  const wall = performance.now() - wallBefore;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { value, cpu: (user + system) / 1000, wall, held: heldBytes() - before };
}

/** Returns the run whose processor time is the median of several. */
export async function measureMedian<Value>(
  times: number,
  run: (turn: number) => Value | Promise<Value>,
): Promise<Measured<Value>> {
  const runs: Measured<Value>[] = [];
  for (let turn = 0; turn < times; turn++) runs.push(await measure(() => run(turn)));
  return runs.sort((a, b) => a.cpu - b.cpu)[times >> 1]!;
}

function heldBytes(): number {
  if (globalThis.gc === undefined) throw new Error('run Node.js with --expose-gc, as npm run bench does');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Returns milliseconds as text. */
export function showTime(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 10) return `${ms.toFixed(0)} ms`;
  return ms >= 1 ? `${ms.toFixed(1)} ms` : `${(ms * 1000).toFixed(1)} µs`;
}

/** Returns bytes as text. */
export function showMemory(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

/** Returns the table cells for processor time, clock time and memory held. */
export function showCost({ cpu, wall, held }: Measured<unknown>): [string, string, string] {
  return [showTime(cpu), showTime(wall), showMemory(Math.max(0, held))];
}
