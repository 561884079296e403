import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeClockSkew } from '../../db/chain/clock.ts';
import { startSelfCheck } from '../../server/self-check.ts';
import { keepLog } from '../helpers/keep-log.ts';
import { type TestDatabase, createTestDatabase } from '../helpers/postgres.ts';
import { makeKey, seedChain, seedParty } from '../helpers/registry.ts';

let database: TestDatabase;
const clock = (): number => Math.floor(Date.now() / 1000);

beforeEach(async () => {
  database = await createTestDatabase();
  await seedChain(database.pool, clock());
});
afterEach(() => database.drop());

/** Returns the warnings of the first check. */
async function check(now: () => number, operator: string | null = null): Promise<string[]> {
  const log = keepLog();
  const loop = startSelfCheck({ pool: database.pool, log, now, operator });
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

  it('warns while the key that signs receipts is not a valid key of a party with the role operator', async () => {
    const { address } = makeKey('test:operator');
    const warning = [
      expect.stringMatching(`^warn: The key ${address} signs receipts, but is not a valid key`),
    ];
    const { key: other } = await seedParty(database.pool, {
      identifier: 'test:company',
      roles: ['company'],
      from: 1000,
    });
    expect(await check(clock, address)).toEqual(warning);
    await seedParty(database.pool, { identifier: 'test:operator', roles: ['operator'], from: 1000 });
    expect(await check(clock, address)).toEqual([]);
    expect(await check(() => 999, address)).toEqual(warning);
    expect(await check(clock, other.address)).toHaveLength(1);
    expect(await check(clock, null)).toEqual([]);
  });
});
