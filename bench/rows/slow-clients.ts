import { type Report, readyClient } from '../tools/client.ts';
import type { Latencies } from '../tools/latencies.ts';
import { showTime } from '../tools/measure.ts';
import type { Goal, Line, Row } from '../tools/row.ts';
import { type ServedLedger, serveLedger } from '../tools/served-ledger.ts';
import type { SlowOrder, SlowReport } from '../tools/slow-client.ts';
import { SLOW_KINDS, type SlowKind } from '../tools/slow-kinds.ts';
import type { SteadyOrder } from '../tools/steady-client.ts';

const SLOW = 500;
const PER_SECOND = 40;
const COUNT = 400;
const ROUNDS = 3;
const WARM = 1_000;

const HONEST = '127.0.0.2';
const ONE = ['127.0.0.3'];
const FIFTY = Array.from({ length: 50 }, (_, at) => `127.0.1.${at + 1}`);

const METHOD = `A client sends ${COUNT} records, ${PER_SECOND} a second, with \`POST /v1/records\`, each over a new connection: alone, then while ${SLOW} connections
of another process are slow, from one other address or from ${FIFTY.length}. Times count from when a record was due. The median of ${ROUNDS} rounds. The
API is a separate process with its default settings; its PostgreSQL syncs each commit. All run on the same machine.

- A _stalled_ connection announces a body (a record 8 MiB, a sign-in 16 KiB) and sends one byte; a _dripping_ one sends a byte a second.
- _Headers, dripping_: a header a second, without end. _Answer, unread_: requests the newest 500 records and reads nothing.
- A connection that is answered or cut off is opened again after a second; _opened again_ is how often that happened in a round.`;

/** How long the records of a client took: alone, and beside slow connections. */
interface Figures {
  readonly kind: string;
  readonly alone: Latencies;
  readonly one: Latencies & SlowReport;
  readonly fifty: Latencies & SlowReport;
}

/** Measures how much slow connections of each kind delay the records of others. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger({});
  try {
    await post(ledger, 'warm', WARM);
    const figures: Figures[] = [];
    for (const kind of Object.keys(SLOW_KINDS) as SlowKind[]) figures.push(await measureKind(ledger, kind));
    return render(figures);
  } finally {
    await ledger.stop();
  }
}

function render(figures: readonly Figures[]): Row {
  const lineOf = ({ kind, alone, one, fifty }: Figures): Line => [
    kind,
    ...[alone, one, fifty].flatMap(({ p50, p99 }) => [showTime(p50), showTime(p99)]),
    `${one.again.toLocaleString('en-GB')}, ${fifty.again.toLocaleString('en-GB')}`,
  ];
  const goalsOf = ({ kind, alone, one, fifty }: Figures): Goal[] => [
    { what: `${kind}: p99 longer, one address`, ratio: one.p99 - alone.p99, goal: 100, sense: 'at most' },
    { what: `${kind}: p99 longer, 50 addresses`, ratio: fifty.p99 - alone.p99, goal: 100, sense: 'at most' },
  ];
  const refused = figures.flatMap(({ one, fifty }) => [one, fifty]).map(({ accepted }) => COUNT - accepted);
  return {
    title: `A record beside ${SLOW} slow connections`,
    method: METHOD,
    head: ['', ...['alone', 'one', '50'].flatMap((who) => [`p50, ${who}`, `p99, ${who}`]), 'opened again'],
    lines: figures.map(lineOf),
    goals: [
      ...figures.flatMap(goalsOf),
      { what: 'records refused', ratio: Math.max(...refused), goal: 0, sense: 'at most' },
    ],
    notes: ['Goals are in milliseconds here, not ratios.'],
  };
}

async function measureKind(ledger: ServedLedger, kind: SlowKind): Promise<Figures> {
  const rounds: Omit<Figures, 'kind'>[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const name = `${kind.replace(', ', '-')}/${round}`;
    rounds.push({
      alone: await post(ledger, `${name}/alone`),
      one: await postBeside(ledger, `${name}/one`, kind, ONE),
      fifty: await postBeside(ledger, `${name}/fifty`, kind, FIFTY),
    });
  }
  const choose = <Times extends Latencies>(pick: (round: (typeof rounds)[number]) => Times): Times => {
    const all = rounds.map(pick).sort((a, b) => a.p99 - b.p99);
    return { ...all[ROUNDS >> 1]!, accepted: Math.min(...all.map(({ accepted }) => accepted)) };
  };
  return {
    kind,
    alone: choose(({ alone }) => alone),
    one: choose(({ one }) => one),
    fifty: choose(({ fifty }) => fifty),
  };
}

async function post({ url, writer }: ServedLedger, name: string, count = COUNT): Promise<Latencies> {
  const plan = { name, count, entries: 0 };
  const order: SteadyOrder = { url, writer, plan, perSecond: PER_SECOND, localAddress: HONEST };
  return (await readyClient<Report & Latencies>('steady-client', order)).run();
}

async function postBeside(
  ledger: ServedLedger,
  name: string,
  kind: SlowKind,
  addresses: readonly string[],
): Promise<Latencies & SlowReport> {
  const order: SlowOrder = { url: ledger.url, kind, connections: SLOW, addresses };
  const slow = await readyClient<Report & SlowReport>('slow-client', order);
  const honest = await post(ledger, name);
  const { again } = await slow.run();
  return { ...honest, again };
}
