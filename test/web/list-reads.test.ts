import { QueryClient } from '@tanstack/react-query';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { SEED_FINAL, seedLedger, type SeededLedger } from '../helpers/seeded-ledger.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { type SignedRecord, signRecord } from '../helpers/signed-record.ts';

/** As many answers and versions as a page shows at once. */
const MANY = 50;

let database: TestDatabase;
let server: HttpServer;
let ledger: SeededLedger;
/** The paths that were asked for. */
let asked: string[] = [];
/** Changes an answer in transit. */
let change: (text: string) => string = (text) => text;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  vi.stubGlobal('location', { origin: server.url });
  const real = fetch;
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    asked.push(url.slice(server.url.length));
    const answer = await real(url, init);
    return new Response(change(await answer.text()), answer);
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.stop();
  await database.drop();
});

describe('the portal', () => {
  it('reads the opinions of an auditor in one request, however many there are', async () => {
    const { company, auditor } = ledger;
    const results = Array.from({ length: MANY }, (_, at) =>
      signRecord({ by: company, kind: 'result', subject: `inventory/${at}` }),
    );
    const opinions = results.map((answers) =>
      signRecord({ by: auditor, kind: 'assurance', answers, statement: { opinion: 'qualified' } }),
    );
    await ledger.publish(...results, ...opinions);
    const { ownOpinionsQuery } = await import('../../web/pages/auditor/shared/own-opinions.ts');
    asked = [];
    const own = await new QueryClient().query(ownOpinionsQuery(auditor.party));
    expect(asked).toEqual([`/v1/records?kind=assurance&party=${auditor.party}&limit=100`]);
    expect([...own.values()].map(({ id }) => id).sort()).toEqual(opinions.map(({ id }) => id).sort());
    expect([...own.values()].filter(({ opinion }) => opinion === 'qualified')).toHaveLength(MANY);
  });

  it('reads the versions in a stream in one request, and what was signed of each with them', async () => {
    const { provider } = ledger;
    const versions = [signRecord({ by: provider, subject: 'factors' })];
    while (versions.length < MANY)
      versions.push(signRecord({ by: provider, subject: 'factors', after: versions.at(-1)! }));
    await ledger.publish(...versions);
    const { signedQuery, versionsQuery } = await import('../../web/data/queries.ts');
    const client = new QueryClient();
    asked = [];
    const stream = { party: provider.party, kind: 'dataset', subject: 'factors' } as const;
    await client.infiniteQuery(versionsQuery(stream));
    for (const { id, submission } of versions)
      expect(await client.query(signedQuery(id))).toEqual({
        ...{ id, record: submission.record, statement: submission.statement },
      });
    expect(asked).toEqual([`/v1/streams/${provider.party}/dataset/factors?limit=100`]);
  });

  it('marks what was changed in transit in a list, a stream and a batch, and keeps the rest', async () => {
    const { company } = ledger;
    const [good, bad] = ['One', 'Two'].map((title) =>
      signRecord({ by: company, subject: title.toLowerCase(), statement: { title } }),
    ) as [SignedRecord, SignedRecord];
    const { number } = await ledger.publish(good, bad);
    const { ledger: portal } = await import('../../web/data/ledger.ts');
    change = (text) => text.replaceAll('"title":"Two"', '"title":"Verified by everyone"');
    const stream = { party: company.party, kind: 'dataset', subject: 'two' } as const;
    const lists = [
      await portal.listRecords({ limit: 2 }),
      await portal.listRecordsOfBatch({ number }),
      (await portal.readStream(stream)).records,
    ];
    change = (text) => text;
    const shown = lists
      .flatMap(({ items }) => items)
      .map(({ statement, title, ...item }) => ({
        ...{ id: item.id, title, says: statement['title'], differs: 'differs' in item },
      }));
    const lie = { id: bad.id, title: null, says: undefined, differs: true };
    const truth = { id: good.id, title: 'One', says: 'One', differs: false };
    expect(shown).toHaveLength(5);
    for (const item of shown) expect(item).toEqual(item.id === bad.id ? lie : truth);
  });
});
