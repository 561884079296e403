import type { Metrics } from './metrics.ts';

type Judge = (read: (name: string) => number | undefined, metrics: Metrics) => boolean | 'unsure' | undefined;

/** True where a metric is above, or below, a number; undefined where it is not known. */
const above =
  (name: string, most: number): Judge =>
  (read) => {
    const value = read(name);
    return value === undefined || Number.isNaN(value) ? undefined : value > most;
  };
const below =
  (name: string, least: number): Judge =>
  (read) => {
    const value = read(name);
    return value === undefined || Number.isNaN(value) ? undefined : value < least;
  };

/** A condition that is not an alarm by itself, or only when it lasts: one look at the metrics cannot tell. */
const unsure =
  (judge: Judge): Judge =>
  (read, metrics) => {
    const holds = judge(read, metrics);
    return holds === true ? 'unsure' : holds;
  };

/** Seconds for which a record may wait before old blocks are no longer taken for those of an idle chain. */
const PATIENCE = 60;

/** An old block is an alarm while a record or batch waits for a new one. Else the chain may only be idle, which the metrics cannot tell. */
const whileNothingWaits =
  (judge: Judge): Judge =>
  (read, metrics) => {
    const waits = (read('carbon_ledger_waiting_seconds') ?? 0) > PATIENCE;
    const [sealed = 0, final = 0] = ['sealed', 'final'].map((state) =>
      read(`carbon_ledger_batch_number{state="${state}"}`),
    );
    return waits || sealed > final ? judge(read, metrics) : unsure(judge)(read, metrics);
  };

/**
 * The alarms of deploy/alerts.yml that the newest metrics can decide, without their history, by the same numbers. Prometheus waits longer
 * with some of them, and knows those of processes and of rates.
 */
const JUDGES = {
  MetricsUnread: (_read, metrics) => {
    const parts = [...metrics].filter(([name]) => name.startsWith('carbon_ledger_metrics_unread{'));
    if (parts.length === 0) return undefined;
    return parts.some(([, isUnread]) => isUnread > 0) ? 'unsure' : false;
  },
  LedgerHalted: above('carbon_ledger_halted', 0),
  EventMissed: above('carbon_ledger_event_missed', 0),
  PromiseNear: below('carbon_ledger_promise_seconds', 4 * 3600),
  PromiseBroken: above('carbon_ledger_records_overdue', 0),
  SealingStuck: above('carbon_ledger_waiting_seconds', 1800),
  AnchoringStuck: unsure((read) => {
    const sealed = read('carbon_ledger_batch_number{state="sealed"}');
    const anchored = read('carbon_ledger_batch_number{state="anchored"}');
    return sealed === undefined || anchored === undefined ? undefined : sealed > anchored;
  }),
  ChainNotRead: whileNothingWaits(above('carbon_ledger_chain_block_age_seconds{block="head"}', 300)),
  NothingFinal: whileNothingWaits(above('carbon_ledger_chain_block_age_seconds{block="final"}', 3600)),
  ClockDiffers: (read) => {
    const skew = read('carbon_ledger_clock_skew_seconds');
    return skew === undefined || Number.isNaN(skew) ? undefined : Math.abs(skew) > 30;
  },
  OperatorKeyInvalid: below('carbon_ledger_operator_key_valid', 1),
  AnchorerPoor: (read) => {
    const paid = batchesPaid(read);
    return paid === null ? undefined : paid < 100;
  },
  PublicationGaps: above('carbon_ledger_publication_gaps', 0),
  DocumentsDiskNearlyFull: below('carbon_ledger_document_disk_free_bytes', 10 * 1024 ** 3),
  DocumentsNotPublished: unsure(above('carbon_ledger_documents_unpublished', 0)),
  WebhooksStuck: above('carbon_ledger_webhook_waiting_seconds', 600),
  WorkStuck: above('carbon_ledger_work_waiting_seconds', 3600),
  WorkNotDeleted: above('carbon_ledger_work_ended_seconds', 600),
} as const satisfies Readonly<Record<string, Judge>>;

export type AlarmName = keyof typeof JUDGES;
export const ALARM_NAMES = Object.keys(JUDGES) as AlarmName[];

/**
 * Whether an alarm's condition holds now; `unsure` where it holds but may be harmless, or is an alarm only when it lasts; `unknown`
 * where the metrics do not tell.
 */
export type AlarmState = 'firing' | 'unsure' | 'quiet' | 'unknown';

/** Returns how each alarm stands by metrics, those that fire first. */
export function judgeAlarms(
  metrics: Metrics,
): readonly { readonly name: AlarmName; readonly state: AlarmState }[] {
  const order: readonly AlarmState[] = ['firing', 'unsure', 'quiet', 'unknown'];
  return ALARM_NAMES.map((name) => {
    const judge: Judge = JUDGES[name];
    return { name, state: stateOf(judge((metric) => metrics.get(metric), metrics)) };
  }).sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state));
}

function stateOf(holds: ReturnType<Judge>): AlarmState {
  if (holds === undefined) return 'unknown';
  if (holds === 'unsure') return 'unsure';
  return holds ? 'firing' : 'quiet';
}

/** Returns for how many more batches the anchorer can pay, at the price of the last one; null where that is not known. */
export function batchesPaid(read: (name: string) => number | undefined): number | null {
  const cost = costOfBatch(read);
  const balance = read('carbon_ledger_anchorer_balance_wei');
  if (cost === null || cost === 0 || balance === undefined) return null;
  const batches = Math.floor(balance / cost);
  return Number.isNaN(batches) ? null : batches;
}

/** Returns what anchoring a batch costs, in wei: gas by its price; null where that is not known. */
export function costOfBatch(read: (name: string) => number | undefined): number | null {
  const gas = read('carbon_ledger_anchor_gas');
  const price = read('carbon_ledger_anchor_gas_price_wei');
  const cost = gas === undefined || price === undefined ? NaN : gas * price;
  return Number.isNaN(cost) ? null : cost;
}
