import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BenchLedger } from './ledger.ts';
import { startProgram } from './program.ts';

/** How long a start of `npm start`'s program takes, in milliseconds. */
export interface StartFigures {
  /** Until HTTP is served. */
  readonly served: number;
  /** Until `/readyz` answers 200. */
  readonly ready: number;
  /** Until a bundle is answered; null where there is none to ask for. */
  readonly bundle: number | null;
}

const POLL_MS = 5;
const READY_MS = 120_000;

/** Returns how long the program of `npm start` takes on a folder that an earlier start left; `id` is a record of it. */
export async function measureStart(folder: string, id: Hex | null): Promise<StartFigures> {
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const start = performance.now();
  const program = await startProgram({
    name: 'start',
    args: ['devnet/start.ts', '--port', '0'],
    env: { LEDGER_HOME: folder },
    logs,
    ready: 'HTTP at ',
  });
  try {
    const url = /http:\/\/[^,\s]+/.exec(program.line)?.[0] ?? '';
    await askUntilAnswered(`${url}/readyz`);
    const ready = performance.now() - start;
    if (id === null) return { served: program.readyMs, ready, bundle: null };
    await askUntilAnswered(`${url}/v1/records/${id}/bundle`);
    return { served: program.readyMs, ready, bundle: performance.now() - start };
  } finally {
    await program.stop();
  }
}

/** Returns the times of a folder's second start, its first having made everything: a ledger with nothing in it. */
export async function measureEmptyStart(folder: string): Promise<StartFigures> {
  await measureStart(folder, null);
  return measureStart(folder, null);
}

/** How long each program of a ledger took to do its work again, in milliseconds. */
export interface RestartFigures {
  readonly indexer: number;
  readonly api: number;
  readonly sealer: number;
  /** From the start of the API until it answered a bundle. */
  readonly bundle: number;
}

/** Returns how long the programs of a ledger take to start again, and the ledger then. */
export async function measureRestart(
  ledger: BenchLedger,
  id: Hex,
): Promise<{ ledger: BenchLedger; figures: RestartFigures }> {
  const again = await ledger.restart();
  const asked = performance.now();
  await askUntilAnswered(`${again.url}/v1/records/${id}/bundle`);
  const { indexer, api, sealer } = again.programs;
  const bundle = api.readyMs + performance.now() - asked;
  return {
    ledger: again,
    figures: { indexer: indexer.readyMs, api: api.readyMs, sealer: sealer.readyMs, bundle },
  };
}

async function askUntilAnswered(url: string): Promise<void> {
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const answer = await fetch(url).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    if (performance.now() > deadline)
      throw new Error(`${url} is answered with ${String(answer?.status ?? 'nothing')}`);
    await wait(POLL_MS);
  }
}
