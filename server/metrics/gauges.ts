import { Gauge, type Registry } from 'prom-client';
import { findClockSkew } from '../../db/chain/clock.ts';
import { MOST_COUNTED } from '../../db/documents/documents.ts';
import type { Monitoring } from '../../db/monitoring/monitoring.ts';
import type { LedgerStatus } from '../../db/monitoring/status.ts';
import type { Measured, MetricsDeps } from './measured.ts';

/** One value, or values by a label; null if unknown. */
type Reading = number | bigint | null | ReadonlyMap<string, number>;

interface GaugeSpec {
  readonly help: string;
  /** The label of several values. */
  readonly label?: string;
  readonly read: (measured: Measured) => Reading;
}

/** A gauge of a part of what is measured; without that part, it has no value. */
function gaugeOf<Part extends keyof Measured>(
  part: Part,
  help: string,
  read: (value: NonNullable<Measured[Part]>, now: number) => Reading,
  label?: string,
): GaugeSpec {
  return {
    help,
    ...(label === undefined ? {} : { label }),
    read: (measured) => {
      const value = measured[part];
      return value === null ? null : read(value, measured.now);
    },
  };
}

/** The gauges of every process. */
const GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_metrics_unread: gaugeOf(
    'unread',
    '1 for a part of the metrics that could not be read, because a table is locked or the database does not answer: their values are NaN or missing. Else 0.',
    (unread) => unread,
    'part',
  ),
  carbon_ledger_records_waiting: gaugeOf(
    'status',
    'Records that are accepted and not sealed yet.',
    ({ waiting }) => waiting,
  ),
  carbon_ledger_waiting_seconds: gaugeOf(
    'status',
    'Seconds for which the oldest of these records has waited; 0 if none waits.',
    ({ waitingSince }, now) => (waitingSince === null ? 0 : now - waitingSince),
  ),
  carbon_ledger_records_unanchored: gaugeOf(
    'monitoring',
    'Records in sealed batches that are not on the chain yet.',
    ({ unanchored }) => unanchored,
  ),
  carbon_ledger_promise_seconds: gaugeOf(
    'monitoring',
    'Seconds until the earliest open deadline of a receipt, negative once it has passed; +Inf if no deadline is open.',
    ({ anchorBy }, now) => (anchorBy === null ? Infinity : anchorBy - now),
  ),
  carbon_ledger_records_overdue: gaugeOf(
    'monitoring',
    'Records that are not on the chain although the deadline of their receipt has passed.',
    ({ overdue }) => overdue,
  ),
  carbon_ledger_records_late: gaugeOf(
    'monitoring',
    'Records that were anchored after the deadline of their receipt.',
    ({ late }) => late,
  ),
  carbon_ledger_anchored_seconds: gaugeOf(
    'monitoring',
    'Seconds from the acceptance of the oldest record of a batch to the block that holds the batch: for the newest batch, and for the slowest of the latest 100.',
    ({ anchored }) => labelSpans(anchored),
    'batch',
  ),
  carbon_ledger_final_seconds: gaugeOf(
    'monitoring',
    'Seconds from the acceptance of the oldest record of a batch until its block was final: for the newest batch, and for the slowest of the latest 100.',
    ({ final }) => labelSpans(final),
    'batch',
  ),
  carbon_ledger_batch_number: gaugeOf(
    'status',
    'Number of the newest sealed, anchored and final batch.',
    ({ sealed, anchored, final }) => new Map(Object.entries({ sealed, anchored, final })),
    'state',
  ),
  carbon_ledger_chain_block_number: gaugeOf(
    'status',
    'Number of the newest block and of the newest final block that the indexer has read.',
    (status) => labelBlocks(status, ({ number }) => number),
    'block',
  ),
  carbon_ledger_chain_block_age_seconds: gaugeOf(
    'status',
    'Seconds since the newest block and the newest final block that the indexer has read.',
    (status, now) => labelBlocks(status, ({ time }) => now - time),
    'block',
  ),
  carbon_ledger_reorganisations: gaugeOf(
    'monitoring',
    'Reorganisations of the chain that the indexer has seen.',
    ({ reorganisations }) => reorganisations,
  ),
  carbon_ledger_reorganisation_depth_blocks: gaugeOf(
    'monitoring',
    'The most blocks that one reorganisation replaced.',
    ({ deepestReorganisation }) => deepestReorganisation,
  ),
  carbon_ledger_records_rejected: gaugeOf(
    'monitoring',
    'Records that were rejected after they were accepted, by code.',
    ({ rejected }) => rejected,
    'code',
  ),
  carbon_ledger_halted: gaugeOf(
    'status',
    '1 if the ledger is halted: it seals nothing until its operator acts. Else 0.',
    ({ halted }) => Number(halted !== null),
  ),
  carbon_ledger_event_missed: {
    help: '1 while the indexer lacks an event that the ledger contract emitted, else 0.',
    read: ({ chain, unread }) => (unread.get('chain') === 1 ? null : Number(chain?.isEventMissed === true)),
  },
  carbon_ledger_events_late: gaugeOf(
    'monitoring',
    'Events that an endpoint left out at first, and that were stored when their block was read again.',
    ({ lateEvents }) => lateEvents,
  ),
  carbon_ledger_blocks_doubtful: gaugeOf(
    'monitoring',
    'Blocks whose Bloom filter names the ledger or its registry, while no event was given. They are read again, until they are final.',
    ({ doubtfulBlocks }) => doubtfulBlocks,
  ),
  carbon_ledger_clock_skew_seconds: gaugeOf(
    'chain',
    'Seconds by which the clock of this process is ahead of the chain, negative if it is behind: compared with blocks as they appear.',
    (chain, now) => findClockSkew(chain, now),
  ),
  carbon_ledger_closed: gaugeOf('status', '1 if the ledger has ended, else 0.', ({ ending }) =>
    Number(ending !== null),
  ),
  carbon_ledger_webhooks: gaugeOf(
    'webhooks',
    'Webhooks of parties: active, paused by their party, failed (paused after days without success), and gone (ended by their receiver).',
    ({ states }) => states,
    'state',
  ),
  carbon_ledger_webhooks_failing: gaugeOf(
    'webhooks',
    'Active webhooks whose last attempt failed.',
    ({ failing }) => failing,
  ),
  carbon_ledger_webhook_waiting_seconds: gaugeOf(
    'webhooks',
    'Seconds for which the longest waiting webhook has had events that no process sends; 0 if none waits.',
    ({ waiting }) => waiting,
  ),
  carbon_ledger_work_open: gaugeOf('work', 'Pieces of work for pools that are open.', ({ open }) => open),
  carbon_ledger_work_units: gaugeOf(
    'work',
    'Units of open work that pools have yet to compute.',
    ({ units }) => units,
  ),
  carbon_ledger_work_units_dead: gaugeOf(
    'work',
    'Units of open work that pools gave up after three attempts.',
    ({ dead }) => dead,
  ),
  carbon_ledger_work_waiting_seconds: gaugeOf(
    'work',
    'Seconds since a pool with open work last took a unit, of the pool where that is longest ago; 0 if none has any.',
    ({ waiting }) => waiting,
  ),
  carbon_ledger_work_ended_seconds: gaugeOf(
    'work',
    'Seconds since the oldest work ended whose results are not deleted yet; 0 if there is none.',
    ({ ended }) => ended,
  ),
  carbon_ledger_event_streams: gaugeOf(
    'streams',
    'Streams of events that are open at this process.',
    (streams) => streams,
  ),
  carbon_ledger_bulk_requests: gaugeOf(
    'load',
    'Bulk requests that are open at this process.',
    ({ requests }) => requests,
  ),
  carbon_ledger_bulk_lines: gaugeOf(
    'load',
    'Lines of bulk requests that were read but not answered yet.',
    ({ lines }) => lines,
  ),
  carbon_ledger_bulk_lines_peak: gaugeOf(
    'load',
    'The highest value of carbon_ledger_bulk_lines since the process started.',
    ({ peakLines }) => peakLines,
  ),
};

const COST_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_anchorer_balance_wei: gaugeOf(
    'costs',
    'Balance of the account that anchors, in wei.',
    ({ balance }) => balance,
  ),
  carbon_ledger_anchor_gas: gaugeOf(
    'costs',
    'Gas used by the transaction that anchored the newest batch.',
    ({ gas }) => gas,
  ),
  carbon_ledger_anchor_gas_price_wei: gaugeOf(
    'costs',
    'Gas price that this transaction paid, in wei.',
    ({ gasPrice }) => gasPrice,
  ),
};

const OPERATOR_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_operator_key_valid: gaugeOf(
    'isOperatorKeyValid',
    '1 if the key that signs receipts is a valid key of a party with the role operator, else 0.',
    Number,
  ),
};

const PUBLICATION_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_publication_gaps: gaugeOf(
    'gaps',
    'Batches on the chain, and documents, that the publication lacks or has damaged, as far as it was read since the process started.',
    (gaps) => gaps,
  ),
};

const DOCUMENT_GAUGES: Readonly<Record<string, GaugeSpec>> = {
  carbon_ledger_documents: gaugeOf('documents', 'Documents that are stored.', ({ documents }) => documents),
  carbon_ledger_document_bytes: gaugeOf('documents', 'Their size, in bytes.', ({ bytes }) => bytes),
  carbon_ledger_documents_unfinished: gaugeOf(
    'documents',
    `Documents that have arrived in part; more than ${MOST_COUNTED} count as ${MOST_COUNTED}.`,
    ({ unfinished }) => unfinished,
  ),
  carbon_ledger_documents_unpublished: gaugeOf(
    'documents',
    `Public documents of sealed records that are not published yet; more than ${MOST_COUNTED} count as ${MOST_COUNTED}.`,
    ({ unpublished }) => unpublished,
  ),
  carbon_ledger_document_disk_free_bytes: gaugeOf(
    'freeBytes',
    'Free bytes of the disk of DOCUMENTS_DIR.',
    (freeBytes) => freeBytes,
  ),
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

/** Returns a function that sets the gauges of a process, those of what it does. */
export function openGauges(registry: Registry, deps: MetricsDeps): (measured: Measured) => void {
  const specs = {
    ...GAUGES,
    ...(deps.readCosts === null ? {} : COST_GAUGES),
    ...(deps.publication === null ? {} : PUBLICATION_GAUGES),
    ...(deps.documents === null ? {} : DOCUMENT_GAUGES),
    ...(deps.operator === null ? {} : OPERATOR_GAUGES),
  };
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
  if (label === undefined) return gauge.set(Number(reading ?? NaN));
  gauge.reset();
  for (const [value, measured] of reading instanceof Map ? (reading as ReadonlyMap<string, number>) : [])
    gauge.set({ [label]: value }, measured);
}
