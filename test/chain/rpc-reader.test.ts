import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Contract, keccak256 } from 'ethers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '../../chain/contracts/deploy.ts';
import { carbonLedgerAbi } from '../../chain/generated/carbon-ledger.ts';
import { partyRegistryAbi } from '../../chain/generated/party-registry.ts';
import { openRegistryWriter } from '../../chain/contracts/registry.ts';
import { openLedgerAdmin } from '../../chain/contracts/ledger-admin.ts';
import { openRpcReader, type RpcReaderOptions } from '../../chain/rpc-reader.ts';
import { type BatchHeader, hashAnchor, hashHeader } from '../../core/batches/batch.ts';
import { ReaderError } from '../../core/verify/chain-reader.ts';
import { type Hex, ZERO_HASH } from '../../core/encoding/hex.ts';
import { hashParty } from '../../core/parties/identifier.ts';
import { ROLES } from '../../core/records/kind.ts';
import { PARTIES, startTestChain, type TestChain } from '../helpers/chain.ts';

const DEAD = 'http://127.0.0.1:9';
const RECORDS: Hex = `0x${'11'.repeat(32)}`;
const HEADS: Hex = `0x${'22'.repeat(32)}`;

let chain: TestChain;
let twin: TestChain;
let deployed: Deployment;
let header: BatchHeader;
let transaction: string;

/** Makes the same transactions on a chain. Two chains with equal clocks then have equal blocks. */
async function play(
  on: TestChain,
  header: BatchHeader,
): Promise<{ deployed: Deployment; transaction: string }> {
  const deployed = await on.deploy({ keyDelay: 100, maxDelay: 3600 });
  const writer = openRegistryWriter(deployed.registry, on.accounts.registrar);
  await writer.registerParty({ ...PARTIES.company, key: on.accounts.company.address });
  await writer.registerParty({ ...PARTIES.auditor, key: on.accounts.auditor.address });
  await writer.closeKey(hashParty(PARTIES.company.identifier), on.accounts.company.address);
  const ledger = new Contract(deployed.ledger, carbonLedgerAbi, on.accounts.anchorer);
  const response = await ledger.getFunction('anchor').send(header);
  await response.wait();
  return { deployed, transaction: response.hash };
}

beforeAll(async () => {
  const start = Math.floor(Date.now() / 1000);
  const args = ['--timestamp', `${start}`];
  [chain, twin] = await Promise.all([startTestChain({ args }), startTestChain({ args })]);
  for (const each of [chain, twin]) await each.send('anvil_setBlockTimestampInterval', [1]);
  header = {
    number: 1,
    previous: ZERO_HASH,
    records: RECORDS,
    recordCount: 1,
    heads: HEADS,
    sealedAt: start,
  };
  ({ deployed, transaction } = await play(chain, header));
  await play(twin, header);
  for (const each of [chain, twin]) await each.mine(4);
});

afterAll(async () => {
  await Promise.all([chain.stop(), twin.stop()]);
});

function open(options: Partial<RpcReaderOptions> = {}): ReturnType<typeof openRpcReader> {
  return openRpcReader({
    urls: [chain.url],
    quorum: 1,
    finality: 'finalized',
    chainId: chain.chainId,
    ledger: deployed.ledger,
    timeout: 2_000,
    ...options,
  });
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'no error',
    (error: unknown) => (error instanceof ReaderError ? error.code : `another exception: ${String(error)}`),
  );
}

async function withServer<Out>(
  answer: (body: Record<string, unknown>) => string,
  run: (url: string) => Promise<Out>,
): Promise<Out> {
  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => response.end(answer(JSON.parse(text) as Record<string, unknown>)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  }
}

describe('a reader of one endpoint', () => {
  it('returns the same answers as the contracts', async () => {
    const reader = open();
    const ledger = new Contract(deployed.ledger, carbonLedgerAbi, chain.provider);
    const registry = new Contract(deployed.registry, partyRegistryAbi, chain.provider);
    const party = hashParty(PARTIES.company.identifier);
    const key = chain.accounts.company.address;
    expect(await reader.chainId()).toBe(chain.chainId);
    expect(await reader.registry()).toBe(deployed.registry);
    expect(await reader.latest()).toBe(1);
    expect(await reader.anchor(1)).toBe(await ledger.getFunction('anchors')(1));
    expect(await reader.anchor(2)).toBe(ZERO_HASH);
    expect(await reader.codeHash(deployed.ledger)).toBe(
      keccak256(await chain.provider.getCode(deployed.ledger)),
    );
    expect(await reader.codeHash(chain.accounts.stranger.address)).toBe(keccak256('0x'));
    const [from, until] = (
      (await registry.getFunction('keyWindows')(party, key)) as [bigint, bigint][]
    )[0] ?? [0n, 0n];
    expect(await reader.keyWindows(party, key)).toEqual([{ from: Number(from), until: Number(until) }]);
    expect(from).toBeLessThan(until);
    const [role] = await reader.roleWindows(party, ROLES.company);
    expect(role).toEqual({ from: Number(from), until: Number.MAX_SAFE_INTEGER });
    expect(await reader.roleWindows(party, ROLES.auditor)).toEqual([]);
  });

  it('finds where a batch was anchored, and returns null for a batch that was not', async () => {
    const reader = open();
    const found = await reader.anchoring(1);
    const receipt = await chain.provider.getTransactionReceipt(transaction);
    const { previous: _, ...fields } = header;
    expect(found).toMatchObject({ number: 1, header: hashHeader(header), fields, transaction });
    expect(found).toMatchObject({ block: receipt?.blockNumber, blockHash: receipt?.blockHash });
    expect(await reader.anchor(1)).toBe(hashAnchor(hashHeader(header), found?.anchoredAt ?? 0));
    expect(await reader.anchoring(2)).toBeNull();
  });

  it('uses the finalized block, or the block with the requested number of confirmations', async () => {
    const { number } = await chain.head();
    const finalized = await open().vouchedBlock();
    expect(finalized).toMatchObject({ number: number - 2, basis: 'finalized, 1 of 1 endpoint says so' });
    const deep = await open({ finality: { confirmations: 5 } }).vouchedBlock();
    expect(deep).toMatchObject({ number: number - 5, basis: '5 confirmations, 1 of 1 endpoint says so' });
    expect(await codeOf(open({ finality: { confirmations: 9999 } }).vouchedBlock())).toBe('no-final-block');
  });

  it('answers as of its vouched block while the chain grows, and as of the newest block only on request', async () => {
    const number = (await chain.head()).number;
    const early = open({ finality: { confirmations: number - deployed.block - 1 } });
    expect((await early.vouchedBlock()).number).toBe(deployed.block + 1);
    expect(await early.latest()).toBe(0);
    expect(await early.anchor(1)).toBe(ZERO_HASH);
    expect(await early.anchorInLatestBlock(1)).toBe(await open().anchor(1));
    expect(
      await early.keyWindows(hashParty(PARTIES.company.identifier), chain.accounts.company.address),
    ).toEqual([]);
  });

  it('fails with a code for a dead endpoint, another chain and a missing contract', async () => {
    expect(await codeOf(open({ urls: [DEAD] }).vouchedBlock())).toBe('rpc-unreachable');
    expect(await codeOf(open({ urls: [] }).vouchedBlock())).toBe('rpc-unreachable');
    expect(await codeOf(open({ chainId: 5 }).chainId())).toBe('wrong-chain');
    expect(await codeOf(open({ ledger: chain.accounts.stranger.address }).registry())).toBe('no-contract');
    expect(await codeOf(open({ ledger: deployed.registry }).latest())).not.toBe('no error');
  });

  it.each([
    ['text', () => '<html>busy</html>'],
    ['an empty answer', () => ''],
    ['a list', () => '[]'],
    ['no result', () => '{"jsonrpc":"2.0","id":1}'],
    [
      'a result of another form',
      ({ id }: Record<string, unknown>) => `{"jsonrpc":"2.0","id":${String(id)},"result":{"number":7}}`,
    ],
    [
      'an error',
      ({ id }: Record<string, unknown>) =>
        `{"jsonrpc":"2.0","id":${String(id)},"error":{"code":-32000,"message":"no"}}`,
    ],
    [
      'more than the limit',
      ({ id }: Record<string, unknown>) =>
        `{"jsonrpc":"2.0","id":${String(id)},"result":"${'a'.repeat(5000)}"}`,
    ],
  ])('fails with rpc-answer if the endpoint answers with %s', async (_, answer) => {
    await withServer(answer, async (url) => {
      const reader = open({ urls: [url], maxBytes: 4096 });
      expect(await codeOf(reader.vouchedBlock())).toBe('rpc-answer');
      expect(await codeOf(reader.anchoring(1))).toBe('rpc-answer');
    });
  });

  it('gives up on an endpoint that does not answer in time', async () => {
    const sockets = createServer(() => {});
    await new Promise<void>((resolve) => sockets.listen(0, '127.0.0.1', resolve));
    const { port } = sockets.address() as AddressInfo;
    expect(await codeOf(open({ urls: [`http://127.0.0.1:${port}`], timeout: 100 }).latest())).toBe(
      'rpc-unreachable',
    );
    sockets.closeAllConnections();
    sockets.close();
  });
});

describe('a reader of several endpoints', () => {
  it('needs exactly as many equal answers as its quorum', async () => {
    const both = open({ urls: [chain.url, twin.url], quorum: 2 });
    expect(await both.latest()).toBe(1);
    expect((await both.vouchedBlock()).basis).toBe('finalized, 2 of 2 endpoints agree');
    const oneDead = open({ urls: [DEAD, chain.url, twin.url], quorum: 2 });
    expect(await oneDead.latest()).toBe(1);
    expect((await oneDead.anchoring(1))?.transaction).toBe(transaction);
    expect(await codeOf(open({ urls: [DEAD, chain.url], quorum: 2 }).latest())).toBe('rpc-unreachable');
  });

  it('uses the highest block that is final for the quorum, even if one endpoint claims a higher one', async () => {
    const number = (await chain.head()).number;
    await twin.mine(3);
    const reader = open({ urls: [chain.url, twin.url], quorum: 2 });
    expect((await reader.vouchedBlock()).number).toBe(number - 2);
    expect((await open({ urls: [chain.url, twin.url] }).vouchedBlock()).number).toBe(number + 1);
    await twin.rollback(3);
  });

  it('fails if the endpoints are on different forks', async () => {
    const other = await startTestChain();
    try {
      await other.mine(20);
      expect(await codeOf(open({ urls: [chain.url, other.url], quorum: 2 }).latest())).toBe('rpc-disagree');
      const outvoted = open({ urls: [other.url, chain.url, twin.url], quorum: 2 });
      expect(await outvoted.latest()).toBe(1);
    } finally {
      await other.stop();
    }
  });

  it('does not count an endpoint with another chain id', async () => {
    const foreign = await startTestChain({ chainId: 77 });
    try {
      expect(await open({ urls: [foreign.url, chain.url], quorum: 1 }).latest()).toBe(1);
      expect(await codeOf(open({ urls: [foreign.url, chain.url], quorum: 2 }).latest())).toBe('wrong-chain');
    } finally {
      await foreign.stop();
    }
  });
});

// Last, because the chain then differs from its twin.
describe('a reader of a closed ledger', () => {
  it('says which one takes over', async () => {
    expect(await open().successor()).toBeNull();
    const other = await chain.deploy({ keyDelay: 100, maxDelay: 3600 });
    await openLedgerAdmin(other.ledger, chain.accounts.admin).close(deployed.ledger);
    await chain.mine(4);
    expect(await open({ ledger: other.ledger }).successor()).toBe(deployed.ledger);
  });
});
