import { createHash, randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Hex } from '../../core/encoding/hex.ts';
import { withTransaction } from '../../db/pool.ts';
import { giveUpUnits, storeFailure, storeResult } from '../../db/work/deliveries.ts';
import {
  type Lease,
  type LeaseAsked,
  type LeaseLimits,
  renewLeases,
  takeUnits,
} from '../../db/work/leases.ts';
import { listDead, listResults, readResult } from '../../db/work/results.ts';
import { cancelOldWork, emptyEndedWork, forgetWork } from '../../db/work/upkeep.ts';
import { endWork, findOpenWork, findWork, listWork, readOpenWork, storeWork } from '../../db/work/works.ts';
import { readWorkTotals } from '../../db/monitoring/work.ts';
import { countStatements, type CountedStatement } from '../helpers/counted-pool.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';

const idOf = (digit: string): Hex => `0x${digit.repeat(64)}`;
const [POOL, LARGE, SMALL] = [idOf('a'), idOf('b'), idOf('c')];
const LIMITS: LeaseLimits = { seconds: 600, ofParty: 4, attempts: 3 };
const ASKED: LeaseAsked = { pool: POOL, worker: 'w', most: 1, memory: 1000, parties: null, work: null };

async function ask(pool: Pool, party: Hex, units: number, memory = 100): Promise<string> {
  const id = randomUUID();
  const digest = createHash('sha256').update(id).digest();
  const unit = { bytes: 100, memory, seconds: 1 };
  const work = { id, party, digest, task: '{"kind":"draws"}', units, unit, pools: [POOL] };
  await withTransaction(pool, (client) => storeWork(client, work));
  return id;
}

const take = (
  pool: Pool,
  asked: Partial<LeaseAsked> = {},
  limits: Partial<LeaseLimits> = {},
): Promise<Lease | null> =>
  withTransaction(pool, (client) => takeUnits(client, { ...ASKED, ...asked }, { ...LIMITS, ...limits }));

function deliver(pool: Pool, { work, units }: Lease): Promise<unknown> {
  const bytes = new Uint8Array(8);
  const sha256 = createHash('sha256').update(bytes).digest();
  return storeResult(pool, { work, pool: POOL, ...units[0]!, sha256, bytes, milliseconds: 1 });
}

let database: TestDatabase;
afterAll(() => database.drop());

describe('parties in a pool', () => {
  beforeAll(async () => (database = await createTestDatabase()));

  it('take turns: one unit of a party is served next, whatever waits of another one', async () => {
    const { pool } = database;
    await ask(pool, LARGE, 1000);
    await take(pool);
    const small = await ask(pool, SMALL, 1);
    const order = [await take(pool), await take(pool)];
    expect(order.map((lease) => lease!.party)).toEqual([LARGE, SMALL]);
    expect(order[1]!.work).toBe(small);
  });

  it('have a limit of units that are computed at the same time, which keeps nobody else out', async () => {
    const { pool } = database;
    const taken = [];
    for (let lease = await take(pool); lease !== null; lease = await take(pool)) taken.push(lease);
    expect(taken.map(({ party }) => party)).toEqual([LARGE, LARGE]);
    await ask(pool, SMALL, 1);
    expect((await take(pool))!.party).toBe(SMALL);
    await deliver(pool, taken[0]!);
    expect((await take(pool))!.party).toBe(LARGE);
    expect(await take(pool)).toBeNull();
  });

  it('get no worker that has too little memory, or does not work for them', async () => {
    const { pool } = database;
    const other = idOf('d');
    await ask(pool, other, 3, 500);
    expect(await take(pool, { memory: 499 })).toBeNull();
    expect(await take(pool, { parties: [SMALL] })).toBeNull();
    expect(await take(pool, { work: randomUUID() })).toBeNull();
    expect((await take(pool, { memory: 500, parties: [other] }))!.party).toBe(other);
  });

  it('get each unit once, however many workers take at the same time', async () => {
    const { pool } = database;
    const party = idOf('e');
    await ask(pool, party, 60);
    const leases = await Promise.all(
      Array.from({ length: 40 }, () => take(pool, { most: 2, parties: [party] }, { ofParty: 1000 })),
    );
    const units = leases.flatMap((lease) => lease?.units.map(({ unit }) => unit) ?? []);
    expect(units.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, unit) => unit));
  });
});

/** Fills work with what half of it leaves behind: results, units that wait for another attempt, and units that were given up. */
async function fill(pool: Pool, units: number): Promise<string> {
  const id = await ask(pool, LARGE, units);
  const half = units / 2;
  await pool.query(
    `insert into work_results (work, pool, unit, sha256, size, token, worker, milliseconds)
     select $1, $2, u, sha256(u::text::bytea), 8, 1, 'w', 5 from generate_series(0, $3 - 1) u`,
    [id, Buffer.from(POOL.slice(2), 'hex'), half],
  );
  await pool.query(
    `insert into work_bytes (work, unit, sha256, bytes)
     select $1, u, sha256(u::text::bytea), '\\x00' from generate_series(0, $2 - 1) u`,
    [id, half],
  );
  await pool.query(
    `insert into work_leases (work, pool, unit, party, memory, state, due_at, worker)
     select $1, $2, u, $3, 100, case when u % 10 = 0 then 'dead' else 'waiting' end, now() + interval '1 hour', 'w'
     from generate_series($4, $5 - 1) u`,
    [id, Buffer.from(POOL.slice(2), 'hex'), Buffer.from(LARGE.slice(2), 'hex'), half, half + units / 4],
  );
  await pool.query('update work_lines set next = $2, done = $3 where work = $1', [
    id,
    half + units / 4,
    half,
  ]);
  return id;
}

/** Runs each statement of work once, and returns what each reads. */
async function measure(units: number): Promise<CountedStatement[]> {
  const { pool, take: statements } = countStatements(database.pool);
  const id = await fill(database.pool, units);
  await database.pool.query('vacuum analyze');
  const digest = createHash('sha256').update(id).digest();
  await findOpenWork(pool, LARGE, digest);
  await readOpenWork(pool, LARGE);
  await findWork(pool, id, [LARGE]);
  await listWork(pool, [LARGE], 50);
  await readWorkTotals(pool);
  const fresh = (await take(pool, { most: 2 }))!;
  await renewLeases(pool, id, { pool: POOL, units: fresh.units }, 600);
  await deliver(pool, fresh);
  const failed = { work: id, pool: POOL, ...fresh.units[1]! };
  await withTransaction(pool, (client) =>
    storeFailure(client, failed, { code: 'unit-failed', message: '', scope: 'unit' }, 3),
  );
  await database.pool.query(`update work_leases set due_at = now() where unit = $1`, [fresh.units[1]!.unit]);
  expect((await take(pool))!.units).toEqual([{ ...fresh.units[1]!, token: 2 }]);
  await listResults(pool, id, units / 4, 500);
  await listDead(pool, id, units / 2, 50);
  await readResult(pool, id, units / 4, '0'.repeat(64));
  await giveUpUnits(pool, 3, 100);
  await cancelOldWork(pool, 86_400, 100);
  await endWork(pool, id, 'done');
  await withTransaction(pool, (client) => emptyEndedWork(client, 100));
  await forgetWork(pool, 86_400, 100);
  return statements();
}

/** So many pages are few, and an index grows by a level. */
const [FEW, MOST_GROWTH] = [64, 1.4];

describe('beside 100,000 units', { timeout: 240_000 }, () => {
  it('each statement reads as much as beside 4,000', async () => {
    const measured: CountedStatement[][] = [];
    for (const units of [4_000, 100_000]) {
      await database.drop();
      database = await createTestDatabase();
      measured.push(await measure(units));
    }
    const [small, large] = measured as [CountedStatement[], CountedStatement[]];
    expect(large.map(({ text }) => text)).toEqual(small.map(({ text }) => text));
    const grown = large.flatMap(({ text, buffers }, at) =>
      buffers <= FEW || buffers <= MOST_GROWTH * small[at]!.buffers
        ? []
        : `${small[at]!.buffers} → ${buffers} pages: ${text.trim().slice(0, 200)}`,
    );
    expect(grown).toEqual([]);
    expect(large.length).toBeGreaterThan(20);
  });
});
