import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Client, type Pool } from 'pg';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { migrate, type SchemaRefused } from '../../db/migrate.ts';
import { openPool } from '../../db/pool.ts';
import { withDatabase } from '../helpers/database-url.ts';
import { describeSchema } from '../helpers/schema.ts';

const FOLDER = fileURLToPath(new URL('../../db/migrations/', import.meta.url));
const NAME = `migrate_${process.pid}`;

let pool: Pool;
let folder: string;

async function onServer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgres').serverUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeEach(async () => {
  await onServer(`create database ${NAME}`);
  pool = openPool(withDatabase(inject('postgres').serverUrl, NAME), { max: 20 });
  folder = await mkdtemp(join(tmpdir(), 'migrations-'));
  await cp(FOLDER, folder, { recursive: true });
});

afterEach(async () => {
  await pool.end();
  await onServer(`drop database ${NAME} with (force)`);
  await rm(folder, { recursive: true });
});

const migrateFrom = (path: string): Promise<void> => migrate(pool, pathToFileURL(`${path}/`));

describe('migrate', () => {
  it('creates the schema of schema.txt', async () => {
    await migrate(pool);
    await expect(await describeSchema(pool)).toMatchFileSnapshot('./schema.txt');
  });

  it('applies each migration once when twenty clients migrate at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => migrate(pool)));
    const { rows } = await pool.query<{ number: number }>(
      'select number from schema_migrations order by number',
    );
    expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1));
    await expect(await describeSchema(pool)).toMatchFileSnapshot('./schema.txt');
  });

  it('changes nothing in a database that is up to date', async () => {
    await migrate(pool);
    const { rows: before } = await pool.query('select * from schema_migrations order by number');
    await migrate(pool);
    expect((await pool.query('select * from schema_migrations order by number')).rows).toEqual(before);
  });

  it('rolls back a migration that fails, and continues with it at the next call', async () => {
    await writeFile(join(folder, '0099-more.sql'), 'create table more (a integer); select nonsense;');
    await expect(migrateFrom(folder)).rejects.toThrow('nonsense');
    expect(
      (await pool.query(`select to_regclass('more') as more, max(number) as last from schema_migrations`))
        .rows[0],
    ).toMatchObject({
      more: null,
    });
    await writeFile(join(folder, '0099-more.sql'), 'create table more (a integer);');
    await migrateFrom(folder);
    expect((await pool.query('select max(number) as last from schema_migrations')).rows).toEqual([
      { last: 99 },
    ]);
  });

  it('refuses a database of a newer program, and says what to do', async () => {
    await writeFile(join(folder, '0099-more.sql'), 'create table more (a integer);');
    await migrateFrom(folder);
    await expect(migrate(pool)).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringMatching(/0099-more\.sql.*Run the newer program/s) as string,
    });
  });

  it('refuses a database of another version, names the commands that restore it and what they leave out, and changes nothing in it', async () => {
    // As with the sixteen migrations that 0001-ledger.sql replaced.
    const sql = 'create table records (id bytea primary key);';
    await rm(folder, { recursive: true });
    await mkdir(folder);
    for (const [index, name] of ['chain', 'records', 'access', 'queue'].entries())
      await writeFile(join(folder, `000${index + 1}-${name}.sql`), name === 'records' ? sql : '');
    await migrateFrom(folder);
    const before = await describeSchema(pool);
    const refused = await migrate(pool).catch((error: unknown) => error as SchemaRefused);
    expect(refused).toMatchObject({ name: 'SchemaRefused', code: 'database-other' });
    const { message } = refused!;
    expect(message).toContain('migration 0001-chain.sql');
    expect(message).toMatch(/npm run operator -- migrate and npm run operator -- restore\./);
    expect(message).toMatch(/Private entries, private documents and grants .* from a backup only/);
    expect(await describeSchema(pool)).toBe(before);
  });

  it('refuses a database in which the text of a migration was another', async () => {
    const [name = ''] = await readdir(folder);
    await writeFile(join(folder, name), 'create table records (id bytea primary key);');
    await migrateFrom(folder);
    await expect(migrate(pool)).rejects.toMatchObject({ code: 'database-other' });
  });

  it('says who must migrate an empty database in which its role may create nothing', async () => {
    const role = `${NAME}_service`;
    await onServer(`create role ${role}`);
    const service = openPool(withDatabase(inject('postgres').serverUrl, NAME), { max: 1 });
    try {
      await pool.query('revoke create on schema public from public');
      await service.query(`set role ${role}`);
      await expect(migrate(service)).rejects.toMatchObject({
        code: 'database-older',
        message: expect.stringMatching(/lacks migration 0001-.* Run npm run operator -- migrate as the role/),
      });
    } finally {
      await service.end();
      await onServer(`drop role ${role}`);
    }
  });

  it('refuses a database with tables of another program, and changes nothing in it', async () => {
    await pool.query('create table invoices (a integer)');
    await expect(migrate(pool)).rejects.toMatchObject({
      code: 'database-foreign',
      message: expect.stringMatching(/invoices.*empty database/s) as string,
    });
    expect(await describeSchema(pool)).not.toContain('records');
  });
});
