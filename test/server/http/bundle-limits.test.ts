import { afterEach, beforeEach, expect, it } from 'vitest';
import { parseBundle } from '../../../core/proofs/bundle.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { verifyBundle } from '../../../core/verify/verify.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { openSeededReader } from '../../helpers/seeded-reader.ts';
import { type SignedRecord, signRecord } from '../../helpers/signed-record.ts';

const POLICY = createPolicy({ ...TEST_DOMAIN, urls: [] });

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

/** Returns assurances with long statements that answer another record but also name this one as a source. */
function chatter(about: SignedRecord, streams: number): SignedRecord[] {
  const { provider, auditor, exchange } = ledger;
  const statement = { notes: 'x'.repeat(60_000) };
  return Array.from({ length: streams }, (_, index) => {
    const answers = signRecord({ by: provider, subject: `noise/${index}` });
    const sketch = { answers, sources: [about], statement };
    return [
      answers,
      signRecord({ ...sketch, by: auditor, kind: 'assurance' }),
      signRecord({ ...sketch, by: exchange, kind: 'decision' }),
    ];
  }).flat();
}

it('a proof file has at most 4 MiB of assurances and decisions, and those that answer its own record come first', async () => {
  const { company, auditor, exchange } = ledger;
  const record = signRecord({ by: company, kind: 'disclosure' });
  await ledger.publish(record, ...chatter(record, 45));
  const assurance = signRecord({ by: auditor, kind: 'assurance', answers: record });
  const decision = signRecord({ by: exchange, kind: 'decision', answers: record, sources: [assurance] });
  await ledger.publish(assurance, decision);
  const answered = await server.call('GET', `/v1/records/${record.id}/bundle`);
  expect(answered.status).toBe(200);
  expect(answered.text.length).toBeLessThan(4 << 20);
  const file = new TextEncoder().encode(answered.text);
  const ids = parseBundle(file).records.map(({ id }) => id);
  expect(ids.slice(0, 3)).toEqual([record.id, assurance.id, decision.id]);
  const verification = await verifyBundle(file, {
    policy: POLICY,
    reader: openSeededReader(database.pool),
    now: SEED_FINAL + 1000,
  });
  expect(verification.verdict).toBe('verified');
});
