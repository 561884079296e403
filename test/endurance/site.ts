import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isPortFree } from '../../devnet/postgres/free-port.ts';
import type { LedgerHome } from '../../devnet/stack/ledger-home.ts';

/** What all parts of a ledger share. */
export interface Site {
  readonly home: LedgerHome;
  readonly onLoss: (message: string) => void;
}

const ASK_MS = 20;

/** Test files run side by side, each in a process with its own number. */
const PORTS_OF_PROCESS = 1_000;

/**
 * Returns a free port for a service. The system assigns ports from a higher range to clients, so that a port of this range stays free
 * while its process is dead. Ports do not depend on the seed: files with the same seed would choose the same ones at the same time.
 */
export async function findServicePort(): Promise<number> {
  const first = 20_000 + PORTS_OF_PROCESS * (Number(process.env['VITEST_POOL_ID'] ?? 0) % 10);
  for (;;) {
    const port = first + randomInt(PORTS_OF_PROCESS);
    if (await isPortFree(port)) return port;
  }
}

/** Repeats a request until there is an answer, or the signal reports that the process has ended. */
export async function askUntil(ask: () => Promise<unknown>, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    try {
      await ask();
      return;
    } catch {
      await wait(ASK_MS);
    }
  }
}

/** Keeps the output of all processes with a name in one file, to find out later what went wrong. */
export function withLog(home: LedgerHome, name: string, launch: (log: number) => ChildProcess): ChildProcess {
  const file = join(home.folder, 'logs', `${name}.log`);
  const log = openSync(file, 'a', 0o600);
  try {
    const child = launch(log);
    child.stdout?.on('data', (chunk: Buffer) => void writeFile(file, chunk, { flag: 'a' }));
    return child;
  } finally {
    closeSync(log);
  }
}
