import { spawn } from 'node:child_process';
import * as z from 'zod';
import { quantitySchema } from '../../chain/rpc/rpc-schema.ts';
import { type BlockMaker, startBlockMaker } from '../../devnet/chain/block-maker.ts';
import { findAnvil, listChainArguments } from '../../devnet/chain/local-chain.ts';
import { type Part, planPart } from './part.ts';
import { findServicePort } from '../helpers/service-port.ts';
import { askUntil, type Site, withLog } from './site.ts';

/** A chain that loses its last seconds when it is killed: other blocks then replace its last ones. */
export interface PlannedChain {
  readonly part: Part;
  readonly url: string;
  /** Stores its state and stops making blocks. Call it before the chain ends for good. */
  close(): Promise<void>;
}

/** Plans anvil and its block maker. Each start of the chain continues from the last stored state. */
export async function planChain({ home, onLoss }: Site, phrase: string): Promise<PlannedChain> {
  const port = await findServicePort();
  const url = `http://127.0.0.1:${port}`;
  const place = ['--host', '127.0.0.1', '--port', String(port), '--mnemonic', phrase, '--silent'];
  const stateFile = home.chainState;
  let maker: BlockMaker | null = null;
  const close = async (): Promise<void> => {
    await maker?.stop();
    maker = null;
  };
  const part = planPart({
    name: 'chain',
    launch: () => {
      const args = [...place, ...listChainArguments(stateFile)];
      return withLog(home, 'chain', (log) => spawn(findAnvil(), args, { stdio: ['ignore', log, log] }));
    },
    ready: async (_, ended) => {
      await close();
      await askUntil(async () => (maker = await startBlockMaker({ url, stateFile })), ended);
    },
    onLoss,
  });
  return { part, url, close };
}

const blockSchema = z.object({ timestamp: quantitySchema });

/** Returns the time of the newest block of a chain, in unix seconds. */
export async function readChainTime(url: string): Promise<number> {
  return blockSchema.parse(await askChain(url, 'eth_getBlockByNumber', ['latest', false])).timestamp;
}

/** Returns the answer of a chain to a request. */
export async function askChain(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const question = { jsonrpc: '2.0', id: 1, method, params };
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(question) });
  return ((await answer.json()) as { result: unknown }).result;
}
