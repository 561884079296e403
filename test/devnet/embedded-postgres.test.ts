import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startPostgres } from '../../devnet/postgres/embedded-postgres.ts';
import { startElsewhere } from './starter.ts';

let folder: string;
let shared: string;
/** The data of all tests but those that look at how data are made: to make them takes a second of processor time. */
let dataDir: string;

beforeAll(async () => {
  shared = await mkdtemp(join(tmpdir(), 'carbon-ledger-postgres-'));
  dataDir = join(shared, 'data');
});
afterAll(() => rm(shared, { recursive: true }));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carbon-ledger-postgres-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function query(connectionString: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(text);
  await client.end();
  return rows;
}

describe('startPostgres', () => {
  test('keeps its data, password and port when it is stopped and started again', async () => {
    const first = await startPostgres({ dataDir });
    await query(first.url, "create table kept (word text); insert into kept values ('durable')");
    await first.stop();
    const second = await startPostgres({ dataDir });
    expect([second.url, second.adopted]).toEqual([first.url, false]);
    expect(await query(second.url, 'select word from kept')).toEqual([{ word: 'durable' }]);
    await second.stop();
    await second.stop();
    await expect(query(second.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('adopts the server that a killed program left running, with all acknowledged data', async () => {
    const starter = await startElsewhere('postgres', dataDir);
    await query(starter.url, 'create table adopted as select 7 as n');
    await starter.kill();
    const again = await startPostgres({ dataDir });
    expect([again.url, again.adopted]).toEqual([starter.url, true]);
    expect(await query(again.url, 'select n from adopted')).toEqual([{ n: 7 }]);
    await again.stop();
    await expect(query(again.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('listens only on loopback, needs the password, and forces commits to disk', async () => {
    const postgres = await startPostgres({ dataDir, profile: 'durable' });
    const names =
      "('listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'full_page_writes')";
    const settings = await query(
      postgres.url,
      `select name, setting from pg_settings where name in ${names} order by name`,
    );
    expect(settings).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'full_page_writes', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    const wrong = new URL(postgres.url);
    wrong.password = 'guess';
    await expect(query(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await stat(join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    await postgres.stop();
  });

  test('reports a requested port that is in use', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const start = startPostgres({ dataDir, port, profile: 'fast' });
    await expect(start).rejects.toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)) as string,
    });
    server.close();
  });

  test('refuses the data of another version and names both versions', async () => {
    const cluster = join(folder, 'data', 'cluster');
    await mkdir(cluster, { recursive: true });
    await writeFile(join(cluster, 'PG_VERSION'), '13\n');
    const start = startPostgres({ dataDir: join(folder, 'data'), profile: 'fast' });
    await expect(start).rejects.toMatchObject({
      code: 'other-version',
      message: expect.stringMatching(/13.*18/) as string,
    });
  });

  test('starts after a crash of the machine if another program now has the process id of its server', async () => {
    const first = await startPostgres({ dataDir, profile: 'fast' });
    await first.stop();
    await writeFile(join(dataDir, 'cluster', 'postmaster.pid'), `${process.pid}\n${dataDir}\n0\n5432\n`);
    const second = await startPostgres({ dataDir, profile: 'fast' });
    expect([second.url, second.adopted]).toEqual([first.url, false]);
    await second.stop();
  });

  test('starts from the beginning if the first start was killed', async () => {
    await mkdir(join(folder, 'data', 'cluster.new', 'base'), { recursive: true });
    const postgres = await startPostgres({ dataDir: join(folder, 'data'), profile: 'fast' });
    expect(await query(postgres.url, 'select 1 as n')).toEqual([{ n: 1 }]);
    await postgres.stop();
  });
});
