import { statfs } from 'node:fs/promises';
import type { Pool } from 'pg';
import { type ChainState, readChainState } from '../../db/chain/chain-state.ts';
import { readKeyValidity } from '../../db/chain/operator-key.ts';
import { type DocumentTotals, readTotals } from '../../db/documents/documents.ts';
import { type Monitoring, readMonitoring } from '../../db/monitoring/monitoring.ts';
import { type LedgerStatus, readStatus } from '../../db/monitoring/status.ts';
import { readWebhookTotals, type WebhookTotals } from '../../db/monitoring/webhooks.ts';
import { readWorkTotals, type WorkTotals } from '../../db/monitoring/work.ts';
import { classifySession } from '../../db/session-errors.ts';
import type { AnchorCosts, ReadAnchorCosts } from '../anchoring/costs.ts';
import type { DocumentRoom } from '../documents/document-room.ts';
import type { BulkLoad } from '../intake/bulk.ts';
import type { Scrubber } from '../publication/scrub.ts';

/** What metrics are read from. */
export interface MetricsDeps {
  /** A pool of one connection that nothing else uses, so that requests never make the metrics wait. */
  readonly metricsPool: Pool;
  /** Unix seconds. */
  readonly now: () => number;
  readonly bulk: { readonly load: () => BulkLoad };
  readonly events: { readonly streams: number };
  /** Null in a process that does not anchor. */
  readonly readCosts: ReadAnchorCosts | null;
  /** Null in a process that does not publish. */
  readonly publication: Pick<Scrubber, 'gaps'> | null;
  /** Null if the process keeps no documents. */
  readonly documents: Pick<DocumentRoom, 'folder'> | null;
  /** EIP-55 address of the key that signs receipts; null in a process that signs none. */
  readonly operator: string | null;
}

/** The values at the time when metrics are read. What could not be read is null. */
export interface Measured {
  readonly now: number;
  readonly status: LedgerStatus | null;
  readonly monitoring: Monitoring | null;
  /** Null before the chain was read, too. */
  readonly chain: ChainState | null;
  readonly load: BulkLoad;
  /** Open streams of events. */
  readonly streams: number;
  /** Null in a process that does not anchor, too. */
  readonly costs: AnchorCosts | null;
  /** Null in a process that does not publish. */
  readonly gaps: number | null;
  readonly webhooks: WebhookTotals | null;
  readonly work: WorkTotals | null;
  readonly documents: DocumentTotals | null;
  /** Null if the process keeps no documents, too. */
  readonly freeBytes: number | null;
  /** Null before the chain was read, and in a process that signs no receipts, too. */
  readonly isOperatorKeyValid: boolean | null;
  /** The parts of the database that are read for metrics: 1 for those that could not be read, else 0. */
  readonly unread: ReadonlyMap<string, number>;
}

/** Reads the values of all metrics. */
export async function measure({
  metricsPool: pool,
  now,
  bulk,
  events,
  readCosts,
  publication,
  documents,
  operator,
}: MetricsDeps): Promise<Measured> {
  const time = now();
  const unread = new Map<string, number>();
  const read = openParts(unread);
  const chain = await read('chain', () => readChainState(pool));
  const monitoring = await read('anchoring', () => readMonitoring(pool, time));
  const costs = readCosts?.(monitoring?.transaction ?? null) ?? null;
  return {
    now: time,
    status: await read('status', () => readStatus(pool)),
    monitoring,
    chain,
    load: bulk.load(),
    streams: events.streams,
    gaps: publication?.gaps() ?? null,
    webhooks: await read('webhooks', () => readWebhookTotals(pool)),
    work: await read('work', () => readWorkTotals(pool)),
    documents: documents === null ? null : await read('documents', () => readTotals(pool)),
    freeBytes: documents === null ? null : await readFreeBytes(documents.folder),
    isOperatorKeyValid:
      operator === null
        ? null
        : await read('operator-key', async () =>
            chain === null ? null : readKeyValidity(pool, operator, chain, time),
          ),
    costs: await costs,
    unread,
  };
}

/** Milliseconds for all that is read from the database: Prometheus waits ten seconds, and costs take three. */
const PATIENCE = 5_000;

/** Reads a part of the database for metrics; null if it can't be read. */
type ReadPart = <Value>(part: string, read: () => Promise<Value>) => Promise<Value | null>;

/**
 * Returns a reader that notes in `unread` what it could not read: a table is locked, the database is slow, or does not answer. Once the
 * time is over, or the database does not answer, it asks no more.
 */
function openParts(unread: Map<string, number>): ReadPart {
  const isOver = new Promise<'over'>((resolve) => setTimeout(resolve, PATIENCE, 'over').unref());
  let isLost = false;
  return async (part, read) => {
    try {
      const value = isLost ? 'over' : await Promise.race([read(), isOver]);
      isLost = value === 'over';
      unread.set(part, Number(isLost));
      return value === 'over' ? null : value;
    } catch (error) {
      const failure = classifySession(error);
      if (failure === null) throw error;
      isLost = failure === 'unreachable';
      unread.set(part, 1);
      return null;
    }
  };
}

/** Returns the free space of the disk of a folder, in bytes; null if the folder is not there. */
async function readFreeBytes(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}
