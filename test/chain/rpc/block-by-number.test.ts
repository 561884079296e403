import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../../chain/contracts/deploy.ts';
import { ledgerInterface } from '../../../chain/contracts/ledger.ts';
import { callView, refer } from '../../../chain/rpc/contract-call.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { startTestChain, type TestChain } from '../../helpers/chain.ts';
import { type OwnAnswer, type RpcCall, type RpcProxy, startRpcProxy } from '../../helpers/rpc-proxy.ts';

let chain: TestChain;
let deployed: Deployment;
let proxy: RpcProxy;

beforeAll(async () => {
  chain = await startTestChain();
  deployed = await chain.deploy();
  await chain.mine(3);
});
afterAll(() => chain.stop());
afterEach(() => proxy.stop());

/** Refuses blocks by hash in calls as @ethereumjs/client does, whose validator of blocks takes only strings. */
const refusesHashes: OwnAnswer = ({ params }) =>
  typeof params[1] === 'object'
    ? { error: { code: -32602, message: 'invalid argument 1: argument must be a string' } }
    : undefined;

/** Asks the ledger for its registry as of the newest block, and as often again. */
async function readRegistry(times: number): Promise<unknown[]> {
  const endpoints = { rpcs: [openRpc(proxy.url)], quorum: 1 };
  const { hash } = await chain.head();
  const call = { contract: ledgerInterface, address: deployed.ledger, name: 'registry', values: [] };
  const found: unknown[] = [];
  for (let turn = 0; turn < times; turn++) found.push((await callView(endpoints, call, refer(hash)))[0]);
  return found;
}

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'no error',
    (error: unknown) => (error as { code: unknown }).code,
  );

describe('a client that refuses blocks by hash', () => {
  it('is asked for the block of this number instead, whose hash is read before and after', async () => {
    proxy = await startRpcProxy(chain.url, refusesHashes);
    expect(await readRegistry(2)).toEqual([deployed.registry, deployed.registry]);
    const byNumber = ['eth_getBlockByNumber', 'eth_call', 'eth_getBlockByNumber'];
    // It is asked by hash once, and for the number of the block once.
    expect(proxy.calls).toEqual(['eth_call', 'eth_getBlockByHash', ...byNumber, ...byNumber]);
  });

  it.each([
    ['before the call', 1],
    ['after the call', 2],
  ])('gives no answer where another block has this number %s', async (_, turn) => {
    let reads = 0;
    const replaced = async (
      { method, params }: RpcCall,
      ask: (method: string, params: readonly unknown[]) => Promise<unknown>,
    ): Promise<{ result: unknown } | undefined> => {
      if (method !== 'eth_getBlockByNumber' || ++reads !== turn) return undefined;
      const block = (await ask(method, params)) as object;
      return { result: { ...block, hash: `0x${'1'.repeat(64)}` } };
    };
    proxy = await startRpcProxy(
      chain.url,
      async (call, ask) => refusesHashes(call, ask) ?? replaced(call, ask),
    );
    expect(await codeOf(readRegistry(1))).toBe('rpc-answer');
    expect(reads).toBe(turn);
  });

  it('gives no answer for a block that it does not have', async () => {
    proxy = await startRpcProxy(chain.url, (call, ask) =>
      call.method === 'eth_getBlockByHash' ? { result: null } : refusesHashes(call, ask),
    );
    expect(await codeOf(readRegistry(1))).toBe('rpc-answer');
    expect(proxy.calls).not.toContain('eth_getBlockByNumber');
  });
});
