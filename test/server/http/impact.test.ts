import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { runMethod, type RunResult } from '../../../engine/run.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/postgres.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS, saltNone } from '../../helpers/reperformed-result.ts';
import { readImpact } from '../../helpers/impact.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { type RecordSketch, signRecord, type SignedRecord } from '../../helpers/signed-record.ts';

const [ACTIVITY, FACTORS] = [COMPANY_INPUTS[0]!.entries, COMPANY_INPUTS[1]!.entries];
const CHANGED_FACTORS = FACTORS.map((row) => (row.key === 'average' ? { ...row, value: '0.5307' } : row));

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let factors: SignedRecord;
let activity: SignedRecord;
let inventory: SignedRecord;
let figures: RunResult['figures'];

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  const { company, provider } = ledger;
  factors = await register({ by: provider, subject: 'factors', entries: saltNone(FACTORS) });
  activity = await register({ by: company, subject: 'activity', entries: saltNone(ACTIVITY) });
  figures = run(factors);
  inventory = await register({
    by: company,
    kind: 'result',
    sources: [factors, activity],
    entries: saltNone(figures),
  });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function register(
  sketch: RecordSketch,
  openTo: 'anyone' | 'its party' = 'anyone',
): Promise<SignedRecord> {
  const signed = signRecord(sketch);
  const { status, text } = await server.call('POST', '/v1/records', {
    body: { ...signed.submission, public: openTo === 'anyone' },
  });
  expect(status, text).toBe(201);
  return signed;
}

function run(made: SignedRecord): RunResult['figures'] {
  const rows = made === factors ? FACTORS : CHANGED_FACTORS;
  const inputs = [
    { record: activity.id, entries: ACTIVITY },
    { record: made.id, entries: rows },
  ];
  return runMethod('inventory@2', inputs, COMPANY_PARAMETERS).figures;
}

/** Returns a disclosure that shows one figure of the inventory. */
function disclose(key: string, subject: string, openTo?: 'its party'): Promise<SignedRecord> {
  const figure = figures.find((one) => one.key === key)!;
  const detail = { derivation: { formula: '', result: inventory.id, key } };
  const entries = saltNone([{ ...figure, detail }]);
  return register({ by: ledger.company, kind: 'disclosure', subject, sources: [inventory], entries }, openTo);
}

describe('GET /v1/records/{id}/impact', () => {
  it('finds exactly the figures that depend on a changed factor, through results and disclosures, with the path', async () => {
    const touched = await disclose('total/location', 'disclosure/location');
    const untouched = await disclose('scope2/market', 'disclosure/market');
    const hidden = await disclose('scope2/market', 'disclosure/hidden', 'its party');
    expect((await readImpact(server, factors)).dependents.map(({ state }) => state)).toEqual(
      Array.from({ length: 4 }, () => 'unaffected'),
    );

    const next = await register({
      by: ledger.provider,
      subject: 'factors',
      after: factors,
      entries: saltNone(CHANGED_FACTORS),
    });
    const impact = await readImpact(server, factors);
    expect(impact).toMatchObject({ record: factors.id, successor: next.id, changed: ['average'] });
    const after = new Map(run(next).map((figure) => [figure.key, figure.value]));
    const different = figures.filter(({ key, value }) => after.get(key) !== value).map(({ key }) => key);
    const byId = new Map(impact.dependents.map((dependent) => [dependent.id, dependent]));
    expect(byId.get(inventory.id)).toMatchObject({
      state: 'stale',
      by: 'rows',
      keys: different.sort(),
      path: [factors.id, inventory.id],
      restatedBy: null,
    });
    expect(byId.get(touched.id)).toMatchObject({
      state: 'stale',
      keys: ['total/location'],
      path: [factors.id, inventory.id, touched.id],
    });
    expect(byId.get(untouched.id)).toMatchObject({ state: 'unaffected', by: 'rows', keys: [] });
    // An asker who may not read its entries gets the worst case and no keys.
    expect(byId.get(hidden.id)).toMatchObject({ state: 'stale', by: 'record', keys: null });

    const restated = await register({
      by: ledger.company,
      kind: 'result',
      after: inventory,
      sources: [next, activity],
      entries: saltNone(run(next)),
    });
    const again = await readImpact(server, factors);
    expect(again.dependents.find(({ id }) => id === inventory.id)).toMatchObject({
      state: 'restated',
      restatedBy: restated.id,
    });
    expect(again.dependents.find(({ id }) => id === touched.id)).toMatchObject({ state: 'stale' });
    expect(again.dependents.map(({ id }) => id)).not.toContain(restated.id);
  });

  it('finds exactly the figures whose sets held a changed row, or will hold it, in results and what they lead to', async () => {
    const { company } = ledger;
    const fuel = (key: string, site: string, value: string): object => ({
      ...{ key, value, unit: 't', from: 1, until: 2 },
      detail: { row: 'fuel-use', facility: site },
    });
    const rows = saltNone([fuel('a', 'x', '1'), fuel('b', 'y', '2'), fuel('c', 'z', '3')] as never);
    const uses = await register({ by: company, subject: 'uses', entries: rows });
    const sum = (key: string, record: SignedRecord, where: object): object => ({
      ...{ key, value: '1', unit: 't', from: 1, until: 2 },
      detail: {
        derivation: {
          operands: [
            {
              ...{ name: 'AD', record: record.id, selection: { where }, count: 1, sum: '1', unit: 't' },
              root: rootOfRows(record.id, ['a']),
            },
          ],
        },
      },
    });
    const sites = ['x', 'y', 'z'].map((site) => sum(`site/${site}`, uses, { facility: site }));
    const result = await register({
      ...{ by: company, kind: 'result', subject: 'sites', sources: [uses] },
      entries: saltNone([...sites, sum('all', uses, {})] as never),
    });
    const group = await register({
      ...{ by: company, kind: 'result', subject: 'group', sources: [result] },
      entries: saltNone([sum('early', result, {}), sum('none', result, { facility: 'x' })] as never),
    });
    const moved = saltNone([fuel('a', 'y', '1'), fuel('b', 'y', '2'), fuel('c', 'z', '3')] as never);
    await register({ by: company, subject: 'uses', after: uses, entries: moved });
    const { changed, dependents } = await readImpact(server, uses);
    expect(changed).toEqual(['a']);
    const found = new Map(dependents.map(({ id, state, keys }) => [id, { state, keys }]));
    expect(found.get(result.id)).toEqual({ state: 'stale', keys: ['all', 'site/x', 'site/y'] });
    expect(found.get(group.id)).toEqual({ state: 'stale', keys: ['early'] });
  });

  it('lists no dependents and no changed keys for a record without dependents and later versions', async () => {
    const alone = await register({ by: ledger.provider, subject: 'alone', entries: saltNone(FACTORS) });
    expect(await readImpact(server, alone)).toEqual({
      record: alone.id,
      successor: null,
      withdrawn: false,
      changed: [],
      total: 0,
      truncated: false,
      truncatedBy: null,
      dependents: [],
    });
  });

  it('judges an assurance as a whole, because it has no figures', async () => {
    const first = await register({
      by: ledger.company,
      kind: 'result',
      subject: 'plain',
      sources: [activity],
    });
    const assurance = await register({ by: ledger.auditor, kind: 'assurance', answers: first });
    await register({
      by: ledger.company,
      kind: 'result',
      subject: 'plain',
      after: first,
      sources: [activity],
      statement: { title: 'Another' },
    });
    const { dependents } = await readImpact(server, first);
    expect(dependents).toEqual([
      expect.objectContaining({
        id: assurance.id,
        state: 'stale',
        by: 'record',
        path: [first.id, assurance.id],
      }),
    ]);
  });

  it('answers 404 for an unknown record', async () => {
    const missing = await server.call('GET', `/v1/records/0x${'00'.repeat(32)}/impact`);
    expect(missing).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
