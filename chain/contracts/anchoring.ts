import * as z from 'zod';
import { type Anchoring, ReaderError } from '../../core/verify/chain-reader.ts';
import { BATCH_ANCHORED, parseBatchAnchored } from './ledger.ts';
import { askQuorum, type Endpoints } from '../rpc/quorum.ts';
import { formatQuantity, type EventLog, logSchema, quantitySchema } from '../rpc/rpc-schema.ts';

/** Where an endpoint rejects a search of all blocks, this many blocks are searched at once, at most this many times. */
const RANGE = 10_000;
const MAX_RANGES = 100;

/** From a block on, at most this many ranges are searched. */
const MAX_RANGES_SINCE = 5;

/**
 * Returns what the event BatchAnchored says about a batch that was anchored at the block `until` at the latest; null when it finds
 * none. Where the endpoints reject a search of all these blocks, it searches 50,000 from `since` on, which takes six calls in all.
 * @throws ReaderError `rpc-…`
 */
export async function findAnchoringSince(
  endpoints: Endpoints,
  ledger: string,
  number: number,
  { since, until }: { readonly since: number; readonly until: number },
): Promise<Anchoring | null> {
  const search = (from: number, to: number): Promise<EventLog[]> =>
    askLogs(endpoints, ledger, number, from, to);
  const logs = await search(0, until).catch((error: unknown) => {
    if (error instanceof ReaderError && error.code === 'rpc-answer')
      return searchForwards(search, since, until);
    throw error;
  });
  const [log] = logs;
  return log === undefined ? null : parseBatchAnchored(log);
}

async function searchForwards(
  search: (from: number, to: number) => Promise<EventLog[]>,
  since: number,
  until: number,
): Promise<EventLog[]> {
  for (let asked = 0, from = since; asked < MAX_RANGES_SINCE && from <= until; asked++, from += RANGE) {
    const logs = await search(from, Math.min(until, from + RANGE - 1));
    if (logs.length > 0) return logs;
  }
  return [];
}

/**
 * Returns what the event BatchAnchored says about a batch, as of now; null when there is no such event. It is only a hint. Where
 * the endpoints reject a search of all blocks, only the newest million is searched.
 * @throws ReaderError `rpc-…`
 */
export async function findAnchoring(
  endpoints: Endpoints,
  ledger: string,
  number: number,
): Promise<Anchoring | null> {
  const search = (from: number, to: number | 'latest'): Promise<EventLog[]> =>
    askLogs(endpoints, ledger, number, from, to);
  const logs = await search(0, 'latest').catch((error: unknown) => {
    if (error instanceof ReaderError && error.code === 'rpc-answer')
      return searchBackwards(endpoints, search);
    throw error;
  });
  const [log] = logs;
  return log === undefined ? null : parseBatchAnchored(log);
}

async function searchBackwards(
  endpoints: Endpoints,
  search: (from: number, to: number) => Promise<EventLog[]>,
): Promise<EventLog[]> {
  let to = await askQuorum(endpoints, { method: 'eth_blockNumber', params: [], schema: quantitySchema });
  for (let asked = 0; asked < MAX_RANGES && to >= 0; asked++, to -= RANGE) {
    const logs = await search(Math.max(0, to - RANGE + 1), to);
    if (logs.length > 0) return logs;
  }
  return [];
}

async function askLogs(
  endpoints: Endpoints,
  ledger: string,
  number: number,
  from: number,
  to: number | 'latest',
): Promise<EventLog[]> {
  const filter = {
    address: ledger,
    topics: [BATCH_ANCHORED, `0x${number.toString(16).padStart(64, '0')}`],
    fromBlock: formatQuantity(from),
    toBlock: to === 'latest' ? to : formatQuantity(to),
  };
  const logs = await askQuorum(endpoints, {
    method: 'eth_getLogs',
    params: [filter],
    schema: z.array(logSchema),
  });
  return logs.filter(
    ({ address, topics }) =>
      address === ledger && topics[0] === filter.topics[0] && topics[1] === filter.topics[1],
  );
}
