import { once } from 'node:events';
import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

async function readMnemonic(): Promise<string> {
  return (await readFile(join(folder, 'chain.mnemonic'), 'utf8')).trim();
}

describe('startLocalChain', () => {
  test('keeps blocks, accounts and port over a stop', async () => {
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

  test('goes on from its last dump when the chain itself was killed', async () => {
    const first = await startLocalChain({ stateFile });
    await pay(first, '1');
    const { pid } = JSON.parse(await readFile(join(folder, 'chain.process.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    const second = await startLocalChain({ stateFile });
    const provider = new JsonRpcProvider(second.url);
    expect(second.mnemonic).toBe(first.mnemonic);
    expect(await provider.getBlockNumber()).toBeGreaterThanOrEqual(0);
    provider.destroy();
    await second.stop();
  });

  test('goes on from the last whole state when it was killed while it wrote one', async () => {
    const first = await startLocalChain({ stateFile });
    await pay(first, '4');
    const readKept = (): Promise<string> => readFile(`${stateFile}.kept`, 'utf8').catch(() => '');
    await expect.poll(readKept, { timeout: 20_000 }).toContain(parseEther('4').toString(16));
    const { pid } = JSON.parse(await readFile(join(folder, 'chain.process.json'), 'utf8')) as { pid: number };
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => readCommandLine(pid)).toEqual('');
    await truncate(stateFile, 1000);
    const second = await startLocalChain({ stateFile });
    expect(await readBalance(second.url)).toBe(parseEther('4'));
    await Promise.all([first.stop(), second.stop()]);
  });

  test('draws other accounts for each state folder', async () => {
    const [one, other] = [
      await startLocalChain({ stateFile }),
      await startLocalChain({ stateFile: join(folder, 'b', 'chain.json') }),
    ];
    expect(one.mnemonic).not.toBe(other.mnemonic);
    await Promise.all([one.stop(), other.stop()]);
  });

  test('names a wanted port that is in use', async () => {
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
