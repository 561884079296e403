import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { saltNone } from '../helpers/reperformed-result.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

/** More than the server gives at once. */
const DISCLOSURES = 600;

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let result: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  result = signRecord({ by: ledger.company, kind: 'result', subject: 'many', entries: figure('1') });
  const disclosures = Array.from({ length: DISCLOSURES }, (_, index) =>
    signRecord({ by: ledger.company, kind: 'disclosure', subject: `d-${index}`, sources: [result] }),
  );
  await ledger.accept(result, ...disclosures);
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

const figure = (value: string): ReturnType<typeof saltNone> =>
  saltNone([{ key: 'total', value, unit: 't', from: 0, until: 0, detail: null }]);

const run = (...args: string[]): Promise<CliRun> =>
  runLine(['impact', ...args], { env: { LEDGER_URL: server.url } });

describe('ledger impact', () => {
  it('reads every page of the dependents of a record', async () => {
    const { exit, out } = await run(result.id, '--json');
    const { total, dependents } = JSON.parse(out) as { total: number; dependents: { id: string }[] };
    expect({ exit, total }).toEqual({ exit: 0, total: DISCLOSURES });
    expect(new Set(dependents.map(({ id }) => id)).size).toBe(DISCLOSURES);
  });

  it('says whether a record is the newest version, whether that withdraws it, or what it changed', async () => {
    const alone = signRecord({ by: ledger.company, subject: 'alone', entries: figure('1') });
    await ledger.accept(alone);
    expect((await run(alone.id)).out).toBe(
      'it is the newest version in its stream\nno record depends on it\n',
    );
    const statement = { change: 'withdrawal', reason: 'wrong' };
    const gone = signRecord({ by: ledger.company, subject: 'alone', after: alone, statement });
    await ledger.accept(gone);
    expect((await run(alone.id)).out).toContain(`the newest version is ${gone.id}: a withdrawal`);
    expect((await run(gone.id)).out).toContain('it is a withdrawal');
  });
});
