import { expect, test } from 'vitest';
import { createTestDatabase } from './postgres.ts';

test('a test database is migrated and separate from the others', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
  await one.pool.query('create table only_here (id bigint)');
  const tables = "select count(*)::int as n from pg_tables where schemaname = 'public'";
  const [inOne, inOther] = await Promise.all([one.pool.query(tables), other.pool.query(tables)]);
  const { n } = inOther.rows[0] as { n: number };
  expect(n).toBeGreaterThan(0);
  expect(inOne.rows[0]).toEqual({ n: n + 1 });
  await Promise.all([one.drop(), other.drop()]);
});
