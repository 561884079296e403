import type { Pool, PoolClient, QueryResult } from 'pg';
import { interposePool } from './failing-pool.ts';

/** A statement that was run, and what it cost. */
export interface CountedStatement {
  readonly text: string;
  /** How often PostgreSQL read a page of a table or an index for it. */
  readonly buffers: number;
  /** How many bytes its answer had. */
  readonly bytes: number;
}

/** A pool that measures every statement. */
export interface CountedPool {
  readonly pool: Pool;
  /** Returns the statements since the last call. */
  take(): CountedStatement[];
}

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

const PLANNED = /^\s*(with|select|insert|update|delete)\b/i;

/**
 * Every page of this database that this transaction read so far. It includes what EXPLAIN leaves out, such as foreign keys, but not what
 * parallel workers read.
 */
const READ = `
  select coalesce(sum(pg_stat_get_xact_blocks_fetched(oid)), 0)::bigint as blocks from pg_class
  where oid >= 16384 and relkind in ('r', 'i', 't')`;

/**
 * Wraps a pool so that every statement is measured. Each is run twice, first with EXPLAIN, which is rolled back. What counts is the larger of
 * the buffers in its plan and of the pages that PostgreSQL counts while it runs.
 */
export function countStatements(pool: Pool): CountedPool {
  let statements: CountedStatement[] = [];
  const inTransaction = new WeakSet<PoolClient>();
  const counted = interposePool(pool, async (client, args) => {
    const { text, values } = readArguments(args);
    if (/^\s*begin/i.test(text)) inTransaction.add(client);
    if (/^\s*(commit|rollback)/i.test(text)) inTransaction.delete(client);
    if (!PLANNED.test(text)) return client.query(text, values);
    const isOwn = !inTransaction.has(client);
    if (isOwn) await client.query('begin');
    try {
      const planned = await explain(client, text, values);
      const before = await countRead(client);
      const result = await client.query(text, values);
      const read = (await countRead(client)) - before;
      statements.push({ text, buffers: Math.max(planned, read), bytes: sizeOf(result) });
      if (isOwn) await client.query('commit');
      return result;
    } catch (error) {
      if (isOwn) await client.query('rollback');
      throw error;
    }
  });
  const take = (): CountedStatement[] => {
    const taken = statements;
    statements = [];
    return taken;
  };
  return { pool: counted, take };
}

function readArguments([first, second]: readonly unknown[]): { text: string; values: unknown[] } {
  if (typeof first === 'string') return { text: first, values: (second ?? []) as unknown[] };
  const { text, values = [] } = first as { text: string; values?: unknown[] };
  return { text, values };
}

async function explain(client: PoolClient, text: string, values: unknown[]): Promise<number> {
  await client.query('savepoint before_plan');
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
    `explain (analyze, buffers, format json) ${text}`,
    values,
  );
  await client.query('rollback to savepoint before_plan');
  const { Plan: plan } = rows[0]!['QUERY PLAN'][0]!;
  return plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
}

async function countRead(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ blocks: number }>(READ);
  return rows[0]!.blocks;
}

function sizeOf({ rows }: QueryResult): number {
  return rows.reduce<number>((sum, row: object) => sum + sizeOfValue(Object.values(row)), 0);
}

function sizeOfValue(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, each: unknown) => sum + sizeOfValue(each), 0);
  if (Buffer.isBuffer(value)) return value.length;
  return value === null ? 0 : Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
}
