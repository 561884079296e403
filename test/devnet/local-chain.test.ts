import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { HDNodeWallet, JsonRpcProvider, parseEther } from 'ethers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCommandLine } from '../../devnet/postgres/command-line.ts';
import { type RunningChain, startLocalChain } from '../../devnet/chain/local-chain.ts';
import { startElsewhere } from './starter.ts';

const SINK = '0x000000000000000000000000000000000000dEaD';

let folder: string;
let stateFile: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-chain-'));
  stateFile = join(folder, 'chain.json');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function pay({ url, mnemonic }: Pick<RunningChain, 'url' | 'mnemonic'>, ether: string): Promise<void> {
  const provider = new JsonRpcProvider(url, undefined, { pollingInterval: 50 });
  const wallet = HDNodeWallet.fromPhrase(mnemonic).connect(provider);
  const sent = await wallet.sendTransaction({ to: SINK, value: parseEther(ether) });
  await sent.wait();
  provider.destroy();
}

async function readBalance(url: string): Promise<bigint> {
  const provider = new JsonRpcProvider(url);
  const balance = await provider.getBalance(SINK);
  provider.destroy();
  return balance;
}

async function readBlock(
  url: string,
  tag: number | 'finalized',
): Promise<{ number: number; hash: string } | null> {
  const provider = new JsonRpcProvider(url);
  const block = await provider.getBlock(tag);
  provider.destroy();
  return block === null ? null : { number: block.number, hash: String(block.hash) };
}

const readStored = (): Promise<string> =>
  readFile(`${stateFile}.gz`).then(
    (bytes) => gunzipSync(bytes).toString(),
    () => '',
  );

async function killChain(): Promise<void> {
  const { pid } = JSON.parse(await readFile(join(folder, 'chain.process.json'), 'utf8')) as { pid: number };
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => readCommandLine(pid)).toEqual('');
}

async function readMnemonic(): Promise<string> {
  return (await readFile(join(folder, 'chain.mnemonic'), 'utf8')).trim();
}

describe('startLocalChain', () => {
  test('keeps its phrase out of the list of processes, and knows no account that others know', async () => {
    const chain = await startLocalChain({ stateFile });
    const { pid } = JSON.parse(await readFile(join(folder, 'chain.process.json'), 'utf8')) as { pid: number };
    expect(readCommandLine(pid)).toContain('anvil');
    expect(readCommandLine(pid)).not.toContain(chain.mnemonic);
    const provider = new JsonRpcProvider(chain.url);
    expect(await provider.send('eth_accounts', [])).toEqual([]);
    for (const index of [0, 9]) {
      const { address } = HDNodeWallet.fromPhrase(chain.mnemonic, undefined, `m/44'/60'/0'/0/${index}`);
      expect(await provider.getBalance(address)).toBe(parseEther('10000'));
    }
    provider.destroy();
    await chain.stop();
  });

  test('keeps its blocks, accounts and port when it is stopped and started again', async () => {
    const first = await startLocalChain({ stateFile });
    await pay(first, '3');
    await first.stop();
    await expect(fetch(first.url)).rejects.toThrow();
    const second = await startLocalChain({ stateFile });
    expect([second.url, second.mnemonic, second.adopted]).toEqual([first.url, first.mnemonic, false]);
    expect(await readBalance(second.url)).toBe(parseEther('3'));
    await second.stop();
    await second.stop();
  });

  test('adopts the chain that a killed program left running', async () => {
    const starter = await startElsewhere('chain', stateFile);
    await pay({ url: starter.url, mnemonic: await readMnemonic() }, '2');
    await starter.kill();
    const again = await startLocalChain({ stateFile });
    expect([again.url, again.adopted]).toEqual([starter.url, true]);
    expect(await readBalance(again.url)).toBe(parseEther('2'));
    await again.stop();
    await expect(fetch(again.url)).rejects.toThrow();
  });

  test('continues from the last stored state if the chain was killed', async () => {
    const first = await startLocalChain({ stateFile });
    await pay(first, '1');
    await expect.poll(readStored, { timeout: 20_000 }).toContain(parseEther('1').toString(16));
    await killChain();
    await first.stop();
    const second = await startLocalChain({ stateFile });
    expect([second.mnemonic, second.adopted]).toEqual([first.mnemonic, false]);
    expect(await readBalance(second.url)).toBe(parseEther('1'));
    await second.stop();
  });

  test('loses no final block if it is killed at any time', async () => {
    for (const pause of [300, 1100, 2000]) {
      const chain = await startLocalChain({ stateFile, readAwaitedTime: () => Promise.resolve(Infinity) });
      await wait(pause);
      const final = await readBlock(chain.url, 'finalized');
      await killChain();
      await chain.stop();
      const again = await startLocalChain({ stateFile });
      expect(await readBlock(again.url, Number(final?.number))).toEqual(final);
      await again.stop();
    }
  });

  test('generates different accounts for each state folder', async () => {
    const [one, other] = [
      await startLocalChain({ stateFile }),
      await startLocalChain({ stateFile: join(folder, 'b', 'chain.json') }),
    ];
    expect(one.mnemonic).not.toBe(other.mnemonic);
    await Promise.all([one.stop(), other.stop()]);
  });

  test('reports a requested port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const start = startLocalChain({ stateFile, port });
    await expect(start).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)) as string,
    });
    server.close();
  });
});
