import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAwaitedTime } from '../../../db/chain/awaited-time.ts';
import { insertBareBatch, makeHeader } from '../../helpers/batch.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { anchorBatch, closeWindow, openWindow } from '../../helpers/registry.ts';

const NOW = 1_000;
const KEY = { party: `0x${'1'.repeat(64)}`, key: `0x${'2'.repeat(40)}` } as const;

let database: TestDatabase;

beforeEach(async () => {
  database = await createTestDatabase();
});

afterEach(() => database.drop());

describe('readAwaitedTime', () => {
  it('is 0 where nothing waits', async () => {
    expect(await readAwaitedTime(database.pool, NOW)).toBe(0);
  });

  it('is the present while a record waits', async () => {
    await database.pool.query("insert into waiting_records values (1, '\\x01', 900)");
    expect(await readAwaitedTime(database.pool, NOW)).toBe(NOW);
  });

  it('is the present while a batch is not anchored', async () => {
    const header = makeHeader(null, 900);
    await insertBareBatch(database.pool, header);
    expect(await readAwaitedTime(database.pool, NOW)).toBe(NOW);
    await anchorBatch(database.pool, header, 950);
    expect(await readAwaitedTime(database.pool, NOW)).toBe(0);
  });

  it('is one second after a window opened or closed, and never a time that is still to come', async () => {
    await openWindow(database.pool, KEY, 700);
    expect(await readAwaitedTime(database.pool, 699)).toBe(0);
    expect(await readAwaitedTime(database.pool, 700)).toBe(701);
    await closeWindow(database.pool, KEY, 800);
    expect(await readAwaitedTime(database.pool, 799)).toBe(701);
    expect(await readAwaitedTime(database.pool, NOW)).toBe(801);
  });
});
