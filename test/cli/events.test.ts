import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let record: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  record = signRecord({ by: ledger.company, kind: 'result', subject: 'inventory/2024' });
  await ledger.publish(record, signRecord({ by: ledger.provider }));
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const run = (...args: string[]): Promise<CliRun> =>
  runLine(['events', ...args], { env: { LEDGER_URL: server.url } });

/** What follows id and time on each line. */
const textsIn = (out: string): string[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^[0-9a-f]{8}-\d+ {2}.*?Z {2}/, ''));

describe('ledger events --once', () => {
  it('prints what has happened, one event on each line', async () => {
    const { exit, out } = await run('--once', '--party', 'test:company', '--after', '0');
    expect(exit).toBe(0);
    expect(textsIn(out)).toEqual([
      `party.registered  test:company ${ledger.company.party}`,
      `party.changed     ${ledger.company.party} role company from 1970-01-01 00:16:40Z`,
      `party.changed     ${ledger.company.party} key ${ledger.company.key.address} from 1970-01-01 00:16:40Z`,
      `record.accepted   ${record.id} result inventory/2024, version 1`,
      'batch.sealed      batch 1, 2 records',
      'batch.anchored    batch 1, 2 records',
      'batch.final       batch 1, 2 records',
    ]);
  });

  it('prints each event as a line of JSON, and continues behind one', async () => {
    const { out } = await run('--once', '--type', 'record.accepted,batch.final', '--json');
    const events = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; type: string });
    expect(events.map(({ type }) => type)).toEqual(['record.accepted', 'record.accepted', 'batch.final']);
    const rest = await run(
      '--once',
      '--after',
      events[1]!.id,
      '--type',
      'record.accepted,batch.final',
      '--json',
    );
    expect(JSON.parse(rest.out)).toEqual(events[2]);
  });

  it('refuses a cursor of another ledger, and a type that does not exist', async () => {
    expect(await run('--after', '00000000-3')).toMatchObject({
      ...{ exit: 1, err: expect.stringContaining('events-lost') as string },
    });
    expect(await run('--once', '--type', 'born')).toMatchObject({ exit: 1 });
  });
});

describe('ledger events', () => {
  it('follows until Ctrl-C, with an event on each line of JSON, and then ends with 0', async () => {
    const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
    const env = { ...process.env, LEDGER_URL: server.url };
    const args = [main, 'events', '--type', 'record.accepted', '--after', '0', '--json'];
    const following = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const exited = once(following, 'exit');
    let [out, err] = ['', ''];
    following.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    following.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const idsIn = (text: string): string[] =>
      text
        .split('\n')
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { record: { id: string } }).record.id);
    await expect.poll(() => idsIn(out), { timeout: 30_000 }).toContain(record.id);
    const later = signRecord({ by: ledger.company, kind: 'result', subject: 'inventory/2025' });
    await ledger.accept(later);
    await expect.poll(() => idsIn(out).at(-1), { timeout: 30_000 }).toBe(later.id);
    following.kill('SIGINT');
    expect(await exited).toEqual([0, null]);
    expect(err).toBe('');
  });
});
