import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ALARM_NAMES, batchesPaid, judgeAlarms } from '../../web/pages/operator/alarms.ts';
import { currencyOf, formatAmount } from '../../web/pages/operator/currency.ts';
import { metricsOfStatus, parseMetrics } from '../../web/pages/operator/metrics.ts';
import { spreadOf, timesToAnchor } from '../../web/pages/operator/times.ts';
import { readTotals } from '../../web/pages/operator/totals.ts';

const STATUS = {
  chain: {
    ...{ chainId: 1, ledger: '0x', registry: '0x', head: { number: 9, time: 1000 } },
    final: { number: 7, time: 900, hash: '0x00' as const },
  },
  ...{ sealed: 5, anchored: 4, final: 3, queue: { waiting: 2, since: 500 } },
  ...{ halted: null, closed: null, now: 1010 },
};
const stateOf = (metrics: ReadonlyMap<string, number>, alarm: string) =>
  judgeAlarms(metrics).find(({ name }) => name === alarm)?.state;

describe('the figures of the operator page', () => {
  it('reads metrics of Prometheus and leaves out other lines', () => {
    const text = '# HELP x\nx{a="b"} 1.5\nplain 2e3\nfar +Inf\nnone Nan\nnot a metric\n';
    expect([...parseMetrics(text)]).toEqual([
      ['x{a="b"}', 1.5],
      ['plain', 2000],
      ['far', Infinity],
      ['none', NaN],
    ]);
  });

  it('judges only alarms that the operator has, by the numbers of the rules', () => {
    const rules = readFileSync(new URL('../../deploy/alerts.yml', import.meta.url), 'utf8');
    for (const name of ALARM_NAMES) expect(rules).toContain(`- alert: ${name}\n`);
    const metrics = parseMetrics(
      'carbon_ledger_promise_seconds 14399\ncarbon_ledger_clock_skew_seconds -31\n',
    );
    expect(stateOf(metrics, 'PromiseNear')).toBe('firing');
    expect(stateOf(metrics, 'ClockDiffers')).toBe('firing');
    expect(stateOf(metrics, 'LedgerHalted')).toBe('unknown');
    expect(stateOf(parseMetrics('carbon_ledger_promise_seconds +Inf\n'), 'PromiseNear')).toBe('quiet');
    expect(
      stateOf(parseMetrics('carbon_ledger_document_disk_free_bytes Nan\n'), 'DocumentsDiskNearlyFull'),
    ).toBe('unknown');
  });

  it('says that a part of the metrics is not read, whichever it is', () => {
    const unread = (...values: number[]) =>
      parseMetrics(
        values.map((value, at) => `carbon_ledger_metrics_unread{part="${at}"} ${value}\n`).join(''),
      );
    const states = [unread(0, 1), unread(0, 0), unread()].map((metrics) => stateOf(metrics, 'MetricsUnread'));
    expect(states).toEqual(['unsure', 'quiet', 'unknown']);
  });

  it('judges by the public status where there are no metrics', () => {
    const metrics = metricsOfStatus(STATUS);
    // A batch is sealed a moment before it is anchored: only one that waits long is an alarm.
    expect(stateOf(metrics, 'AnchoringStuck')).toBe('unsure');
    expect(stateOf(metrics, 'SealingStuck')).toBe('quiet');
    expect(stateOf(metrics, 'ChainNotRead')).toBe('quiet');
    expect(stateOf(metricsOfStatus({ ...STATUS, now: 5000 }), 'SealingStuck')).toBe('firing');
    expect(stateOf(metrics, 'AnchorerPoor')).toBe('unknown');
  });

  it('takes old blocks for those of an idle chain only while nothing waits for a new one', () => {
    const idle = {
      ...STATUS,
      sealed: 5,
      anchored: 5,
      final: 5,
      queue: { waiting: 0, since: null },
      now: 5000,
    };
    const of = (status: typeof STATUS | typeof idle) => {
      const metrics = metricsOfStatus(status);
      return [stateOf(metrics, 'ChainNotRead'), stateOf(metrics, 'NothingFinal')];
    };
    expect(of(idle)).toEqual(['unsure', 'unsure']);
    expect(of({ ...idle, queue: { waiting: 1, since: 4990 } })).toEqual(['unsure', 'unsure']);
    expect(of({ ...idle, queue: { waiting: 1, since: 4900 } })).toEqual(['firing', 'firing']);
    expect(of({ ...idle, final: 4 })).toEqual(['firing', 'firing']);
    expect(of({ ...idle, now: 1010 })).toEqual(['quiet', 'quiet']);
  });

  it('counts all batches, their records and the rejected ones, page by page', async () => {
    const batches = [3, 2, 1].map((number) => ({ number, header: { recordCount: 10 * number } }));
    const asked: unknown[] = [];
    const source = {
      listBatches: ({ cursor }: { cursor?: string } = {}) => {
        asked.push(cursor);
        const at = Number(cursor ?? 0);
        return Promise.resolve({ items: batches.slice(at, at + 1), next: at < 2 ? String(at + 1) : null });
      },
      listRecords: () => Promise.resolve({ items: [], next: 'more' }),
    } as unknown as Parameters<typeof readTotals>[0];
    expect(await readTotals(source)).toEqual({
      batches: { count: 3, isPart: false },
      records: { count: 60, isPart: false },
      rejected: { count: 0, isPart: true },
    });
    expect(asked).toEqual([undefined, '1', '2']);
  });

  it('says for how many batches the anchorer can pay', () => {
    const metrics = parseMetrics(
      'carbon_ledger_anchor_gas 50000\ncarbon_ledger_anchor_gas_price_wei 10\ncarbon_ledger_anchorer_balance_wei 1249999\n',
    );
    expect(batchesPaid((name) => metrics.get(name))).toBe(2);
    expect(stateOf(metrics, 'AnchorerPoor')).toBe('firing');
  });

  it('measures from acceptance to the chain, and only where a batch is anchored', () => {
    const anchor = { anchoredAt: 110, transaction: '0x00', block: 1, blockHash: '0x00' } as const;
    const batches = [
      { number: 1, anchor },
      { number: 2, anchor: null },
    ];
    const records = [
      { batch: 1, acceptedAt: 100 },
      { batch: 1, acceptedAt: 107 },
      { batch: 2, acceptedAt: 108 },
      { batch: null, acceptedAt: 109 },
    ];
    const times = timesToAnchor(records, batches);
    expect(times).toEqual({ records: [10, 3], batches: [{ number: 1, seconds: 10 }] });
    expect(spreadOf(times.records)).toEqual({ median: 3, slowest: 10, count: 2 });
    expect(spreadOf([])).toBeNull();
  });
});

describe('a fee', () => {
  it('is in the currency of its chain, and in none that is guessed', () => {
    expect(currencyOf(1)).toBe('ETH');
    expect(currencyOf(137)).toBe('POL');
    expect(currencyOf(123_456)).toBeNull();
    expect(formatAmount(67_460 * 1_000_797_654, 'en')).toBe('0.0000675');
  });
});
