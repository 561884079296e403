import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Pool } from 'pg';
import { fromBytea } from '../../db/rows/bytea.ts';
import { type GraphSize, fillGraph } from '../tools/linked-ledger.ts';
import { showTime } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';
import { serveLedger } from '../tools/served-ledger.ts';

/** First versions: 949,147. With the later ones of datasets and results they are 1,000,000. */
const GRAPH: GraphSize = {
  factors: 20_000,
  activities: 10_000,
  results: 270_000,
  disclosures: 350_000,
  assurances: 200_000,
  decisions: 99_147,
};
const SAMPLE = { datasets: 800, others: 200 };
/** How often each query is measured. */
const TIMES = 5;
const PAGE = 2000;

const METHOD = `\`GET /v1/records/{id}/impact\` over a ledger of 1,000,000 records. The API is a separate process; its PostgreSQL serves nothing else.

- The records: datasets in one to four versions; results made from five of them, with derivations down to the row; disclosures of
  their figures; assurances and decisions on those. They are stored as intake stores them. Half of the results and disclosures have
  their entries. The next version of a dataset changes two of its forty rows, or all rows in one dataset of ten.
- Measured are ${SAMPLE.datasets.toLocaleString('en-GB')} datasets and ${SAMPLE.others.toLocaleString('en-GB')} records of the other kinds, chosen by their hash.
- Bare is one recursive query over \`sources\`, sent by \`pg\` for the same record and its earlier versions. It returns the ids of all
  dependents and classifies none.
- The first page has 50 dependents, as in every list. "All pages" are the pages of ${PAGE} that \`ledger impact\` reads.

The three take turns, ${TIMES} times for each record. The shortest time of each counts, by the clock: other programs change it least.`;

const NOTE = `Where nothing changed, most of the time is the walk over the index of sources, as in bare, and the records that are shown. Some short
statements come on top: a transaction begins and ends, and the server asks for the newest version and what was accepted last. Where something changed, three to eight queries follow one another: the rows of both versions;
for each layer the entries of the records that depend on the change, some 10 KB each, sent and parsed as JSON to name the figures;
the newest versions of the affected records and their sources. To make it faster,
intake could store derivations apart from entries, at a cost for every result.`;

const BARE = `with recursive versions as (
    select v.id from records r join records v on v.stream = r.stream and v.sequence <= r.sequence
    where r.id = $1 and v.rejected_code is null),
  reached(id) as (
    select id from versions
    union
    select r.id from reached join records r on r.sources @> array[reached.id] and r.sources <> '{}')
  select id from reached where id not in (select id from versions)`;

/** Measures the impact of records, and the bare query that follows the sources. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger({ RATE_LIMIT_READS: '10000000' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    await fillGraph(ledger.pool, GRAPH);
    const ids = await chooseRecords(ledger.pool);
    const queries = [
      (id: Buffer): Promise<number> => askBare(ledger.pool, id),
      (id: Buffer): Promise<number> => askPages(ledger.url, agent, id, 'first'),
      (id: Buffer): Promise<number> => askPages(ledger.url, agent, id, 'all'),
    ];
    const asked: Asked[] = [];
    for (const { id, hasNewer } of ids) asked.push({ ...(await timeQueries(queries, id)), hasNewer });
    return render(asked);
  } finally {
    agent.destroy();
    await ledger.stop();
  }
}

/** How many records depend on one, and how long each query took. */
interface Timed {
  readonly dependents: number;
  readonly times: readonly number[];
}

interface Asked extends Timed {
  readonly hasNewer: boolean;
}

async function chooseRecords(pool: Pool): Promise<{ id: Buffer; hasNewer: boolean }[]> {
  const { rows } = await pool.query<{ id: Buffer; hasNewer: boolean }>(
    `select r.id, s.record <> r.id as "hasNewer" from (
       (select * from records where kind = 1 order by sha256(id) limit $1)
       union all (select * from records where kind <> 1 order by sha256(id) limit $2)) r join streams s using (stream)`,
    [SAMPLE.datasets, SAMPLE.others],
  );
  return rows;
}

/** Measures each query. The first turn is not counted, so that no query alone pays for reads from disk. */
async function timeQueries(
  queries: readonly ((id: Buffer) => Promise<number>)[],
  id: Buffer,
): Promise<Timed> {
  const counts = new Set<number>();
  const times = queries.map((): number[] => []);
  for (let turn = 0; turn <= TIMES; turn++)
    for (const [index, ask] of queries.entries()) {
      const begin = performance.now();
      counts.add(await ask(id));
      if (turn > 0) times[index]!.push(performance.now() - begin);
    }
  const [dependents] = counts;
  if (dependents === undefined || counts.size > 1)
    throw new Error(`the queries disagree: ${fromBytea(id)} has ${[...counts].join(' or ')} dependents`);
  return { dependents, times: times.map((own) => Math.min(...own)) };
}

async function askBare(pool: Pool, id: Buffer): Promise<number> {
  const { rows } = await pool.query<{ id: Buffer }>(BARE, [id]);
  return rows.length;
}

interface Page {
  readonly total: number;
  readonly dependents: { readonly items: readonly unknown[]; readonly next: string | null };
}

async function askPages(url: string, agent: Agent, id: Buffer, which: 'first' | 'all'): Promise<number> {
  const path = `${url}/v1/records/${fromBytea(id)}/impact`;
  if (which === 'first') return (await readPage(path, agent)).total;
  let count = 0;
  for (let cursor: string | null = ''; cursor !== null;) {
    const { dependents }: Page = await readPage(`${path}?limit=${PAGE}${cursor}`, agent);
    count += dependents.items.length;
    cursor = dependents.next === null ? null : `&cursor=${dependents.next}`;
  }
  return count;
}

async function readPage(url: string, agent: Agent): Promise<Page> {
  const body = await new Promise<string>((found, fail) => {
    get(url, { agent }, (answer) => {
      if (answer.statusCode === 200) text(answer).then(found, fail);
      else fail(new Error(`${url}: ${answer.statusCode}`));
    }).once('error', fail);
  });
  return JSON.parse(body) as Page;
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function render(asked: readonly Asked[]): Row {
  const names = ['bare recursive query, all ids', 'impact, the first page', 'impact, all pages'];
  const ranked = names.map((_, index) => {
    const times = asked.map((one) => one.times[index]!);
    return { p50: at(times, 0.5), p99: at(times, 0.99), most: at(times, 1) };
  });
  const counts = asked.map(({ dependents }) => dependents);
  const [bare, first, all] = ranked.map(({ p99 }) => p99) as [number, number, number];
  return {
    title: 'Impact over 1,000,000 records',
    method: METHOD,
    head: ['', 'p50', 'p99', 'at most'],
    lines: ranked.map(({ p50, p99, most }, index): Line => [
      names[index]!,
      showTime(p50),
      showTime(p99),
      showTime(most),
    ]),
    goals: [
      { what: 'the first page / bare, p99', ratio: first / bare, goal: 2, sense: 'at most' },
      { what: 'all pages / bare, p99', ratio: all / bare, goal: 2, sense: 'at most' },
    ],
    notes: [
      `Dependents of a record: ${at(counts, 0.5)} (p50), ${at(counts, 0.99).toLocaleString('en-GB')} (p99), at most ${at(counts, 1).toLocaleString('en-GB')}. ${describeNewer(asked, false)} ${describeNewer(asked, true)}`,
      NOTE,
    ],
  };
}

/** Describes the times of the records that have a newer version, or of those that have none. */
function describeNewer(asked: readonly Asked[], hasNewer: boolean): string {
  const own = asked.filter((one) => one.hasNewer === hasNewer);
  const [bare, first, all] = [0, 1, 2].map((query) =>
    at(
      own.map(({ times }) => times[query]!),
      0.99,
    ),
  ) as [number, number, number];
  const which = hasNewer ? 'For records with a newer version' : 'For records without a newer version';
  return `${which} (${own.length.toLocaleString('en-GB')}), p99 is ${showTime(bare)} bare, ${showTime(first)} for the first page and ${showTime(all)} for all pages.`;
}
