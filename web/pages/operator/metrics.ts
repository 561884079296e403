import type { Status } from '../../../client/generated/openapi.ts';

/** Metrics by their names with labels, such as `carbon_ledger_batch_number{state="sealed"}`. */
export type Metrics = ReadonlyMap<string, number>;

const MOST_LINES = 20_000;

/** Returns the metrics in a text of Prometheus. Lines that are none are left out. */
export function parseMetrics(text: string): Metrics {
  const metrics = new Map<string, number>();
  for (const line of text.split('\n', MOST_LINES)) {
    const [, name, value] = /^([a-z_]+(?:\{[^}]*\})?) (\S+)$/i.exec(line) ?? [];
    if (name !== undefined && value !== undefined) metrics.set(name, parseValue(value));
  }
  return metrics;
}

function parseValue(value: string): number {
  if (value === '+Inf') return Infinity;
  return value === '-Inf' ? -Infinity : Number(value);
}

/** Returns the metrics that the public status of a ledger tells too. */
export function metricsOfStatus({ chain, sealed, anchored, final, queue, halted, now }: Status): Metrics {
  const metrics = new Map([
    ['carbon_ledger_halted', halted === null ? 0 : 1],
    ['carbon_ledger_records_waiting', queue.waiting],
    ['carbon_ledger_waiting_seconds', queue.since === null ? 0 : now - queue.since],
    ['carbon_ledger_batch_number{state="sealed"}', sealed],
    ['carbon_ledger_batch_number{state="anchored"}', anchored],
    ['carbon_ledger_batch_number{state="final"}', final],
  ]);
  for (const block of ['head', 'final'] as const) {
    const time = chain?.[block]?.time;
    if (time !== undefined)
      metrics.set(`carbon_ledger_chain_block_age_seconds{block="${block}"}`, now - time);
  }
  return metrics;
}

/** Reads the metrics that the operator serves to this browser; null where it serves none. */
export async function readMetrics(): Promise<Metrics | null> {
  try {
    const response = await fetch('/metrics', { headers: { accept: 'text/plain' } });
    const isText = response.headers.get('content-type')?.startsWith('text/plain') === true;
    return response.ok && isText ? parseMetrics(await response.text()) : null;
  } catch {
    return null;
  }
}
