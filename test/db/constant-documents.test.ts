import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  checkSenders,
  listPublished,
  listUnpublished,
  MOST_COUNTED,
  readTotals,
} from '../../db/documents/documents.ts';
import { listStale } from '../../db/documents/uploads.ts';
import { type CountedStatement, countStatements } from '../helpers/counted-pool.ts';
import { fillDocuments, SENT_AT, settleDocuments } from '../helpers/many-documents.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

/** Documents in a small and in a large ledger: a million in `npm run test:long`. */
const SIZES = [1_000, inject('properties').numRuns > 100 ? 1_000_000 : 100_000] as const;
/** An index grows by a level or two, so that each look-up of what waits reads so much more. */
const MOST_GROWTH = 1.7;
const DAY = 86_400;

/** Runs what /metrics, the cleaner and the publisher ask about documents. Returns what each statement cost. */
async function measure(pool: Pool): Promise<CountedStatement[]> {
  const { pool: counted, take } = countStatements(pool);
  await readTotals(counted);
  await checkSenders(counted, SENT_AT + DAY, 1_000);
  await listStale(counted, SENT_AT, 1_000);
  await listUnpublished(counted, 100);
  await listPublished(counted, '', 100);
  return take();
}

interface Measured {
  readonly totals: unknown;
  readonly settled: readonly CountedStatement[];
  readonly waiting: readonly CountedStatement[];
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

  it('each statement of metrics, cleaner and publisher reads as many pages as beside 1,000', () => {
    const show = ({ text, buffers }: CountedStatement): string => `${buffers} pages: ${text.trim().slice(0, 100)}`;
    expect(large.settled.map(show)).toEqual(small.settled.map(show));
    expect(large.settled.length).toBe(5);
  });

  it('and reads few more where all of them wait to be looked at and published', () => {
    const growth = large.waiting.map(({ buffers }, at) => buffers / small.waiting[at]!.buffers);
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
