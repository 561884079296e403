import { availableParallelism } from 'node:os';
import type { BulkOrder } from '../tools/bulk-client.ts';
import { type Report, readyClient } from '../tools/client.ts';
import { showTime } from '../tools/measure.ts';
import { meanOf, type Raw, RECOVERIES, recoverRaw } from '../tools/recover-raw.ts';
import type { Line, Row } from '../tools/row.ts';
import { type ServedLedger, type Times, serveLedger } from '../tools/served-ledger.ts';

const BODIES = 4;
const ENTRIES = 10;
const PLAIN = 12_000;
const WITH_ENTRIES = 4_000;

const METHOD = `Records sent with \`POST /v1/records/bulk\`, ${BODIES} bodies at the same time, each record the first in its stream. The API is a separate process with
its default settings; its PostgreSQL syncs each commit. ${PLAIN.toLocaleString('en-GB')} records have no entries and ${WITH_ENTRIES.toLocaleString('en-GB')} have ${ENTRIES} each; some thousand
sent before them are not counted. Every record is answered with its receipt.

The comparison, in the same run: recover the signer of ${RECOVERIES.toLocaleString('en-GB')} different digests on each of ${availableParallelism()} threads, with the function that the API
uses, and nothing else. The records were signed before, in the client's process. Processor time is that of all threads and
processes, per record; the client's is not counted in the ratios.`;

/** Measures durable bulk intake, and the recovery of signers alone. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger({});
  try {
    await load(ledger, { name: 'warm', count: PLAIN / 4, entries: 0 });
    await load(ledger, { name: 'warm-entries', count: WITH_ENTRIES / 2, entries: ENTRIES });
    const before = await recoverRaw();
    const plain = await load(ledger, { name: 'plain', count: PLAIN, entries: 0 });
    const plainBare = await insertBare(ledger, 'plain');
    const entries = await load(ledger, { name: 'entries', count: WITH_ENTRIES, entries: ENTRIES });
    const entriesBare = await insertBare(ledger, 'entries');
    const raw = meanOf(before, await recoverRaw());
    return render(raw, [
      { ...plain, what: 'without entries', bare: plainBare },
      { ...entries, what: `with ${ENTRIES} entries`, bare: entriesBare },
    ]);
  } finally {
    await ledger.stop();
  }
}

/** Processor milliseconds for one record, and records per millisecond. */
interface Load extends Times {
  readonly client: number;
  readonly rate: number;
}

interface NamedLoad extends Load {
  readonly what: string;
  readonly bare: number;
}

function render(raw: Raw, loads: readonly NamedLoad[]): Row {
  const share = ({ api, postgres }: Load): number => raw.recovery / (api + postgres);
  const perSecond = (rate: number): string => Math.round(rate * 1000).toLocaleString('en-GB');
  const lineOf = (load: NamedLoad): Line => [
    load.what,
    perSecond(load.rate),
    showTime(load.api),
    showTime(load.postgres),
    showTime(load.bare),
    showTime(load.client),
  ];
  return {
    title: 'Durable bulk intake, HTTP into PostgreSQL',
    method: METHOD,
    head: ['', 'records a second', 'API', 'PostgreSQL', 'its bare insert', 'client'],
    lines: [
      ...loads.map(lineOf),
      ['raw recovery', perSecond(raw.rate), showTime(raw.recovery), '', '', ''],
      ['raw signature of a receipt', '', showTime(raw.signature), '', '', ''],
    ],
    goals: loads.flatMap((load) => [
      {
        what: `${load.what}, processor: recovery / record`,
        ratio: share(load),
        goal: 0.5,
        sense: 'at least' as const,
      },
      {
        what: `${load.what}, clock: records / recoveries`,
        ratio: load.rate / raw.rate,
        goal: 0.5,
        sense: 'at least' as const,
      },
    ]),
    notes: [noteBound(raw, loads)],
  };
}

function noteBound(raw: Raw, loads: readonly NamedLoad[]): string {
  const bounds = loads.map(({ what, bare }) => {
    const bound = raw.recovery / (raw.recovery + raw.signature + bare);
    return `${bound.toFixed(2)} ${what}`;
  });
  const remainders = loads.map(
    ({ what, api }) => `${showTime(api - raw.recovery - raw.signature)} of ${showTime(api)} ${what}`,
  );
  const alone = loads.map(({ what, api }) => `${(raw.recovery / api).toFixed(2)} ${what}`);
  return `The measured limit: a record needs one recovery, one signature of its receipt, and its rows in PostgreSQL. With these alone the ratio
would be ${bounds.join(', ')}; the bare insert is one statement per table that copies the same rows with their indexes.
Beyond recovery and signature in the native library, the API takes ${remainders.join(', ')}
for JSON, hashing, the hand-over between threads, the protocol of PostgreSQL, and HTTP.

To raise it: a cheaper signature (the native library is older than the tables that make one cheap), entries hashed in batches,
parameters in binary, and PostgreSQL on separate processors; the API alone would then reach ${alone.join(', ')}.`;
}

async function load(
  ledger: ServedLedger,
  { name, count, entries }: { name: string; count: number; entries: number },
): Promise<Load> {
  const plans = Array.from({ length: BODIES }, (_, body) => ({
    name: `${name}/${body}`,
    count: count / BODIES,
    entries,
  }));
  const order: BulkOrder = { url: ledger.url, writer: ledger.writer, plans };
  const client = await readyClient<Report>('bulk-client', order);
  const before = ledger.times();
  const { accepted, wall, cpu } = await client.run();
  const after = ledger.times();
  if (accepted !== count) throw new Error(`expected ${count} accepted records, got ${accepted}`);
  return {
    api: (after.api - before.api) / count,
    postgres: (after.postgres - before.postgres) / count,
    client: cpu / count,
    rate: count / wall,
  };
}

/** Measures PostgreSQL's time per record for the rows alone: one statement per table copies them to tables with the same indexes. */
async function insertBare({ pool, times }: ServedLedger, name: string): Promise<number> {
  const { rows } = await pool
    .query<{ count: number }>(
      `create table chosen as select id, stream from records where subject like 'inventory/${name}/%';
     create table bare_records (like records including all);
     create table bare_streams (like streams including all);
     create table bare_entries (like entries including all);
     create table bare_waiting (like waiting_records including all);
     select count(*) as count from chosen`,
    )
    .then((results) => (results as unknown as (typeof results)[]).at(-1)!);
  await pool.query('checkpoint');
  const before = times().postgres;
  await pool.query(
    `insert into bare_streams select s.* from streams s join chosen c on c.stream = s.stream;
     insert into bare_records overriding system value select r.* from records r join chosen c on c.id = r.id;
     insert into bare_entries select e.* from entries e join chosen c on c.id = e.record;
     insert into bare_waiting select w.* from waiting_records w join chosen c on c.id = w.record`,
  );
  const took = times().postgres - before;
  await pool.query('drop table chosen, bare_records, bare_streams, bare_entries, bare_waiting');
  return took / rows[0]!.count;
}
