import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeClockSkew } from '../../db/chain/clock.ts';
import { startSelfCheck } from '../../server/self-check.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { type TestDatabase, createTestDatabase } from '../helpers/postgres.ts';
import { seedChain } from '../helpers/registry.ts';

let database: TestDatabase;
const clock = (): number => Math.floor(Date.now() / 1000);

beforeEach(async () => {
  database = await createTestDatabase();
  await seedChain(database.pool, clock());
});
afterEach(() => database.drop());

/** Returns the warnings of the first check. */
async function check(now: () => number): Promise<string[]> {
  const log = keepLog();
  const loop = startSelfCheck({ pool: database.pool, log, now });
  await loop.stop();
  return log.lines.map(({ level, message }) => `${level}: ${message}`);
}

describe('startSelfCheck', () => {
  it('says nothing about the clock before a block appeared, or while it is right', async () => {
    expect(await check(() => clock() + 1_000)).toEqual([]);
    await storeClockSkew(database.pool, 20);
    expect(await check(clock)).toEqual([]);
  });

  it('warns when the clock is more than 30 seconds off, and says in which direction', async () => {
    await storeClockSkew(database.pool, 20);
    expect(await check(() => clock() + 100)).toEqual([
      expect.stringMatching(/^warn: .* 1[12]\d seconds ahead of .*Set the clock/),
    ]);
    expect(await check(() => clock() - 100)).toEqual([
      expect.stringMatching(/^warn: .* (79|80|81) seconds behind /),
    ]);
  });
});
