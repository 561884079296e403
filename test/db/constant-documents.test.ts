import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkSenders, listUnpublished, MOST_COUNTED, readTotals } from '../../db/documents/documents.ts';
import { listStale } from '../../db/documents/uploads.ts';
import { fillDocuments, SENT_AT, settleDocuments } from '../helpers/many-documents.ts';
import type { Queryable } from '../../db/pool.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { IS_LONG } from '../helpers/long.ts';

/** Documents in a small and in a large ledger: a million in `npm run test:long`. */
const SIZES = [1_000, IS_LONG ? 1_000_000 : 100_000] as const;
/** An index grows by a level or two, so that each look-up of what waits reads so much more. A scan would read a hundred times as much. */
const MOST_GROWTH = 3;
const DAY = 86_400;

/** Runs what /metrics, the cleaner and the publisher ask about documents. Returns each statement with the pages that it reads. */
async function measure(pool: Pool): Promise<Statement[]> {
  const statements: Statement[] = [];
  const client = await pool.connect();
  const query = async (text: string, values: unknown[]): Promise<unknown> => {
    await client.query('begin');
    const { rows } = await client.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
      `explain (analyze, buffers, format json) ${text}`,
      values,
    );
    await client.query('rollback');
    const { Plan: plan } = rows[0]!['QUERY PLAN'][0]!;
    const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
    statements.push({ text: text.trim().slice(0, 100), pages });
    return client.query(text, values);
  };
  const explained = { query } as unknown as Queryable;
  await readTotals(explained);
  await checkSenders(explained, SENT_AT + DAY, 1_000);
  await listStale(explained, SENT_AT, 1_000);
  await listUnpublished(explained, 100);
  client.release();
  return statements;
}

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

interface Statement {
  readonly text: string;
  readonly pages: number;
}

interface Measured {
  readonly totals: unknown;
  readonly settled: readonly Statement[];
  readonly waiting: readonly Statement[];
}

describe(`beside ${SIZES[1].toLocaleString('en-GB')} documents`, { timeout: 1_200_000 }, () => {
  const databases: TestDatabase[] = [];
  let small: Measured;
  let large: Measured;

  beforeAll(async () => {
    const read = async (count: number): Promise<Measured> => {
      const database = await createTestDatabase();
      databases.push(database);
      const { pool } = database;
      await fillDocuments(pool, count);
      const totals = await readTotals(pool);
      const waiting = await measure(pool);
      await settleDocuments(pool);
      return { totals, waiting, settled: await measure(pool) };
    };
    small = await read(SIZES[0]);
    large = await read(SIZES[1]);
  }, 1_200_000);
  afterAll(async () => {
    for (const database of databases) await database.drop();
  });

  it('no statement of metrics, cleaner and publisher reads more pages than beside 1,000', () => {
    expect(large.settled.map(({ text }) => text)).toEqual(small.settled.map(({ text }) => text));
    expect(large.settled.length).toBe(4);
    // A scan of the small table can be the cheaper plan: it reads 45 pages there, and 4,500 beside 100,000 documents.
    large.settled.forEach(({ pages }, at) => expect(pages).toBeLessThanOrEqual(small.settled[at]!.pages));
  });

  it('and reads few more where all of them wait to be looked at and published', () => {
    const growth = large.waiting.map(({ pages }, at) => pages / small.waiting[at]!.pages);
    for (const factor of growth) expect(factor).toBeLessThan(MOST_GROWTH);
  });

  it('the metrics have the right totals', () => {
    const totalsOf = (documents: number): object => ({
      ...{ documents, bytes: 1_000 * documents },
      ...{ unfinished: 10, unpublished: Math.min(documents, MOST_COUNTED) },
    });
    expect([small.totals, large.totals]).toEqual(SIZES.map(totalsOf));
  });
});
