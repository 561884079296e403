import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isPortFree } from '../../devnet/postgres/free-port.ts';
import type { LedgerHome } from '../../devnet/stack/ledger-home.ts';
import type { Random } from './random.ts';

/** A place that many parts share. */
export interface Site {
  readonly home: LedgerHome;
  readonly onLoss: (message: string) => void;
}

const ASK_MS = 20;

/** The system hands out ports from a higher range to whoever connects: one of these stays free while its process is dead. */
export async function findServicePort(random: Random): Promise<number> {
  for (;;) {
    const port = 20_000 + random.below(10_000);
    if (await isPortFree(port)) return port;
  }
}

/** Asks until there is an answer. A process that dies while it is asked has said so by its end. */
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

/** What all processes of a name print stays in one file, for whoever must find out what went wrong. */
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
