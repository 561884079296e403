import * as z from 'zod';
import { type Rpc, RpcError } from '../../chain/rpc/endpoint.ts';
import { openRpc } from '../../chain/rpc/rpc.ts';
import { quantitySchema } from '../../chain/rpc/rpc-schema.ts';
import { startLoop } from '../../runtime/loop.ts';
import { storeState } from './stored-state.ts';

/** Makes the blocks of a local chain and stores its state on disk. */
export interface BlockMaker {
  /** Stops making blocks and stores the state if it changed. */
  stop(): Promise<void>;
}

export interface BlockMakerOptions {
  /** JSON-RPC endpoint of an anvil that makes no blocks itself. */
  readonly url: string;
  /** Path of the stored state, without its ending `.gz`. */
  readonly stateFile: string;
  /** Returns the time in Unix seconds that the final block must reach before waiting work can continue; 0 if nothing waits. */
  readonly readAwaitedTime?: () => Promise<number>;
  /** Called if no block can be made or stored; only once for the same error in a row. */
  readonly onError?: (error: unknown) => void;
}

/** How many blocks after the final one the chain has. In anvil a block is final after two epochs. */
export const OPEN_BLOCKS = 8;

/** How often to look for waiting work. While there is some, each look makes a block. */
const POLL_MS = 500;
/** Storing takes at most a twentieth of the time, even if the state is large. */
const STORE_MS = 2_000;
const STORE_PAUSE = 20;
const RPC_LIMITS = { timeout: 60_000, maxBytes: Infinity };

const blockSchema = z.object({
  number: quantitySchema,
  hash: z.string(),
  parentHash: z.string(),
  timestamp: quantitySchema,
  transactions: z.array(z.unknown()),
});
const dumpSchema = z.string().regex(/^0x([0-9a-f]{2})*$/);

type LocalBlock = z.infer<typeof blockSchema>;

/**
 * Makes the blocks of a chain that was just started or adopted. Resolves once the final block is recent. It makes two blocks a second
 * while a transaction is pending or not final, or the final block must reach a later time. Otherwise the chain is idle: it makes no
 * block and writes nothing. A block becomes final only after it is stored, so a kill never removes a final block.
 * @throws RpcError, or the error of the file system, if the first blocks cannot be made and stored
 */
export async function startBlockMaker(options: BlockMakerOptions): Promise<BlockMaker> {
  const blocks = new LocalBlocks(options);
  await blocks.step();
  let last = '';
  const onError = (error: unknown): void => {
    if (String(error) !== last) options.onError?.(error);
    last = String(error);
  };
  const step = async (): Promise<'after-pause'> => {
    await blocks.step();
    last = '';
    return 'after-pause';
  };
  const loop = startLoop({ step, pollMs: POLL_MS, onError });
  return {
    async stop() {
      await loop.stop();
      await blocks.store().catch(ignoreEndedChain);
    },
  };
}

/** Ignores the error of a killed chain, which has nothing left to store. */
function ignoreEndedChain(error: unknown): void {
  if (!(error instanceof RpcError) || error.code !== 'unreachable') throw error;
}

class LocalBlocks {
  readonly #rpc: Rpc;
  readonly #options: BlockMakerOptions;
  #head: LocalBlock | null = null;
  /** The time of the final block, as of #head. */
  #finalTime = 0;
  /** The time of the newest block that has transactions or was made by someone else. */
  #busyTime = 0;
  #stored: LocalBlock | null = null;
  /** How many blocks were left out while the chain was idle, at most OPEN_BLOCKS. */
  #skipped = OPEN_BLOCKS;
  /** When the state was last stored, by the clock of this process, and how long that took; in milliseconds. */
  #storedAt = -Infinity;
  #storingTook = 0;

  constructor(options: BlockMakerOptions) {
    this.#options = options;
    this.#rpc = openRpc(options.url, RPC_LIMITS);
  }

  /** Makes the blocks that are due, and stores the state if that is due. */
  async step(): Promise<void> {
    const next = await this.#readBlock('pending');
    if (next.parentHash !== this.#head?.hash) await this.#look();
    const isPending = next.transactions.length > 0;
    const awaited = Math.max(this.#busyTime + 1, (await this.#options.readAwaitedTime?.()) ?? 0);
    if (isPending) await this.#makeBlocks(1);
    else if (this.#finalTime < awaited) await this.#makeBlocks(1 + this.#skipped);
    else this.#skipped = Math.min(this.#skipped + 1, OPEN_BLOCKS);
    if (this.#head?.hash === this.#stored?.hash) return;
    const pause = Math.max(STORE_MS, STORE_PAUSE * this.#storingTook);
    if (performance.now() - this.#storedAt >= pause) await this.store();
  }

  /** Stores the state if the newest block is not stored yet. */
  async store(): Promise<void> {
    const head = await this.#look();
    if (head.hash === this.#stored?.hash) return;
    const began = performance.now();
    const dump = await this.#ask('anvil_dumpState', [false], dumpSchema);
    await storeState(this.#options.stateFile, Buffer.from(dump.slice(2), 'hex'));
    this.#stored = head;
    this.#storedAt = performance.now();
    this.#storingTook = this.#storedAt - began;
  }

  /**
   * Makes blocks. After an idle time it also makes the blocks that were left out, so that the final block is recent and a batch sealed
   * at its time does not look old. For a transaction the caller makes one block at a time, so that finality takes the usual time.
   */
  async #makeBlocks(count: number): Promise<void> {
    this.#skipped = 0;
    for (let left = count; left > 0; left--) await this.#make();
  }

  async #make(): Promise<void> {
    const head = await this.#look();
    if (this.#stored === null || head.number - this.#stored.number >= OPEN_BLOCKS) await this.store();
    await this.#rpc.request('evm_mine', []);
    const made = await this.#readBlock('latest');
    const isBusy = made.parentHash !== head.hash || made.transactions.length > 0;
    await this.#moveHead(made, isBusy);
  }

  /**
   * Returns the newest block. If someone else made it, it or a block before it may have transactions, and it may have replaced stored
   * blocks.
   */
  async #look(): Promise<LocalBlock> {
    const head = await this.#readBlock('latest');
    if (head.hash === this.#head?.hash) return head;
    this.#stored = null;
    await this.#moveHead(head, true);
    return head;
  }

  async #moveHead(head: LocalBlock, isBusy: boolean): Promise<void> {
    this.#finalTime = (await this.#readBlock('finalized')).timestamp;
    if (isBusy) this.#busyTime = head.timestamp;
    this.#head = head;
  }

  #readBlock(tag: 'latest' | 'finalized' | 'pending'): Promise<LocalBlock> {
    return this.#ask('eth_getBlockByNumber', [tag, false], blockSchema);
  }

  async #ask<Out>(method: string, params: readonly unknown[], schema: z.ZodType<Out>): Promise<Out> {
    return schema.parse(await this.#rpc.request(method, params));
  }
}
