import { readBlock } from '../chain/rpc/agreed-block.ts';
import { askQuorum } from '../chain/rpc/quorum.ts';
import type { Block, EventLog } from '../chain/rpc/rpc-schema.ts';
import { ReaderError } from '../core/verify/chain-reader.ts';
import { addLogs, insertBlock, readStoredLogs } from '../db/chain/blocks.ts';
import {
  chooseSecondReading,
  endSecondReading,
  findReadings,
  lockReadings,
  noteLateEvents,
} from '../db/chain/readings.ts';
import { withTransaction } from '../db/pool.ts';
import { FINAL_RANGE, searchLogs } from './chain-range.ts';
import type { ChainView } from './followed-chain.ts';
import type { IndexContext } from './index-context.ts';
import { storeLogs } from './store-range.ts';

/** How many more blocks must be final before final blocks are read a second time. Behind a balancer, nodes are a few blocks apart. */
const APART = 8;

/**
 * Reads blocks again whose events an endpoint may have left out, and stores the events that were missed. A node without a block says that the
 * block has no events.
 * - A block is doubtful if its Bloom filter names the ledger or its registry, but no event was given. All doubtful blocks are read at each
 *   new block, until they were read as final blocks.
 * - All final blocks are read a second time, once `APART` more blocks are final: the filter proves nothing.
 *
 * That is one question for the doubtful blocks at each new block, and one for all others in `APART` blocks. A failure is left to the next step.
 */
export async function readAgain(context: IndexContext, view: ChainView, isNewHead: boolean): Promise<void> {
  try {
    await readDue(context, view, isNewHead);
  } catch (error) {
    if (!(error instanceof ReaderError)) throw error;
    context.log.debug({ err: error }, 'Blocks could not be read again; it is tried again.');
  }
}

async function readDue(context: IndexContext, view: ChainView, isNewHead: boolean): Promise<void> {
  const { pool } = context;
  const { doubtful, twice, again, final } = await findReadings(pool);
  // While the indexer catches up, the first reading comes first.
  if (final < (view.final?.number ?? final)) return;
  if (doubtful !== null && isNewHead) await readMissed(context, view, doubtful.from, doubtful.to);
  if (again === null || again <= twice) return chooseSecondReading(pool);
  if (final < again + APART) return;
  const reached = await readMissed(context, view, twice + 1, Math.min(again, twice + FINAL_RANGE));
  await endSecondReading(pool, twice, reached);
}

/** Reads blocks once more and stores events that are missing. Returns up to which block, as an endpoint may refuse to search all. */
async function readMissed(
  context: IndexContext,
  { endpoints }: ChainView,
  from: number,
  to: number,
): Promise<number> {
  const { pool, chain, log } = context;
  const found = await searchLogs(endpoints, [chain.domain.ledger, chain.registry], from, to);
  const byBlock = Map.groupBy(found.logs, ({ blockNumber }) => blockNumber);
  const stored = await readStoredLogs(pool, [...byBlock.keys()]);
  const headers = new Map<number, Block>();
  for (const number of byBlock.keys()) {
    if (stored.has(number)) continue;
    const block = await askQuorum(endpoints, readBlock(number));
    if (block !== null) headers.set(number, block);
  }
  const missed = await withTransaction(pool, async (client) => {
    const final = await lockReadings(client);
    if (final === null) return [];
    const now = await readStoredLogs(client, [...byBlock.keys()]);
    const late: EventLog[] = [];
    for (const [number, logs] of byBlock) {
      const known = now.get(number);
      // Only final blocks without events are not stored.
      const block = known ?? (number <= final ? headers.get(number) : undefined);
      const missing = logs.filter(
        ({ blockHash, logIndex }) => blockHash === block?.hash && known?.logs.includes(logIndex) !== true,
      );
      if (block === undefined || missing.length === 0) continue;
      if (known === undefined)
        await insertBlock(client, { ...(block as Block), logs: [], isDoubtful: false });
      await addLogs(
        client,
        number,
        missing.map(({ logIndex }) => logIndex),
      );
      await storeLogs(client, chain, missing);
      late.push(...missing);
    }
    await noteLateEvents(client, late.length);
    return late;
  });
  if (missed.length > 0)
    log.error(
      { code: 'event-late', blocks: [...new Set(missed.map(({ blockNumber }) => blockNumber))] },
      `An endpoint left out ${missed.length} events, which were found when their blocks were read again. If that happens often, name other endpoints in RPC_URL.`,
    );
  return found.to;
}
