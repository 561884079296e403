import { spawn } from 'node:child_process';
import { CHAIN_ARGUMENTS, findAnvil } from '../../devnet/chain/local-chain.ts';
import { keepWholeState, mendState } from '../../devnet/chain/whole-state.ts';
import { type Part, planPart } from './part.ts';
import type { Random } from './random.ts';
import { askUntil, findServicePort, type Site, withLog } from './site.ts';

/** A chain that loses its last seconds when it is killed: other blocks then replace its last ones. */
export interface PlannedChain {
  readonly part: Part;
  readonly url: string;
  /** Stops keeping copies of its state. */
  close(): void;
}

/** Plans anvil. A kill while it writes leaves a broken state, which the state before then replaces. */
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
  void keepWholeState(home.chainState, closing.signal);
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

/** Returns the answer of a chain to a request. */
export async function askChain(url: string, method: string, params: unknown[] = []): Promise<string> {
  const question = { jsonrpc: '2.0', id: 1, method, params };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
  return ((await answer.json()) as { result: string }).result;
}
