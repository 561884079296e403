import { z } from 'zod';
import { openRpc, type Rpc, RpcError } from '../../chain/rpc/rpc.ts';
import { quantitySchema } from '../../chain/rpc/rpc-schema.ts';
import { startLoop } from '../../runtime/loop.ts';
import { storeState } from './stored-state.ts';

/** Makes the blocks of a local chain and keeps its state on disk. */
export interface BlockMaker {
  /** Stores what is not stored yet, and makes no more blocks. */
  stop(): Promise<void>;
}

export interface BlockMakerOptions {
  /** JSON-RPC endpoint of an anvil that does not mine by itself. */
  readonly url: string;
  /** Where the state is stored, with `.gz` after this name. */
  readonly stateFile: string;
  /** Returns the time, in unix seconds, which the final block must reach for what waits to continue; 0 when nothing waits. */
  readonly readAwaitedTime?: () => Promise<number>;
  /** Called when no block can be made or stored, once for each different error in a row. */
  readonly onError?: (error: unknown) => void;
}

/** Blocks above the final one: anvil calls final what is two epochs old. */
export const OPEN_BLOCKS = 8;

/** How often is looked for what waits; while something does, a block is made each time. */
const POLL_MS = 500;
/** Storing takes a twentieth of the time at most, however large the state grows. */
const STORE_MS = 2_000;
const STORE_REST = 20;
const RPC_LIMITS = { timeout: 60_000, maxBytes: Infinity };

const blockSchema = z.object({
  number: quantitySchema,
  hash: z.string(),
  parentHash: z.string(),
  timestamp: quantitySchema,
  transactions: z.array(z.unknown()),
});
const poolSchema = z.object({ pending: quantitySchema });
const dumpSchema = z.string().regex(/^0x([0-9a-f]{2})*$/);

type LocalBlock = z.infer<typeof blockSchema>;

/**
 * Returns what makes the blocks of a chain that was just started or adopted, once its final block is a recent one. While
 * something waits it makes two blocks a second: a transaction waits, the finality of one, or a time that the final block must reach.
 * Otherwise the chain rests: no block is made and nothing is written. A block becomes final only after it was stored, so
 * that no kill takes a final block away.
 * @throws RpcError, or the error of the file system, when the first blocks can't be made and stored
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

/** A chain that was killed has nothing left to store. */
function ignoreEndedChain(error: unknown): void {
  if (!(error instanceof RpcError) || error.code !== 'unreachable') throw error;
}

class LocalBlocks {
  readonly #rpc: Rpc;
  readonly #options: BlockMakerOptions;
  #head: LocalBlock | null = null;
  /** The final block's time, as of #head. */
  #finalTime = 0;
  /** The time of the newest block that has transactions, or that someone else made. */
  #busyTime = 0;
  #stored: LocalBlock | null = null;
  /** For how many blocks the chain rested, counted up to OPEN_BLOCKS. */
  #rested = OPEN_BLOCKS;
  /** When the last state was stored, in milliseconds of this process, and how long that took. */
  #storedAt = -Infinity;
  #storingTook = 0;

  constructor(options: BlockMakerOptions) {
    this.#options = options;
    this.#rpc = openRpc(options.url, RPC_LIMITS);
  }

  /** Makes the blocks that are due, and stores the state when it is time. */
  async step(): Promise<void> {
    await this.#look();
    const { pending } = await this.#ask('txpool_status', [], poolSchema);
    const awaited = Math.max(this.#busyTime + 1, (await this.#options.readAwaitedTime?.()) ?? 0);
    if (pending > 0) await this.#makeBlocks(1);
    else if (this.#finalTime < awaited) await this.#makeBlocks(1 + this.#rested);
    else this.#rested = Math.min(this.#rested + 1, OPEN_BLOCKS);
    const rest = Math.max(STORE_MS, STORE_REST * this.#storingTook);
    if (performance.now() - this.#storedAt >= rest) await this.store();
  }

  /** Stores the state unless the newest block is stored already. */
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
   * Blocks that a rest left out are made up, until the final one is new again: what is sealed by its time should not look old.
   * A transaction gets one block at a time, so that it becomes final as slowly as ever.
   */
  async #makeBlocks(count: number): Promise<void> {
    this.#rested = 0;
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
   * Returns the newest block. One that was not made here may hold transactions, or have them below it, and may have replaced
   * blocks that were stored.
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

  #readBlock(tag: 'latest' | 'finalized'): Promise<LocalBlock> {
    return this.#ask('eth_getBlockByNumber', [tag, false], blockSchema);
  }

  async #ask<Out>(method: string, params: readonly unknown[], schema: z.ZodType<Out>): Promise<Out> {
    return schema.parse(await this.#rpc.request(method, params));
  }
}
