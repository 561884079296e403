import { type Report, readyClient } from '../tools/client.ts';
import type { Latencies } from '../tools/latencies.ts';
import { showTime } from '../tools/measure.ts';
import type { PostOrder } from '../tools/post-client.ts';
import type { Line, Row } from '../tools/row.ts';
import { type ServedLedger, type Times, serveLedger } from '../tools/served-ledger.ts';
import type { StatementsOrder } from '../tools/statements-client.ts';

const CLIENTS = 64;
const COUNT = 2_000;
const WARM = 1_000;
/** A limit that no client here reaches. */
const UNLIMITED = { RATE_LIMIT_WRITES: '10000000' };

const METHOD = `${CLIENTS} clients in one process send ${COUNT.toLocaleString('en-GB')} records one by one with \`POST /v1/records\`, each the first in its stream and without entries. The API is a
separate process with its default settings except for the rate limit; its PostgreSQL syncs each commit. The comparison: the
statements that the API sends for as many other records, recorded beforehand with their values, sent by \`pg\` alone over ${CLIENTS}
connections of one process, in the same transactions to the same PostgreSQL. Both run twice, in turns, after ${WARM.toLocaleString('en-GB')} records that are
not counted.`;

/** Measures the rate of single records, and the rate of their statements alone. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger(UNLIMITED);
  try {
    await post(ledger, 'warm', WARM);
    // Own, bare, bare, own: what drifts with time affects both alike.
    const first = { own: await post(ledger, 'post-1', COUNT), bare: await runBare(ledger, 'bare-1', COUNT) };
    const second = { bare: await runBare(ledger, 'bare-2', COUNT), own: await post(ledger, 'post-2', COUNT) };
    return render(meanOf(first.own, second.own), meanOf(first.bare, second.bare));
  } finally {
    await ledger.stop();
  }
}

/** Processor time and latency of one record, in milliseconds, and records per millisecond. */
interface Load extends Times, Omit<Latencies, 'accepted'> {
  readonly client: number;
  readonly rate: number;
}

function render(own: Load, bare: Load): Row {
  const lineOf = (what: string, load: Load, api: string): Line => [
    what,
    Math.round(load.rate * 1000).toLocaleString('en-GB'),
    showTime(load.p50),
    showTime(load.p99),
    api,
    showTime(load.postgres),
    showTime(load.client),
  ];
  return {
    title: `Single POST /v1/records, ${CLIENTS} clients`,
    method: METHOD,
    head: ['', 'records a second', 'p50', 'p99', 'API', 'PostgreSQL', 'client'],
    lines: [
      lineOf('POST /v1/records', own, showTime(own.api)),
      lineOf('the same statements by pg', bare, ''),
    ],
    goals: [
      { what: 'records a second, POST / bare pg', ratio: own.rate / bare.rate, goal: 0.5, sense: 'at least' },
      {
        // What the bare client does for `pg`, the API does itself: so the time of that client counts.
        what: 'processor, bare pg with its client / POST without its client',
        ratio: (bare.client + bare.postgres) / (own.api + own.postgres),
        goal: 0.5,
        sense: 'at least',
      },
    ],
  };
}

function post(ledger: ServedLedger, name: string, count: number): Promise<Load> {
  const { url, writer } = ledger;
  const order: PostOrder = { url, writer, plan: { name, count, entries: 0 }, clients: CLIENTS };
  return run(ledger, 'post-client', order, count);
}

function runBare(ledger: ServedLedger, name: string, count: number): Promise<Load> {
  const { databaseUrl, writer } = ledger;
  const order: StatementsOrder = { databaseUrl, writer, plan: { name, count, entries: 0 }, clients: CLIENTS };
  return run(ledger, 'statements-client', order, count);
}

async function run(ledger: ServedLedger, name: string, order: object, count: number): Promise<Load> {
  const client = await readyClient<Report & Latencies>(name, order);
  const before = ledger.times();
  const { accepted, wall, cpu, p50, p99 } = await client.run();
  const after = ledger.times();
  if (accepted !== count) throw new Error(`expected ${count} accepted records, got ${accepted}`);
  return {
    api: (after.api - before.api) / count,
    postgres: (after.postgres - before.postgres) / count,
    client: cpu / count,
    rate: count / wall,
    p50,
    p99,
  };
}

function meanOf(a: Load, b: Load): Load {
  const mean = (pick: (load: Load) => number): number => (pick(a) + pick(b)) / 2;
  return {
    api: mean(({ api }) => api),
    postgres: mean(({ postgres }) => postgres),
    client: mean(({ client }) => client),
    rate: mean(({ rate }) => rate),
    p50: mean(({ p50 }) => p50),
    p99: mean(({ p99 }) => p99),
  };
}
