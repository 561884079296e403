import { randomInt } from 'node:crypto';
import { isPortFree } from '../../devnet/postgres/free-port.ts';

/** Test files run side by side, each in a process with its own number. */
const PORTS_OF_PROCESS = 1_000;

const given = new Set<number>();

/**
 * Returns a free port for a service, another one each time. The system assigns ports from a higher range to clients, so that a port of
 * this range stays free until its process starts, and while that is dead. Ports do not depend on the seed: files with the same seed would
 * choose the same ones at the same time.
 */
export async function findServicePort(): Promise<number> {
  const first = 20_000 + PORTS_OF_PROCESS * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 10);
  for (;;) {
    const port = first + randomInt(PORTS_OF_PROCESS);
    if (given.has(port) || !(await isPortFree(port))) continue;
    given.add(port);
    return port;
  }
}
