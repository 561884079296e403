import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Hex } from '../../core/encoding/hex.ts';
import type { BenchLedger } from './ledger.ts';
import { startProgram } from './program.ts';

/** How long a start with `npm start` takes, in milliseconds. */
export interface StartFigures {
  /** Time until HTTP is served. */
  readonly served: number;
  /** Time until `/readyz` answers with 200. */
  readonly ready: number;
  /** Time until the first proof file is answered; null if the ledger has no record. */
  readonly bundle: number | null;
}

const POLL_MS = 5;
const READY_MS = 120_000;

/** Measures a start of the program behind `npm start` in a folder; `id` is one of its records, or null if it has none. */
export async function measureStart(folder: string, id: Hex | null): Promise<StartFigures> {
  const logs = join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const start = performance.now();
  const program = await startProgram({
    name: 'start',
    args: ['devnet/start.ts', '--port', '0'],
    env: { LEDGER_HOME: folder },
    logs,
    ready: 'in a browser: the portal',
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

/** Measures the second start of an empty ledger. The first start has already set up everything. */
export async function measureEmptyStart(folder: string): Promise<StartFigures> {
  await measureStart(folder, null);
  return measureStart(folder, null);
}

/** How long each program of a ledger took to be ready again, in milliseconds. */
export interface RestartFigures {
  readonly indexer: number;
  readonly api: number;
  readonly sealer: number;
  /** Time from the start of the API until it answered with a proof file. */
  readonly bundle: number;
}

/** Restarts the programs of a ledger; returns the restarted ledger and how long each program took. */
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
      throw new Error(`${url}: expected status 200, got ${String(answer?.status ?? 'no answer')}`);
    await wait(POLL_MS);
  }
}
