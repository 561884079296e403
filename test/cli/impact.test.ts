import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { saltNone } from '../helpers/reperformed-result.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { signRecord, type SignedRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

/** Dependents: more than the server gives at once, which is four pages of a list. */
const [PAGE, DISCLOSURES] = [10, 50];

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let result: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL, { maxPage: PAGE });
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
  it('explains each state on a line of its own in its help', async () => {
    const { out } = await run('--help');
    expect(out).toContain('\n  restated    its own newest version uses the new data\n  unaffected  does not');
  });

  it('reads every page of the dependents of a record with --json', async () => {
    const { exit, out } = await run(result.id, '--json');
    const { total, dependents } = JSON.parse(out) as { total: number; dependents: { id: string }[] };
    expect({ exit, total }).toEqual({ exit: 0, total: DISCLOSURES });
    expect(new Set(dependents.map(({ id }) => id)).size).toBe(DISCLOSURES);
  });

  it('says whether a record is the newest version, is withdrawn, or what its newest version changed', async () => {
    const alone = signRecord({ by: ledger.company, subject: 'alone', entries: figure('1') });
    await ledger.accept(alone);
    expect((await run(alone.id)).out).toBe(
      'This is the newest version in its stream.\nNo record depends on it.\n',
    );
    const statement = { change: 'withdrawal', reason: 'wrong' };
    const gone = signRecord({ by: ledger.company, subject: 'alone', after: alone, statement });
    await ledger.accept(gone);
    expect((await run(alone.id)).out).toContain(`Its newest version is\n  ${gone.id}\nwhich is a withdrawal`);
    expect((await run(gone.id)).out).toContain('This record is a withdrawal.');
  });

  it('names each dependent by its title and party, with whole ids and no line of more than 80 columns', async () => {
    const source = signRecord({ by: ledger.company, subject: 'named', entries: figure('1') });
    const title = `A title that is longer than a line of a terminal ${'and longer '.repeat(5)}`.trim();
    const user = signRecord({
      ...{ by: ledger.company, kind: 'disclosure', subject: 'named-user' },
      ...{ sources: [source], statement: { title } },
    });
    await ledger.accept(source, user);
    const { out } = await run(source.id);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      `unaffected "${title}" disclosure named-user, sequence 1 ${user.id} party test:company ${ledger.company.party}`,
    );
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });
});
