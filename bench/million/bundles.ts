import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import pg from 'pg';
import { openApi } from '../../client/http/api.ts';
import { bytesOf, type Hex } from '../../core/encoding/hex.ts';
import type { BenchLedger } from './ledger.ts';
import { listFamily, readPostmaster, readProcessor } from './memory.ts';
import type { Progress } from './progress.ts';
import { type RunningProgram, startProgram } from './program.ts';
import type { ReadOrder, ReadReport } from './reads.ts';

/** How fast a server answered reads, and what each read cost. */
export interface ReadFigures {
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly bytesEach: number;
  /** Processor time per request, in milliseconds: of the server, of PostgreSQL and of the clients. */
  readonly server: number;
  readonly postgres: number;
  readonly clients: number;
}

/** Reads of proof files compared with bare reads of the same bytes. */
export interface BundleFigures {
  readonly clients: number;
  readonly count: number;
  readonly bundles: ReadFigures;
  readonly bare: ReadFigures;
}

/** As many connections as the server uses for HTTP. */
const CONNECTIONS = 12;
const TURNS = 5;

interface Side {
  readonly program: RunningProgram;
  readonly urls: readonly string[];
}

/** Measures how fast the server answers with proof files, and how fast a bare server answers with the same bytes, in turns. */
export async function measureBundles(
  ledger: BenchLedger,
  ids: readonly Hex[],
  clients: number,
  progress: Progress,
): Promise<BundleFigures> {
  const database = await createBodies(ledger, ids, progress);
  const bare = await startProgram({
    name: 'bare-server',
    args: ['bench/million/bare-server.ts'],
    env: { DATABASE_URL: database, CONNECTIONS: String(CONNECTIONS) },
    logs: join(ledger.home.folder, 'logs'),
    ready: 'The bare server runs.',
  });
  const reader = fork(join(import.meta.dirname, './reads.ts'));
  try {
    const { url: bareUrl } = JSON.parse(bare.line) as { url: string };
    const own = {
      program: ledger.programs.api,
      urls: ids.map((id) => `${ledger.url}/v1/records/${id}/bundle`),
    };
    const other = { program: bare, urls: ids.map((id) => `${bareUrl}/${id}`) };
    const measured: [Turn[], Turn[]] = [[], []];
    for (let turn = 0; turn <= TURNS; turn++) {
      for (const [at, side] of [own, other].entries()) {
        const found = await readTurn(ledger, reader, side, clients);
        progress.note(
          `${at === 0 ? 'proof files' : 'bare reads '} ${((ids.length * 1000) / found.wall).toFixed(0)} a second`,
        );
        // The first turn only warms up both servers.
        if (turn > 0) measured[at]!.push(found);
      }
    }
    return { clients, count: ids.length, bundles: sumUp(measured[0]), bare: sumUp(measured[1]) };
  } finally {
    reader.kill();
    await bare.stop();
  }
}

interface Turn extends ReadReport {
  readonly server: number;
  readonly postgres: number;
}

async function readTurn(
  { home }: BenchLedger,
  reader: ChildProcess,
  { program, urls }: Side,
  clients: number,
): Promise<Turn> {
  const database = (): number =>
    listFamily(readPostmaster(home.postgres)).reduce((sum, pid) => sum + readProcessor(pid), 0);
  const before = [readProcessor(program.pid), database()] as const;
  const report = await ask(reader, { urls, clients });
  return {
    ...report,
    server: readProcessor(program.pid) - before[0],
    postgres: database() - before[1],
  };
}

function ask(reader: ChildProcess, order: ReadOrder): Promise<ReadReport> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void => reject(new Error(`the clients exited with ${String(code)}`));
    reader.once('exit', fail);
    reader.once('message', (report) => {
      reader.off('exit', fail);
      resolve(report as ReadReport);
    });
    reader.send(order);
  });
}

function sumUp(turns: readonly Turn[]): ReadFigures {
  const total = (read: (turn: Turn) => number): number => turns.reduce((sum, turn) => sum + read(turn), 0);
  const latencies = turns.flatMap((turn) => turn.latencies).sort((a, b) => a - b);
  const count = latencies.length;
  const at = (part: number): number => latencies[Math.min(count - 1, Math.floor(count * part))] ?? 0;
  return {
    rate: (count * 1000) / total(({ wall }) => wall),
    p50: at(0.5),
    p99: at(0.99),
    bytesEach: total(({ bytes }) => bytes) / count,
    server: total(({ server }) => server) / count,
    postgres: total(({ postgres }) => postgres) / count,
    clients: total(({ processor }) => processor) / count,
  };
}

/** Stores the proof files as rows of a separate database and returns its URL. */
async function createBodies(ledger: BenchLedger, ids: readonly Hex[], progress: Progress): Promise<string> {
  const url = new URL(ledger.postgres.url);
  await withPool(url.href, (pool) => pool.query('create database bare'));
  url.pathname = '/bare';
  await withPool(url.href, async (pool) => {
    await pool.query('create table bodies (id bytea primary key, body text not null)');
    const waiting = [...ids];
    const store = async (): Promise<void> => {
      for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
        const body = Buffer.from(await openApi(ledger.url).getBytes(`/v1/records/${id}/bundle`)).toString();
        await pool.query('insert into bodies values ($1, $2)', [Buffer.from(bytesOf(id)), body]);
        progress.count('proof files stored as rows', ids.length - waiting.length, ids.length);
      }
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, store));
    await pool.query('vacuum analyze bodies');
  });
  return url.href;
}

async function withPool(url: string, run: (pool: pg.Pool) => Promise<unknown>): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  try {
    await run(pool);
  } finally {
    await pool.end();
  }
}
