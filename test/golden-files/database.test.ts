import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { createTestDatabase } from '../helpers/postgres.ts';
import { describeSchema } from '../helpers/schema.ts';
import { askAgain, readRecordedAnswers } from './recorded-answers.ts';
import { type LoadedDatabase, loadDatabase } from './recorded-database.ts';
import { RECORDED } from './recorded.ts';

describe.each(RECORDED)('the database of version %s', (version) => {
  let database: LoadedDatabase;

  beforeAll(async () => {
    database = await loadDatabase(version);
    await migrate(database.pool);
  });

  afterAll(() => database.drop());

  it('migrates to the schema that an empty database gets', async () => {
    const fresh = await createTestDatabase();
    try {
      expect(await describeSchema(database.pool)).toBe(await describeSchema(fresh.pool));
    } finally {
      await fresh.drop();
    }
  });

  it('knows the documents that its entries named before there were documents', async () => {
    const { rows } = await database.pool.query<{ list: string; sha256: string[] }>(
      `select e.list, array(select encode(n.sha256, 'hex') from document_names n where n.record = e.record) as sha256 from entries e`,
    );
    const named = rows.filter(({ list }) => list.includes('"sha256":"'));
    expect(named.length).toBeGreaterThan(0);
    for (const { list, sha256 } of rows)
      expect(sha256).toEqual([...list.matchAll(/"sha256":"([0-9a-f]{64})"/g)].map(([, hash]) => hash));
  });

  it('answers every public route as it was answered then', async () => {
    const before = readRecordedAnswers(version);
    expect(Object.keys(before).length).toBeGreaterThan(120);
    expect(await askAgain(version, database.pool)).toEqual(before);
  });
});
