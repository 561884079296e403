import { mkdtempSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { JsonRpcProvider, Wallet } from 'ethers';
import { describe, expect, test, vi } from 'vitest';
import { OPEN_BLOCKS } from '../../devnet/chain/block-maker.ts';
import { type RunningChain, startLocalChain } from '../../devnet/chain/local-chain.ts';
import { type ProcessUse, readProcessUse } from './process-use.ts';
import { type Starter, startElsewhere } from './starter.ts';

const MEGABYTE = 1_000_000;
const BLOCKS = 900;

interface Head {
  readonly number: number;
  readonly time: number;
}

/** The folder, state file and chain of one test. They are removed at its end. */
class Place {
  readonly folder = mkdtempSync(join(tmpdir(), 'carbon-ledger-blocks-'));
  readonly stateFile = join(this.folder, 'state.json');
  readonly storedFile = `${this.stateFile}.gz`;
  url = '';
  /** The awaited time, set by the test. */
  awaited = 0;
  #looks = 0;
  #stop = (): Promise<void> => Promise.resolve();

  /** Starts the chain in this process. */
  async start(): Promise<RunningChain> {
    const readAwaitedTime = (): Promise<number> => {
      this.#looks += 1;
      return Promise.resolve(this.awaited);
    };
    const chain = await startLocalChain({ stateFile: this.stateFile, readAwaitedTime });
    this.url = chain.url;
    this.#stop = () => chain.stop();
    return chain;
  }

  /** Starts the chain in another process. */
  async startElsewhere(): Promise<Starter> {
    const starter = await startElsewhere('chain', this.stateFile);
    this.url = starter.url;
    this.#stop = () => starter.stop();
    return starter;
  }

  async close(): Promise<void> {
    await this.#stop();
    await rm(this.folder, { recursive: true });
  }

  async ask<Out>(method: string, ...params: unknown[]): Promise<Out> {
    const provider = new JsonRpcProvider(this.url);
    try {
      return (await provider.send(method, params)) as Out;
    } finally {
      provider.destroy();
    }
  }

  async head(tag: 'latest' | 'finalized' | 'pending' = 'latest'): Promise<Head> {
    const block = await this.ask<Record<'number' | 'timestamp', string>>('eth_getBlockByNumber', tag, false);
    return { number: Number(block.number), time: Number(block.timestamp) };
  }

  /** Resolves when the block maker has looked for waiting work so many more times. */
  async looks(count: number): Promise<void> {
    const until = this.#looks + count;
    await vi.waitUntil(() => this.#looks >= until, { timeout: 60_000, interval: 20 });
  }

  /** Returns the number of the newest block on disk. */
  async storedNumber(): Promise<number> {
    const state = gunzipSync(await readFile(this.storedFile)).toString();
    return (JSON.parse(state) as { best_block_number: number }).best_block_number;
  }

  /** Resolves when no block was made for some seconds and the newest is stored. */
  async untilIdle(): Promise<Head> {
    let last = -1;
    const isSame = async (): Promise<boolean> => {
      const before = last;
      last = (await this.head()).number;
      return last === before && (await this.storedNumber()) === last;
    };
    await vi.waitUntil(isSame, { timeout: 60_000, interval: 2_000 });
    return this.head();
  }
}

/** These tests run concurrently, because most of the time they wait. */
const inPlace = test.extend<{ place: Place }>({
  // oxlint-disable-next-line no-empty-pattern -- vitest reads which fixtures a fixture needs from its parameter
  place: async ({}, use) => {
    const place = new Place();
    await use(place);
    await place.close();
  },
});

describe.concurrent('the block maker', { timeout: 120_000 }, () => {
  inPlace('makes no block and writes nothing while nothing waits', async ({ place }) => {
    await place.start();
    const rested = await place.untilIdle();
    const { mtimeMs } = await stat(place.storedFile);
    await place.looks(6);
    expect(await place.head()).toEqual(rested);
    expect((await stat(place.storedFile)).mtimeMs).toBe(mtimeMs);
  });

  inPlace('makes blocks until one later than a transaction is final, and then none', async ({ place }) => {
    const { mnemonic } = await place.start();
    await place.untilIdle();
    const provider = new JsonRpcProvider(place.url, undefined, { pollingInterval: 50 });
    const sender = Wallet.fromPhrase(mnemonic, provider);
    const sent = await sender.sendTransaction({ to: sender.address, value: 1 });
    const mined = await (await sent.wait())!.getBlock();
    provider.destroy();
    await place.untilIdle();
    const final = await place.head('finalized');
    expect(final.number).toBeGreaterThan(mined.number);
    expect(final.time).toBeGreaterThan(mined.timestamp);
  });

  inPlace('makes the final block recent at once if something waits after an idle time', async ({ place }) => {
    await place.start();
    const rested = await place.untilIdle();
    await place.looks(OPEN_BLOCKS);
    // The clock of anvil is behind that of the machine by the time that its start took.
    const { time: now } = await place.head('pending');
    place.awaited = now;
    await place.looks(2);
    expect((await place.head('finalized')).time).toBeGreaterThanOrEqual(now);
    expect((await place.head()).number).toBe(rested.number + OPEN_BLOCKS + 1);
  });
});

/** Returns what the chain, and its block maker in another process, used. */
async function measure({ folder }: Place, { pid }: Starter): Promise<ProcessUse> {
  const file = await readFile(join(folder, 'state.process.json'), 'utf8');
  const anvil = await readProcessUse((JSON.parse(file) as { pid: number }).pid);
  const maker = await readProcessUse(pid);
  return {
    cpuSeconds: anvil.cpuSeconds + maker.cpuSeconds,
    writtenBytes: anvil.writtenBytes + maker.writtenBytes,
  };
}

describe.runIf(process.platform === 'linux')('a local chain', { concurrent: true, timeout: 120_000 }, () => {
  inPlace(
    'stores 900 blocks in less than 1 MB, at most once a second, and when idle writes nothing, with less than 2 % of a core',
    async ({ place }) => {
      const starter = await place.startElsewhere();
      const began = await measure(place, starter);
      const beganAt = performance.now();
      await place.ask('anvil_mine', `0x${BLOCKS.toString(16)}`);
      expect((await place.untilIdle()).number).toBeGreaterThan(BLOCKS);
      const rested = await measure(place, starter);
      const { size } = await stat(place.storedFile);
      expect(size).toBeLessThan(MEGABYTE);
      // A slow machine makes these blocks for longer, and stores more often meanwhile.
      const seconds = (performance.now() - beganAt) / 1000;
      expect(rested.writtenBytes - began.writtenBytes).toBeLessThan(size * seconds);
      await wait(10_000);
      const ended = await measure(place, starter);
      expect(ended.writtenBytes - rested.writtenBytes).toBe(0);
      expect(ended.cpuSeconds - rested.cpuSeconds).toBeLessThan(0.02 * 10);
    },
  );
});
