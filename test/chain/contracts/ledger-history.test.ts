import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAnchorings } from '../../../chain/contracts/ledger-history.ts';
import { openRpc } from '../../../chain/rpc/rpc.ts';
import { startTestChain, type TestChain } from '../../helpers/chain.ts';
import { type PlayedLedger, playLedger } from '../../helpers/played-ledger.ts';
import { type OwnAnswer, startRpcProxy } from '../../helpers/rpc-proxy.ts';

/** The chain has fewer blocks; the endpoint in front of it pretends that more follow, which are empty. */
const BLOCKS = 200_000;
const LIMIT = 3_000;

let chain: TestChain;
let home: string;
let played: PlayedLedger;

beforeAll(async () => {
  chain = await startTestChain();
  home = await mkdtemp(join(tmpdir(), 'history-'));
  played = await playLedger(chain, join(home, 'publication'), ['one', 'two']);
});

afterAll(async () => {
  await chain.stop();
  await rm(home, { recursive: true });
});

/** Reads the anchorings through an endpoint that answers some calls itself; returns their numbers, and how often it was asked. */
async function read(answer: OwnAnswer): Promise<{ numbers: number[]; asked: number }> {
  const { number: newest } = await chain.head();
  const proxy = await startRpcProxy(chain.url, async (call, ask) => {
    const own = await answer(call, ask);
    const [filter] = call.params as [{ fromBlock: string }];
    return own ?? (Number(filter.fromBlock) > newest ? { result: [] } : undefined);
  });
  const endpoints = { rpcs: [openRpc(proxy.url)], quorum: 1 };
  try {
    const numbers: number[] = [];
    for await (const { number } of readAnchorings(endpoints, played.ledger.domain.ledger, {
      from: 0,
      until: BLOCKS,
    }))
      numbers.push(number);
    return { numbers, asked: proxy.calls.length };
  } finally {
    await proxy.stop();
  }
}

describe('The anchorings of a ledger', () => {
  it('are found in few calls where the endpoint sets no limit', async () => {
    const { numbers, asked } = await read(() => undefined);
    expect(numbers).toEqual([1, 2]);
    expect(asked).toBeLessThan(6);
  });

  it('are found where the endpoint limits the range of blocks, and it seldom refuses', async () => {
    let refused = 0;
    const { numbers, asked } = await read(({ params }) => {
      const [{ fromBlock, toBlock }] = params as [{ fromBlock: string; toBlock: string }];
      if (Number(toBlock) - Number(fromBlock) < LIMIT) return undefined;
      refused++;
      return { error: { code: -32005, message: `at most ${LIMIT} blocks` } };
    });
    expect(numbers).toEqual([1, 2]);
    expect(asked - refused).toBeLessThan((2 * BLOCKS) / LIMIT);
    expect(refused).toBeLessThan((asked - refused) / 8);
  });

  it('are not read from an endpoint that answers with something else', async () => {
    const answer: OwnAnswer = async ({ method, params }, ask) => {
      const logs = (await ask(method, params)) as object[];
      return { result: logs.map((log) => ({ ...log, data: '0x1234' })) };
    };
    await expect(read(answer)).rejects.toMatchObject({ code: 'rpc-answer' });
  });
});
