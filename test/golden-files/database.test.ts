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

  it('answers every public route as it was answered then', async () => {
    const before = readRecordedAnswers(version);
    expect(Object.keys(before).length).toBeGreaterThan(120);
    expect(await askAgain(version, database.pool)).toEqual(before);
  });
});
