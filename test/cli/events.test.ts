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
