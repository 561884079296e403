import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Pool } from 'pg';
import { migrate } from '../../db/migrate.ts';
import { openPool } from '../../db/pool.ts';
import { withDatabase } from '../../test/helpers/database-url.ts';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { measureBare } from '../tools/bare-hash.ts';
import { type SealedRows, readSealed, writeBare } from '../tools/bare-seal.ts';
import { measure, showMemory, showTime } from '../tools/measure.ts';
import { readCpu } from '../tools/process-times.ts';
import type { Line, Row } from '../tools/row.ts';
import type { SealCost } from '../tools/seal-client.ts';
import { fillLedger } from '../tools/sealed-ledger.ts';

const RECORDS = 100_000;
const SIZES = [100_000, 1_000_000];
const PARTIES = 1_000;

const METHOD = `\`sealOnce\` of ${RECORDS.toLocaleString('en-GB')} waiting records, each in a different stream, into ledgers of ${SIZES.map((size) => size.toLocaleString('en-GB')).join(' and ')} streams of ${PARTIES.toLocaleString('en-GB')} parties. It runs in
a separate process, on the embedded PostgreSQL with the settings of \`npm start\`.

- The ledger is made in bulk: its first batch has one record of each stream. Core builds the maps, and all nodes and heads are stored. Of
  the records themselves only the place in the batch is stored, because sealing reads nothing else of them.
- Bare is the unavoidable work of the batch. Its hashes are counted from the rows that sealing wrote and computed by hash-wasm alone.
  The same rows are written in one transaction, without reading anything, to a copy of the database made before.

Processor time is that of the process and of PostgreSQL's processes together. Each figure is of one run, after a checkpoint.`;

interface Cost {
  readonly cpu: number;
  readonly wall: number;
}

interface Sealing {
  readonly seal: SealCost;
  /** Including PostgreSQL's. */
  readonly cpu: number;
  readonly hashes: Cost & { readonly count: number };
  readonly writing: Cost & { readonly rows: number };
}

/** Measures sealing into ledgers of two sizes, and its hashes and rows alone. */
export async function measureRow(): Promise<Row> {
  const dataDir = await mkdtemp(join(tmpdir(), 'carbon-ledger-bench-'));
  const postgres = await startPostgres({ dataDir });
  try {
    const sealings: Sealing[] = [];
    for (const streams of SIZES) sealings.push(await measureSealing(postgres.url, dataDir, streams));
    const [small, large] = sealings as [Sealing, Sealing];
    const [ratio, larger] = [ratioOf(small), ratioOf(large)];
    return {
      title: 'Sealing of 100,000 records',
      method: METHOD,
      head: ['', 'processor', 'its PostgreSQL part', 'elapsed', 'peak memory', 'before sealing'],
      lines: sealings.flatMap((sealing, index) => linesOf(SIZES[index]!, sealing)),
      goals: [
        { what: 'sealing / bare, 100,000 streams', ratio, goal: 2, sense: 'at most' },
        { what: 'sealing / bare, 1,000,000 streams', ratio: larger, goal: 2, sense: 'at most' },
        { what: 'second ratio / first ratio', ratio: larger / ratio, goal: 1.1, sense: 'at most' },
      ],
      notes: [describeGrowth(small, large)],
    };
  } finally {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  }
}

function ratioOf({ cpu, hashes, writing }: Sealing): number {
  return cpu / (hashes.cpu + writing.cpu);
}

function linesOf(streams: number, { seal, cpu, hashes, writing }: Sealing): Line[] {
  const size = streams.toLocaleString('en-GB');
  const counted = (count: number): string => count.toLocaleString('en-GB');
  return [
    [
      `sealOnce, ${size} streams`,
      showTime(cpu),
      showTime(cpu - seal.cpu),
      showTime(seal.wall),
      showMemory(seal.peak),
      showMemory(seal.before),
    ],
    [`bare: ${counted(hashes.count)} hashes`, showTime(hashes.cpu), '', showTime(hashes.wall), '', ''],
    [`bare: ${counted(writing.rows)} rows`, showTime(writing.cpu), '', showTime(writing.wall), '', ''],
  ];
}

function describeGrowth(small: Sealing, large: Sealing): string {
  const times = (large.cpu / small.cpu).toFixed(2);
  const rows = (large.writing.rows / small.writing.rows).toFixed(2);
  return `With ten times the streams, sealing took ${times} times as long and wrote ${rows} times the rows: in larger maps the paths of as many heads
share fewer nodes.

Sealing takes longer than bare because Node.js reads the queue and the nodes on the paths of the heads and joins the rows to write
(the time above without PostgreSQL's part), and because PostgreSQL looks up those nodes one by one. Wider nodes would shorten the
paths.`;
}

async function measureSealing(serverUrl: string, dataDir: string, streams: number): Promise<Sealing> {
  const [name, copy] = [`ledger_${streams}`, `copy_${streams}`];
  const admin = openPool(serverUrl, { max: 1 });
  const postmaster = Number(
    (await readFile(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8')).split('\n')[0],
  );
  try {
    await admin.query(`create database ${name}`);
    await withPool(withDatabase(serverUrl, name), async (pool) => {
      await migrate(pool);
      await fillLedger(pool, { parties: PARTIES, streams, waiting: RECORDS });
    });
    await admin.query(`create database ${copy} template ${name} strategy file_copy`);
    const sealing = await timeSealing(admin, postmaster, withDatabase(serverUrl, name));
    const rows = await withPool(withDatabase(serverUrl, name), readSealed);
    await admin.query(`drop database ${name}`);
    const hashes = await hashBare(rows);
    const writing = await timeWriting(admin, postmaster, withDatabase(serverUrl, copy), rows);
    await admin.query(`drop database ${copy}`);
    return { ...sealing, hashes, writing };
  } finally {
    await admin.end();
  }
}

async function withPool<Out>(url: string, run: (pool: Pool) => Promise<Out>): Promise<Out> {
  const pool = openPool(url, { max: 2 });
  try {
    return await run(pool);
  } finally {
    await pool.end();
  }
}

async function timeSealing(
  admin: Pool,
  postmaster: number,
  url: string,
): Promise<Pick<Sealing, 'seal' | 'cpu'>> {
  await admin.query('checkpoint');
  const before = readCpu(postmaster);
  const child = fork(resolve(import.meta.dirname, '../tools/seal-client.ts'), [url, String(RECORDS)], {
    execArgv: [],
  });
  const exited = once(child, 'exit');
  const [seal] = (await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`sealing exited with ${String(code)}`))),
  ])) as [SealCost];
  await exited;
  if (seal.records !== RECORDS) throw new Error(`expected ${RECORDS} sealed records, got ${seal.records}`);
  return { seal, cpu: seal.cpu + readCpu(postmaster) - before };
}

/** Measures the hashes of a batch alone, by the bytes that each of them hashes. */
async function hashBare({ nodes, heads, holders }: SealedRows): Promise<Sealing['hashes']> {
  const items = nodes.items.reduce((sum, item) => sum + item, 0);
  const holderCount = holders.parties.length / 32;
  const counts: [count: number, bytes: number][] = [
    // Signatures.
    [RECORDS, 65],
    // Leaves of the tree, items of the maps, and parties with their streams.
    [RECORDS + items + holderCount, 96],
    // Inner nodes of the tree and of the maps.
    [RECORDS - 1 + nodes.items.length - items, 64],
    // Heads.
    [heads.sequences.length, 128],
  ];
  let [cpu, wall, count] = [0, 0, 0];
  for (const [times, bytes] of counts) {
    const cost = await measureBare(times, bytes);
    [cpu, wall, count] = [cpu + cost.cpu, wall + cost.wall, count + times];
  }
  return { cpu, wall, count };
}

async function timeWriting(
  admin: Pool,
  postmaster: number,
  url: string,
  rows: SealedRows,
): Promise<Sealing['writing']> {
  return withPool(url, async (pool) => {
    await pool.query('select 1');
    await admin.query('checkpoint');
    const before = readCpu(postmaster);
    const { cpu, wall } = await measure(() => writeBare(pool, rows));
    const count = rows.nodes.items.length + rows.heads.sequences.length + rows.holders.parties.length / 32;
    return {
      cpu: cpu + readCpu(postmaster) - before,
      wall,
      rows: count + 2 * rows.places.arrivals.length + rows.levels.length + 1,
    };
  });
}
