import { Interface } from 'ethers';
import type { Anchoring } from '../../core/verify/chain-reader.ts';
import type { Hex } from '../../core/encoding/hex.ts';
import { carbonLedgerEvents, carbonLedgerViews } from '../generated/carbon-ledger-reading.ts';
import type { EventLog } from '../rpc/rpc-schema.ts';

/** The events and functions of a ledger that programs read. */
export const ledgerInterface = new Interface([...carbonLedgerEvents, ...carbonLedgerViews]);

/** The first topic of the event BatchAnchored. */
export const BATCH_ANCHORED = topicOf('BatchAnchored');

const LEDGER_ENDED = topicOf('LedgerEnded');

/** How a ledger was closed (§8). */
export interface LedgerEnding {
  /** The number of the last batch, 0 when there was none. */
  readonly number: number;
  /** EIP-55 address of the ledger that continues it, the zero address when none does. */
  readonly successor: string;
}

function topicOf(name: string): Hex {
  const event = ledgerInterface.getEvent(name);
  if (event === null) throw new Error(`the ABI has no event ${name}`);
  return event.topicHash as Hex;
}

/** Returns the content of a LedgerEnded event; null for another event. */
export function parseLedgerEnded(log: EventLog): LedgerEnding | null {
  if (log.topics[0] !== LEDGER_ENDED) return null;
  const event = ledgerInterface.parseLog(log);
  if (event === null) return null;
  const [number, successor] = event.args.toArray() as [bigint, string];
  return { number: Number(number), successor };
}

/** Returns the content of a BatchAnchored event; null for another event. */
export function parseBatchAnchored(log: EventLog): Anchoring | null {
  if (log.topics[0] !== BATCH_ANCHORED) return null;
  const event = ledgerInterface.parseLog(log);
  if (event === null) return null;
  const { number, header, records, recordCount, heads, sealedAt, anchoredAt } =
    event.args.toObject() as Record<string, unknown>;
  return {
    number: Number(number),
    header: header as Hex,
    fields: {
      number: Number(number),
      records: records as Hex,
      recordCount: Number(recordCount),
      heads: heads as Hex,
      sealedAt: Number(sealedAt),
    },
    anchoredAt: Number(anchoredAt),
    transaction: log.transactionHash,
    block: log.blockNumber,
    blockHash: log.blockHash,
  };
}
