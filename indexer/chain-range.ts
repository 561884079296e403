import * as z from 'zod';
import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum, type Endpoints } from '../chain/rpc/quorum.ts';
import { type Block, formatQuantity, type EventLog, logSchema } from '../chain/rpc/rpc-schema.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import type { ChainView } from './followed-chain.ts';

/** A block with the events of the ledger and the registry in it, in their order. */
export interface ReadBlock {
  readonly block: Block;
  readonly logs: readonly EventLog[];
  /** No event was given, but the block's Bloom filter names a contract that is followed. */
  readonly isDoubtful: boolean;
}

/** The most blocks that one step reads: of final blocks, whose events are read with one query, and of others, read one by one. */
export const FINAL_RANGE = 2_000;
const OPEN_RANGE = 64;

/**
 * Milliseconds after which a step reads no further block. A step asks the endpoints that agreed when it began: if one of them has become
 * slow since, the next step soon chooses again.
 */
const STEP_MS = 2_000;

/**
 * Returns the next blocks after `parent`, in order. Among final blocks it returns only those with events and the last one. Other
 * blocks are all returned, and each must be the child of the one before. While endpoints answer slowly, it returns
 * fewer blocks. Returns null if the chain moved meanwhile; the next step then finds out how.
 * @throws ReaderError
 */
export async function readRange(
  view: ChainView,
  parent: { readonly number: number; readonly hash: string } | null,
  startBlock: number,
  addresses: readonly string[],
): Promise<ReadBlock[] | null> {
  const from = parent === null ? startBlock : parent.number + 1;
  const finalNumber = view.final?.number ?? -1;
  if (from > view.head.number) return [];
  if (from <= finalNumber)
    return readFinal(view.endpoints, from, Math.min(finalNumber, from + FINAL_RANGE - 1), addresses);
  return readOpen(view, from, parent?.hash ?? null, addresses);
}

/** Returns the events of the addresses in blocks. If an endpoint rejects a search of this many blocks, half of them are tried: up to `to`. */
export async function searchLogs(
  endpoints: Endpoints,
  addresses: readonly string[],
  from: number,
  to: number,
): Promise<{ readonly logs: readonly EventLog[]; readonly to: number }> {
  const where = { fromBlock: formatQuantity(from), toBlock: formatQuantity(to) };
  try {
    return { logs: await askLogs(endpoints, addresses, where), to };
  } catch (error) {
    if (to === from || !(error instanceof ReaderError) || error.code !== 'rpc-answer') throw error;
    return searchLogs(endpoints, addresses, from, from + Math.floor((to - from) / 2));
  }
}

async function readFinal(
  endpoints: Endpoints,
  from: number,
  until: number,
  addresses: readonly string[],
): Promise<ReadBlock[] | null> {
  const { logs, to } = await searchLogs(endpoints, addresses, from, until);
  const byBlock = Map.groupBy(logs, ({ blockNumber }) => blockNumber);
  const numbers = [...new Set([...byBlock.keys(), to])].sort((a, b) => a - b);
  const blocks: ReadBlock[] = [];
  const isLate = startClock();
  for (const number of numbers) {
    if (blocks.length > 0 && isLate()) break;
    const block = await askQuorum(endpoints, readBlock(number));
    const own = byBlock.get(number) ?? [];
    if (block === null || own.some(({ blockHash }) => blockHash !== block.hash)) return null;
    blocks.push(pair(block, own, addresses));
  }
  return blocks;
}

async function readOpen(
  { head, endpoints }: ChainView,
  from: number,
  parent: string | null,
  addresses: readonly string[],
): Promise<ReadBlock[] | null> {
  const blocks: ReadBlock[] = [];
  let expected = parent;
  const isLate = startClock();
  const to = Math.min(head.number, from + OPEN_RANGE - 1);
  for (let number = from; number <= to && !(blocks.length > 0 && isLate()); number++) {
    const block = number === head.number ? head : await askQuorum(endpoints, readBlock(number));
    if (block === null || (expected !== null && block.parent !== expected)) return null;
    const logs = await askLogs(endpoints, addresses, { blockHash: block.hash });
    if (logs.some(({ blockHash }) => blockHash !== block.hash)) return null;
    blocks.push(pair(block, logs, addresses));
    expected = block.hash;
  }
  return (await isStillOnChain(endpoints, blocks.at(-1)?.block)) ? blocks : null;
}

function pair(block: Block, logs: readonly EventLog[], addresses: readonly string[]): ReadBlock {
  const { bloom } = block;
  const isDoubtful = logs.length === 0 && bloom !== null && addresses.some((address) => bloom.names(address));
  return { block, logs, isDoubtful };
}

/** Returns a function that tells whether the step has lasted long enough. */
function startClock(): () => boolean {
  const end = performance.now() + STEP_MS;
  return () => performance.now() > end;
}

/** Some nodes report no events, instead of an error, for a block that was replaced meanwhile. */
async function isStillOnChain(endpoints: Endpoints, last: Block | undefined): Promise<boolean> {
  if (last === undefined) return true;
  const again = await askQuorum(endpoints, readBlock(last.number));
  return again?.hash === last.hash;
}

async function askLogs(
  endpoints: Endpoints,
  addresses: readonly string[],
  where: Readonly<Record<string, string>>,
): Promise<EventLog[]> {
  const params = [{ address: addresses, ...where }];
  const logs = await askQuorum(endpoints, { method: 'eth_getLogs', params, schema: z.array(logSchema) });
  return logs
    .filter(({ address }) => addresses.includes(address))
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}
