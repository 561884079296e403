import { existsSync, readFileSync } from 'node:fs';

/**
 * Returns the most bytes of memory of a process that were resident at a time so far (VmHWM of Linux). What Node.js reports of its own process
 * includes the peak of the process that began it; elsewhere than on Linux there is nothing better.
 */
export function readPeak(pid: number | 'self' = 'self'): number {
  const file = `/proc/${pid}/status`;
  if (!existsSync(file)) return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))![1]) * 1024;
}
