import { Agent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { Pool } from 'pg';
import { fromBytea } from '../../db/rows/bytea.ts';
import { showTime } from '../tools/measure.ts';
import type { Line, Row } from '../tools/row.ts';
import { serveLedger } from '../tools/served-ledger.ts';
import { fillWide, type WideSize } from '../tools/wide-ledger.ts';

const WIDE: WideSize = { layers: 6, width: 6_000, sources: 256 };
const DEPENDENTS = WIDE.layers * WIDE.width;
/** Requests that are sent together, and how often. Each is for another record. */
const [TOGETHER, ROUNDS] = [12, 8];
/** Milliseconds from one round to the next, and after which requests are abandoned. */
const [ROUND, PATIENCE] = [2_500, 200];
/** Milliseconds between two ordinary reads. */
const PAUSE = 10;
/** How much later the slowest ordinary reads may be answered, in milliseconds. */
const GOAL = 100;

const METHOD = `\`GET /v1/records/{id}/impact\` where following is most work: ${DEPENDENTS.toLocaleString('en-GB')} records in ${WIDE.layers} layers. Each names
${WIDE.sources} records of the layer before, as many as a record may name. The API is a separate process; its PostgreSQL serves nothing else.

- Bare is one recursive query over \`sources\`, sent by \`pg\`, that returns the ids of all dependents.
- The first page follows the dependents, for two seconds at most; the next one takes what was kept. Medians of 5 records that were not asked about before.
- The ordinary read is \`GET /v1/records/{id}\`, every ${PAUSE} ms: alone; then while ${TOGETHER} clients ask for the first pages of ${TOGETHER} such
  records every ${ROUND / 1000} seconds, and leave after ${PATIENCE} ms; then while they wait for the answers.`;

const BARE = `with recursive reached(id) as (
    select $1::bytea
    union
    select r.id from reached join records r on r.sources @> array[reached.id] and r.sources <> '{}')
  select id from reached where id <> $1`;

/** Measures the impact of a record with very many links, and how other reads are answered meanwhile. */
export async function measureRow(): Promise<Row> {
  const ledger = await serveLedger({ RATE_LIMIT_READS: '10000000' });
  try {
    await fillWide(ledger.pool, WIDE);
    const { rows } = await ledger.pool.query<{ id: Buffer }>(
      'select id from records where kind = 1 order by id',
    );
    const ids = rows.map(({ id }) => id).values();
    const take = (count: number): Buffer[] => Array.from({ length: count }, () => ids.next().value!);
    const times = await timePages(ledger.pool, ledger.url, take(5));
    const read = `${ledger.url}/v1/records/${fromBytea(rows[0]!.id)}`;
    const alone = await timeReads(read, () => setTimeout(ROUND));
    const askTogether = (patience: AbortSignal | null): Promise<unknown> =>
      Promise.all([
        ...take(TOGETHER).map((id) =>
          readText(impactOf(ledger.url, id), { signal: patience }).catch(() => null),
        ),
        setTimeout(ROUND),
      ]);
    const abandoned = await timeReads(read, () => askTogether(AbortSignal.timeout(PATIENCE)));
    const answered = await timeReads(read, () => askTogether(null));
    return render(times, { alone, abandoned, answered });
  } finally {
    await ledger.stop();
  }
}

/** Milliseconds. */
interface PageTimes {
  readonly bare: number;
  readonly first: number;
  readonly next: number;
}

const impactOf = (url: string, id: Buffer): string => `${url}/v1/records/${fromBytea(id)}/impact`;

async function timePages(pool: Pool, url: string, ids: readonly Buffer[]): Promise<PageTimes> {
  const times: PageTimes[] = [];
  for (const id of ids) {
    const bare = await time(() => pool.query(BARE, [id]));
    const first = await time(() => readPage(url, id, null));
    let page = first.out;
    while (page.truncated) page = await readPage(url, id, page.dependents.next);
    const next = await time(() => readPage(url, id, page.dependents.next));
    if (next.out.total !== DEPENDENTS || bare.out.rowCount !== DEPENDENTS)
      throw new Error(`expected ${DEPENDENTS} dependents, got ${next.out.total}`);
    times.push({ bare: bare.ms, first: first.ms, next: next.ms });
  }
  const median = (of: keyof PageTimes): number =>
    at(
      times.map((one) => one[of]),
      0.5,
    );
  return { bare: median('bare'), first: median('first'), next: median('next') };
}

interface Page {
  readonly total: number;
  readonly truncated: boolean;
  readonly dependents: { readonly next: string | null };
}

async function readPage(url: string, id: Buffer, cursor: string | null): Promise<Page> {
  const query = cursor === null ? '' : `?cursor=${cursor}`;
  return JSON.parse(await readText(`${impactOf(url, id)}${query}`)) as Page;
}

async function time<Out>(run: () => Promise<Out>): Promise<{ out: Out; ms: number }> {
  const begin = performance.now();
  return { out: await run(), ms: performance.now() - begin };
}

/** Times an ordinary read again and again while `run` runs several times. */
async function timeReads(url: string, run: () => Promise<unknown>): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const took: number[] = [];
  const over = new AbortController();
  const reading = (async () => {
    while (!over.signal.aborted) {
      took.push((await time(() => readText(url, { agent }))).ms);
      await setTimeout(PAUSE);
    }
  })();
  for (let round = 0; round < ROUNDS; round++) await run();
  over.abort();
  await reading;
  agent.destroy();
  return took;
}

function readText(
  url: string,
  { agent, signal }: { readonly agent?: Agent; readonly signal?: AbortSignal | null } = {},
): Promise<string> {
  return new Promise((found, fail) => {
    get(url, { agent: agent ?? false, ...(signal == null ? {} : { signal }) }, (answer) => {
      if (answer.statusCode === 200) text(answer).then(found, fail);
      else fail(new Error(`${url}: ${answer.statusCode}`));
    }).once('error', fail);
  });
}

function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
}

function render(
  { bare, first, next }: PageTimes,
  reads: Readonly<Record<'alone' | 'abandoned' | 'answered', readonly number[]>>,
): Row {
  const { alone, abandoned, answered } = reads;
  const later = (took: readonly number[]): number => (at(took, 0.99) - at(alone, 0.99)) / GOAL;
  const line = (what: string, took: readonly number[]): Line => [
    what,
    showTime(at(took, 0.5)),
    showTime(at(took, 0.99)),
    showTime(at(took, 1)),
  ];
  return {
    title: `Impact of a record with ${DEPENDENTS.toLocaleString('en-GB')} dependents, and other reads meanwhile`,
    method: METHOD,
    head: ['', 'p50', 'p99', 'at most'],
    lines: [
      ['bare recursive query, all ids', showTime(bare), '', ''],
      ['impact, the first page', showTime(first), '', ''],
      ['impact, the next page', showTime(next), '', ''],
      line('ordinary read, alone', alone),
      line(`ordinary read, ${TOGETHER} requests abandoned`, abandoned),
      line(`ordinary read, ${TOGETHER} requests answered`, answered),
    ],
    goals: [
      { what: 'the first page / bare', ratio: first / bare, goal: 1, sense: 'at most' },
      { what: 'the next page / the first page', ratio: next / first, goal: 0.2, sense: 'at most' },
      {
        what: `delay of p99 by abandoned requests / ${GOAL} ms`,
        ratio: later(abandoned),
        goal: 1,
        sense: 'at most',
      },
      {
        what: `delay of p99 by answered requests / ${GOAL} ms`,
        ratio: later(answered),
        goal: 1,
        sense: 'at most',
      },
    ],
    notes: [NOTE],
  };
}

const NOTE = `Bare looks into the index once for each record, and meets each dependent once for each of its sources; impact looks up 256 records
together, and meets a dependent once for all of them. Abandoned requests are cancelled in the database. Of those that stay, three are worked
on at the same time, on connections of their own; each ends within some seconds, with what it has.`;
