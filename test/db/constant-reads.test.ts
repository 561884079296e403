import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countStatements } from '../helpers/counted-pool.ts';
import { type CountedRead, countReads } from '../helpers/counted-reads.ts';
import { fillBatches } from '../helpers/many-batches.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

/** Batches in a small and in a large ledger. */
const SIZES = [8_000, 32_000] as const;
/** So many pages are few, whatever they were in the smaller ledger. */
const FEW = 64;
/** An index grows by a level when a table is a hundred times larger, so that each look-up reads one page more. */
const MOST_GROWTH = 1.4;

/** A route may ask several statements at once, which end in any order. */
function inOrder<Item extends { readonly text: string }>(statements: readonly Item[]): Item[] {
  return statements.toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
}

describe('in a ledger of four times as many batches', () => {
  let small: CountedRead[];
  let large: CountedRead[];
  let database: TestDatabase;

  beforeAll(async () => {
    const read = async (count: number): Promise<CountedRead[]> => {
      database = await createTestDatabase();
      return countReads(database.pool, await fillBatches(database.pool, count));
    };
    small = await read(SIZES[0]);
    await database.drop();
    large = await read(SIZES[1]);
  }, 300_000);
  afterAll(() => database.drop());

  it('each statement of status, metrics, lists, indexer, sealer and anchorer reads as many pages', () => {
    const grown = large.flatMap(({ what, statements }, at) => {
      const smaller = inOrder(small[at]!.statements);
      return inOrder(statements).flatMap(({ text, buffers }, index) => {
        const before = smaller[index]!;
        expect(before.text, what).toBe(text);
        const isFlat = buffers <= FEW || buffers <= MOST_GROWTH * before.buffers;
        return isFlat ? [] : `${what}: ${before.buffers} → ${buffers} pages: ${text.trim().slice(0, 200)}`;
      });
    });
    expect(grown).toEqual([]);
    expect(large.length).toBeGreaterThan(100);
    expect(large.flatMap(({ statements }) => statements).length).toBeGreaterThan(300);
  });

  it('a statement that reads a whole table reads more', async () => {
    const { pool, take } = countStatements(database.pool);
    await pool.query('select count(*) from batches');
    await pool.query('select count(*) from transactions where nonce < 0');
    for (const { buffers } of take()) expect(buffers).toBeGreaterThan(FEW);
  });
});
