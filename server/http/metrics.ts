import type { Pool } from 'pg';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { BulkLoad } from '../bulk.ts';
import { type LedgerStatus, readStatus } from '../../db/status.ts';

/** The metrics of one process. */
export interface Metrics {
  /** Notes a request: the route as OpenAPI writes it, never the path itself. */
  observe(method: string, route: string, status: number, seconds: number): void;
  /** Returns all metrics in the text format of Prometheus. */
  render(): Promise<{ type: string; text: string }>;
}

/** Returns metrics of HTTP, of the process, and of the ledger as the database has it when they are read. */
export function openMetrics(pool: Pool, readLoad: () => BulkLoad): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer a request.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  const updateGauges = addGauges(registry, GAUGES);
  const updateLoad = addGauges(registry, LOAD_GAUGES);
  return {
    observe: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    render: async () => {
      updateGauges(await readStatus(pool));
      updateLoad(readLoad());
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
}

/** Name → help, and how it is read of what is measured. */
type GaugeTable<Measured> = Readonly<
  Record<string, readonly [help: string, read: (measured: Measured) => number]>
>;

const LOAD_GAUGES: GaugeTable<BulkLoad> = {
  bulk_requests: ['Bulk requests under way in this process.', ({ requests }) => requests],
  bulk_lines: ['Lines of bulk requests that were read and are not answered yet.', ({ lines }) => lines],
  bulk_lines_peak: ['The most of these lines since the process started.', ({ peakLines }) => peakLines],
};

const GAUGES: GaugeTable<LedgerStatus> = {
  ledger_records_waiting: ['Records accepted and not yet sealed.', ({ waiting }) => waiting],
  ledger_waiting_since_seconds: [
    'When the oldest waiting record was accepted, unix seconds, 0 when none waits.',
    ({ waitingSince }) => waitingSince ?? 0,
  ],
  ledger_batch_sealed: ['Number of the newest sealed batch.', ({ sealed }) => sealed],
  ledger_batch_anchored: ['Number of the newest batch that a block holds.', ({ anchored }) => anchored],
  ledger_batch_final: ['Number of the newest batch that a final block holds.', ({ final }) => final],
  ledger_chain_head_block: ['Newest block that was read.', ({ chain }) => chain?.head?.number ?? 0],
  ledger_chain_final_block: ['Newest final block that was read.', ({ chain }) => chain?.final?.number ?? 0],
  ledger_halted: [
    '1 when nothing is sealed until an operator acts.',
    ({ halted }) => (halted === null ? 0 : 1),
  ],
};

function addGauges<Measured>(registry: Registry, table: GaugeTable<Measured>): (measured: Measured) => void {
  const gauges = Object.entries(table).map(([name, [help, read]]) => ({
    gauge: new Gauge({ name, help, registers: [registry] }),
    read,
  }));
  return (measured) => {
    for (const { gauge, read } of gauges) gauge.set(read(measured));
  };
}
