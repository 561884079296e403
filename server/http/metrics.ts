import { statfs } from 'node:fs/promises';
import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type ChainState, readChainState } from '../../db/chain/chain-state.ts';
import { findClockSkew } from '../../db/chain/clock.ts';
import { readKeyValidity } from '../../db/chain/operator-key.ts';
import { type Monitoring, readMonitoring } from '../../db/monitoring/monitoring.ts';
import { type LedgerStatus, readStatus } from '../../db/monitoring/status.ts';
import { type DocumentTotals, readTotals } from '../../db/documents/documents.ts';
import { readWebhookTotals, type WebhookTotals } from '../../db/monitoring/webhooks.ts';
import type { DocumentRoom } from '../documents/document-room.ts';
import type { AnchorCosts, ReadAnchorCosts } from '../anchoring/costs.ts';
import type { Scrubber } from '../publication/scrub.ts';
import type { BulkLoad } from '../intake/bulk.ts';

/** The metrics of one process. */
export interface Metrics {
  /** Counts a request. `route` is the path of the OpenAPI document, never that of the request; `code` is the error code if it failed. */
  observe(request: {
    readonly method: string;
    readonly route: string;
    readonly status: number;
    readonly seconds: number;
    readonly code: string | null;
  }): void;
  /** Returns all metrics in the text format of Prometheus. */
  render(): Promise<{ type: string; text: string }>;
}

/** What metrics are read from. */
export interface MetricsDeps {
  readonly pool: Pool;
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

/** The values at the time when metrics are read. */
interface Measured {
  readonly now: number;
  readonly status: LedgerStatus;
  readonly monitoring: Monitoring;
  /** Null before the chain was read. */
  readonly chain: ChainState | null;
  readonly load: BulkLoad;
  /** Open streams of events. */
  readonly streams: number;
  /** Null in a process that does not anchor. */
  readonly costs: AnchorCosts | null;
  /** Null in a process that does not publish. */
  readonly gaps: number | null;
  readonly webhooks: WebhookTotals;
  /** Null if the process keeps no documents. */
  readonly documents: (DocumentTotals & { readonly freeBytes: number | null }) | null;
  /** Null before the chain was read, and in a process that signs no receipts. */
  readonly isOperatorKeyValid: boolean | null;
}

/** Opens the metrics of HTTP, of the process, and of the ledger; those of the ledger come from the database when they are read. */
export function openMetrics(deps: MetricsDeps): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Seconds to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'carbon_ledger_refusals_total',
    help: 'Requests and lines of bulk requests that this process refused, by error code.',
    labelNames: ['code'],
    registers: [registry],
  });
  const counted = new Map<string, number>();
  const updateGauges = openGauges(registry, {
    ...GAUGES,
    ...(deps.readCosts === null ? {} : COST_GAUGES),
    ...(deps.publication === null ? {} : PUBLICATION_GAUGES),
    ...(deps.documents === null ? {} : DOCUMENT_GAUGES),
    ...(deps.operator === null ? {} : OPERATOR_GAUGES),
  });
  return {
    observe({ method, route, status, seconds, code }) {
      requests.observe({ method, route, status }, seconds);
      if (code !== null) refusals.inc({ code });
    },
    async render() {
      const measured = await measure(deps);
      updateGauges(measured);
      for (const [code, total] of measured.load.refused) {
        refusals.inc({ code }, total - (counted.get(code) ?? 0));
        counted.set(code, total);
      }
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

async function measure({
  pool,
  now,
  bulk,
  events,
  readCosts,
  publication,
  documents,
  operator,
}: MetricsDeps): Promise<Measured> {
  const chain = await readChainState(pool);
  const time = now();
  const monitoring = await readMonitoring(pool, time);
  return {
    now: time,
    status: await readStatus(pool),
    monitoring,
    chain,
    load: bulk.load(),
    streams: events.streams,
    costs: readCosts === null ? null : await readCosts(monitoring.transaction),
    gaps: publication?.gaps() ?? null,
    webhooks: await readWebhookTotals(pool),
    documents:
      documents === null
        ? null
        : { ...(await readTotals(pool)), freeBytes: await readFreeBytes(documents.folder) },
    isOperatorKeyValid:
      operator === null || chain === null ? null : await readKeyValidity(pool, operator, chain, time),
  };
}

/** Returns the free space of the disk of a folder, in bytes; null if the folder is not there. */
async function readFreeBytes(folder: string): Promise<number | null> {
  const disk = await statfs(folder).catch(() => null);
  return disk === null ? null : disk.bavail * disk.bsize;
}

/** One value, or values by a label; null if unknown. */
type Reading = number | bigint | null | ReadonlyMap<string, number>;

interface GaugeSpec {
  readonly help: string;
  /** The label of several values. */
  readonly label?: string;
  readonly read: (measured: Measured) => Reading;
}

const GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_records_waiting: {
    help: 'Records that are accepted and not sealed yet.',
    read: ({ status }) => status.waiting,
  },
  carbon_ledger_waiting_seconds: {
    help: 'Seconds for which the oldest of these records has waited; 0 if none waits.',
    read: ({ status, now }) => (status.waitingSince === null ? 0 : now - status.waitingSince),
  },
  carbon_ledger_records_unanchored: {
    help: 'Records in sealed batches that are not on the chain yet.',
    read: ({ monitoring }) => monitoring.unanchored,
  },
  carbon_ledger_promise_seconds: {
    help: 'Seconds until the earliest open deadline of a receipt, negative once it has passed; +Inf if no deadline is open.',
    read: ({ monitoring, now }) => (monitoring.anchorBy === null ? Infinity : monitoring.anchorBy - now),
  },
  carbon_ledger_records_overdue: {
    help: 'Records that are not on the chain although the deadline of their receipt has passed.',
    read: ({ monitoring }) => monitoring.overdue,
  },
  carbon_ledger_records_late: {
    help: 'Records that were anchored after the deadline of their receipt.',
    read: ({ monitoring }) => monitoring.late,
  },
  carbon_ledger_anchored_seconds: {
    help: 'Seconds from the acceptance of the oldest record of a batch to the block that holds the batch: for the newest batch, and for the slowest of the latest 100.',
    label: 'batch',
    read: ({ monitoring }) => labelSpans(monitoring.anchored),
  },
  carbon_ledger_final_seconds: {
    help: 'Seconds from the acceptance of the oldest record of a batch until its block was final: for the newest batch, and for the slowest of the latest 100.',
    label: 'batch',
    read: ({ monitoring }) => labelSpans(monitoring.final),
  },
  carbon_ledger_batch_number: {
    help: 'Number of the newest sealed, anchored and final batch.',
    label: 'state',
    read: ({ status: { sealed, anchored, final } }) => new Map(Object.entries({ sealed, anchored, final })),
  },
  carbon_ledger_chain_block_number: {
    help: 'Number of the newest block and of the newest final block that the indexer has read.',
    label: 'block',
    read: ({ status }) => labelBlocks(status, ({ number }) => number),
  },
  carbon_ledger_chain_block_age_seconds: {
    help: 'Seconds since the newest block and the newest final block that the indexer has read.',
    label: 'block',
    read: ({ status, now }) => labelBlocks(status, ({ time }) => now - time),
  },
  carbon_ledger_reorganisations: {
    help: 'Reorganisations of the chain that the indexer has seen.',
    read: ({ monitoring }) => monitoring.reorganisations,
  },
  carbon_ledger_reorganisation_depth_blocks: {
    help: 'The most blocks that one reorganisation replaced.',
    read: ({ monitoring }) => monitoring.deepestReorganisation,
  },
  carbon_ledger_records_rejected: {
    help: 'Records that were rejected after they were accepted, by code.',
    label: 'code',
    read: ({ monitoring }) => monitoring.rejected,
  },
  carbon_ledger_halted: {
    help: '1 if the ledger is halted: it seals nothing until its operator acts. Else 0.',
    read: ({ status }) => (status.halted === null ? 0 : 1),
  },
  carbon_ledger_event_missed: {
    help: '1 while the indexer lacks an event that the ledger contract emitted, else 0.',
    read: ({ chain }) => (chain?.isEventMissed === true ? 1 : 0),
  },
  carbon_ledger_events_late: {
    help: 'Events that an endpoint left out at first, and that were stored when their block was read again.',
    read: ({ monitoring }) => monitoring.lateEvents,
  },
  carbon_ledger_blocks_doubtful: {
    help: 'Blocks whose Bloom filter names the ledger or its registry, while no event was given. They are read again, until they are final.',
    read: ({ monitoring }) => monitoring.doubtfulBlocks,
  },
  carbon_ledger_clock_skew_seconds: {
    help: 'Seconds by which the clock of this process is ahead of the chain, negative if it is behind: compared with blocks as they appear.',
    read: ({ chain, now }) => (chain === null ? null : findClockSkew(chain, now)),
  },
  carbon_ledger_closed: {
    help: '1 if the ledger has ended, else 0.',
    read: ({ status }) => (status.ending === null ? 0 : 1),
  },
  carbon_ledger_webhooks: {
    help: 'Webhooks of parties: active, paused by their party, failed (paused after days without success), and gone (ended by their receiver).',
    label: 'state',
    read: ({ webhooks }) => webhooks.states,
  },
  carbon_ledger_webhooks_failing: {
    help: 'Active webhooks whose last attempt failed.',
    read: ({ webhooks }) => webhooks.failing,
  },
  carbon_ledger_webhook_waiting_seconds: {
    help: 'Seconds for which the longest waiting webhook has had events that no process sends; 0 if none waits.',
    read: ({ webhooks }) => webhooks.waiting,
  },
  carbon_ledger_event_streams: {
    help: 'Streams of events that are open at this process.',
    read: ({ streams }) => streams,
  },
  carbon_ledger_bulk_requests: {
    help: 'Bulk requests that this process is answering.',
    read: ({ load }) => load.requests,
  },
  carbon_ledger_bulk_lines: {
    help: 'Lines of bulk requests that were read but not answered yet.',
    read: ({ load }) => load.lines,
  },
  carbon_ledger_bulk_lines_peak: {
    help: 'The highest value of carbon_ledger_bulk_lines since the process started.',
    read: ({ load }) => load.peakLines,
  },
};

const COST_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_anchorer_balance_wei: {
    help: 'Balance of the account that anchors, in wei.',
    read: ({ costs }) => costs?.balance ?? null,
  },
  carbon_ledger_anchor_gas: {
    help: 'Gas used by the transaction that anchored the newest batch.',
    read: ({ costs }) => costs?.gas ?? null,
  },
  carbon_ledger_anchor_gas_price_wei: {
    help: 'Gas price that this transaction paid, in wei.',
    read: ({ costs }) => costs?.gasPrice ?? null,
  },
};

const OPERATOR_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_operator_key_valid: {
    help: '1 if the key that signs receipts is a valid key of a party with the role operator, else 0.',
    read: ({ isOperatorKeyValid: isValid }) => (isValid === null ? null : Number(isValid)),
  },
};

const PUBLICATION_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_publication_gaps: {
    help: 'Batches on the chain, and documents, that the publication lacks or has damaged, as far as it was read since the process started.',
    read: ({ gaps }) => gaps,
  },
};

const DOCUMENT_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_documents: {
    help: 'Documents that are stored.',
    read: ({ documents }) => documents?.documents ?? null,
  },
  carbon_ledger_document_bytes: {
    help: 'Their size, in bytes.',
    read: ({ documents }) => documents?.bytes ?? null,
  },
  carbon_ledger_documents_unfinished: {
    help: 'Documents that have arrived in part.',
    read: ({ documents }) => documents?.unfinished ?? null,
  },
  carbon_ledger_documents_unpublished: {
    help: 'Public documents of sealed records that are not published yet.',
    read: ({ documents }) => documents?.unpublished ?? null,
  },
  carbon_ledger_document_disk_free_bytes: {
    help: 'Free bytes of the disk of DOCUMENTS_DIR.',
    read: ({ documents }) => documents?.freeBytes ?? null,
  },
};

function labelSpans({ newest, slowest }: Monitoring['anchored']): Map<string, number> {
  return newest === null || slowest === null
    ? new Map<string, number>()
    : new Map(Object.entries({ newest, slowest }));
}

type StatusBlock = NonNullable<NonNullable<LedgerStatus['chain']>['head']>;

function labelBlocks({ chain }: LedgerStatus, read: (block: StatusBlock) => number): Map<string, number> {
  const blocks = { head: chain?.head ?? null, final: chain?.final ?? null };
  return new Map(
    Object.entries(blocks).flatMap(([name, block]) => (block === null ? [] : [[name, read(block)]])),
  );
}

function openGauges(
  registry: Registry,
  specs: Readonly<Record<string, GaugeSpec>>,
): (measured: Measured) => void {
  const gauges = Object.entries(specs).map(([name, { help, label, read }]) => ({
    gauge: new Gauge({ name, help, labelNames: label === undefined ? [] : [label], registers: [registry] }),
    label,
    read,
  }));
  return (measured) => {
    for (const { gauge, label, read } of gauges) setGauge(gauge, label, read(measured));
  };
}

function setGauge(gauge: Gauge, label: string | undefined, reading: Reading): void {
  if (label === undefined || !(reading instanceof Map)) return gauge.set(Number(reading ?? NaN));
  gauge.reset();
  for (const [value, measured] of reading as ReadonlyMap<string, number>)
    gauge.set({ [label]: value }, measured);
}
