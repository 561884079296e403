import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { openGauges } from './gauges.ts';
import { measure, type MetricsDeps } from './measured.ts';

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
  const updateGauges = openGauges(registry, deps);
  const render = async (): Promise<{ type: string; text: string }> => {
    const measured = await measure(deps);
    updateGauges(measured);
    for (const [code, total] of measured.load.refused) {
      refusals.inc({ code }, total - (counted.get(code) ?? 0));
      counted.set(code, total);
    }
    return { type: registry.contentType, text: await registry.metrics() };
  };
  let rendering: ReturnType<typeof render> | null = null;
  return {
    observe({ method, route, status, seconds, code }) {
      requests.observe({ method, route, status }, seconds);
      if (code !== null) refusals.inc({ code });
    },
    render: () => (rendering ??= render().finally(() => (rendering = null))),
  };
}
