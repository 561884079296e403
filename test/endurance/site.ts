import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { LedgerHome } from '../../devnet/stack/ledger-home.ts';

/** What all parts of a ledger share. */
export interface Site {
  readonly home: LedgerHome;
  readonly onLoss: (message: string) => void;
}

const ASK_MS = 20;

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
