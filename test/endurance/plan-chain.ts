import { spawn } from 'node:child_process';
import { copyFile, readFile, rename, stat } from 'node:fs/promises';
import { copyFileSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { CHAIN_ARGUMENTS, findAnvil } from '../../scripts/local-chain.ts';
import { type Part, planPart } from './part.ts';
import type { Random } from './random.ts';
import { askUntil, findServicePort, type Site, withLog } from './site.ts';

/** A chain that loses its last seconds when it is killed: its last blocks then become others. */
export interface PlannedChain {
  readonly part: Part;
  readonly url: string;
  /** Ends what keeps its state. */
  close(): void;
}

/** Plans anvil; a kill in the middle of its writing leaves a broken state, in whose place then stands the one before. */
export async function planChain(
  { home, onLoss }: Site,
  phrase: string,
  random: Random,
): Promise<PlannedChain> {
  const port = await findServicePort(random);
  const url = `http://127.0.0.1:${port}`;
  const place = ['--host', '127.0.0.1', '--port', String(port), '--mnemonic', phrase, '--silent'];
  const args = [...place, ...CHAIN_ARGUMENTS, '--state', home.chainState];
  const closing = new AbortController();
  void keepWhole(home.chainState, closing.signal);
  const part = planPart({
    name: 'chain',
    launch: () => {
      mendState(home.chainState);
      return withLog(home, 'chain', (log) => spawn(findAnvil(), args, { stdio: ['ignore', log, log] }));
    },
    ready: (_, ended) => askUntil(() => askChain(url, 'eth_chainId'), ended),
    onLoss,
  });
  return { part, url, close: () => closing.abort() };
}

/** Returns what a chain answers to a request. */
export async function askChain(url: string, method: string, params: unknown[] = []): Promise<string> {
  const question = { jsonrpc: '2.0', id: 1, method, params };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
  return ((await answer.json()) as { result: string }).result;
}

const KEEP_MS = 250;

/** Keeps a copy of every state that was written whole. */
async function keepWhole(file: string, signal: AbortSignal): Promise<void> {
  let kept = 0;
  while (!signal.aborted) {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: kept }));
    if (mtimeMs !== kept && (await keepOnce(file).catch(() => false))) kept = mtimeMs;
    await wait(KEEP_MS, undefined, { signal }).catch(() => {});
  }
}

async function keepOnce(file: string): Promise<boolean> {
  await copyFile(file, `${file}.copy`);
  if (!isWhole(await readFile(`${file}.copy`, 'utf8'))) return false;
  await rename(`${file}.copy`, `${file}.kept`);
  return true;
}

function mendState(file: string): void {
  try {
    if (isWhole(readFileSync(file, 'utf8'))) return;
  } catch {
    // There is none before the first start.
    return;
  }
  copyFileSync(`${file}.kept`, file);
}

function isWhole(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
