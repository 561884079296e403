import * as z from 'zod';
import { type Anchoring, ReaderError } from '../../core/verify/chain-reader.ts';
import { askQuorum, type Endpoints } from '../rpc/quorum.ts';
import { type EventLog, formatQuantity, logSchema } from '../rpc/rpc-schema.ts';
import { BATCH_ANCHORED, parseBatchAnchored } from './ledger.ts';

/** Blocks, both included. */
interface Blocks {
  readonly from: number;
  readonly until: number;
}

/** The first range of blocks whose events are asked for together. */
const FIRST_RANGE = 10_000;
/** After a refusal, a range grows again only after this many answers: an endpoint with a limit would else refuse every other call. */
const GROW_AFTER = 16;

/**
 * Yields what the events of a ledger say about its anchorings, in their order. A range of blocks doubles where the endpoints answer,
 * and halves where they refuse it or take too long. Memory does not grow with the number of events.
 * @throws ReaderError
 */
export async function* readAnchorings(
  endpoints: Endpoints,
  ledger: string,
  { from: first, until }: Blocks,
): AsyncGenerator<Anchoring> {
  let range = FIRST_RANGE;
  let patience = 0;
  for (let from = first; from <= until;) {
    const blocks = { from, until: Math.min(until, from + range - 1) };
    const logs = await askEvents(endpoints, ledger, blocks).catch((error: unknown) => {
      if (!isTooMuch(error, blocks)) throw error;
      return null;
    });
    if (logs === null) {
      range = Math.ceil((blocks.until - from + 1) / 2);
      patience = GROW_AFTER;
      continue;
    }
    for (const log of logs) {
      const anchoring = parse(log);
      if (anchoring !== null) yield anchoring;
    }
    from = blocks.until + 1;
    if (--patience <= 0) range *= 2;
  }
}

/** Tells whether fewer blocks may be answered. An endpoint that does not answer at all is not asked again and again. */
function isTooMuch(error: unknown, { from, until }: Blocks): boolean {
  if (!(error instanceof ReaderError) || until === from) return false;
  return error.code === 'rpc-answer' || (error.code === 'rpc-unreachable' && until - from >= FIRST_RANGE);
}

async function askEvents(endpoints: Endpoints, ledger: string, { from, until }: Blocks): Promise<EventLog[]> {
  const filter = { address: ledger, topics: [BATCH_ANCHORED] };
  const params = [{ ...filter, fromBlock: formatQuantity(from), toBlock: formatQuantity(until) }];
  const logs = await askQuorum(endpoints, { method: 'eth_getLogs', params, schema: z.array(logSchema) });
  return logs
    .filter(({ address, blockNumber }) => address === ledger && blockNumber >= from && blockNumber <= until)
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex);
}

function parse(log: EventLog): Anchoring | null {
  try {
    return parseBatchAnchored(log);
  } catch (cause) {
    throw new ReaderError(
      'rpc-answer',
      'an endpoint answers eth_getLogs with an event of another form',
      cause,
    );
  }
}
