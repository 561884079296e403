import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Bundle, formatBundle, parseBundle } from '../../../core/proofs/bundle.ts';
import { type Entry, hashEntries, hashEntryKey, itemOfEntry } from '../../../core/records/entry.ts';
import { checkAbsence, checkItem } from '../../../core/merkle/map/proof.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import type { Policy } from '../../../core/verify/policy.ts';
import { ROLES } from '../../../core/records/kind.ts';
import { type Verification, verifyBundle } from '../../../core/verify/verify.ts';
import { type Answered, type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, closeWindow, makeKey, moveFinal, openWindow } from '../../helpers/registry.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { openSeededReader } from '../../helpers/seeded-reader.ts';
import { type SignedRecord, makeEntry, signRecord } from '../../helpers/signed-record.ts';

const POLICY = createPolicy({ ...TEST_DOMAIN, urls: [] });

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  // A test counts connections: looks for events would be among them.
  server = await startHttpServer(database.pool, SEED_FINAL, {}, TEST_DOMAIN, { looksForEvents: false });
});
afterEach(async () => {
  await server.stop();
  await database.drop();
});

const ENTRIES = [
  makeEntry('scope1/diesel', '12.5'),
  makeEntry('scope1/total', '61.6'),
  makeEntry('scope2/location', '300'),
];

const citing = ({ id }: SignedRecord): Entry[] =>
  ENTRIES.map((entry) => ({ ...entry, detail: { derivation: { result: id, key: entry.key } } }));

const asPublic = (record: SignedRecord): SignedRecord => ({
  ...record,
  submission: { ...record.submission, public: true } as SignedRecord['submission'],
});

/** Returns the proof file of the server, checked to be canonical, and the result of an independent verification. */
async function fetchBundle(
  id: string,
  query = '',
  policy: Policy = POLICY,
): Promise<{ bundle: Bundle; verification: Verification; answered: Answered }> {
  const answered = await server.call('GET', `/v1/records/${id}/bundle${query}`);
  expect(answered.status).toBe(200);
  const file = new TextEncoder().encode(answered.text);
  const bundle = parseBundle(file);
  expect(formatBundle(bundle)).toBe(answered.text);
  const verification = await verifyBundle(file, {
    policy,
    reader: openSeededReader(database.pool),
    now: SEED_FINAL + 1000,
  });
  return { bundle, verification, answered };
}

const idsOf = ({ records }: Bundle): string[] => records.map(({ id }) => id);
const faultsOf = ({ checks }: Verification): unknown[] =>
  checks
    .filter(({ result }) => result === 'fail' || result === 'warn')
    .map(({ check, code }) => `${check} ${code}`);

const codesOf = ({ checks }: Verification): string[] => checks.map(({ check, code }) => `${check} ${code}`);

describe('a proof file', () => {
  it('has the record, its sources, and the assurances and decisions about it, and is verified', async () => {
    const { company, provider, auditor, exchange } = ledger;
    const factors = signRecord({ by: provider, subject: 'grid-factors/cn', entries: ENTRIES });
    const inventory = signRecord({ by: company, kind: 'result', sources: [factors] });
    const disclosure = asPublic(
      signRecord({ by: company, kind: 'disclosure', sources: [inventory], entries: citing(inventory) }),
    );
    const assurance = signRecord({
      by: auditor,
      kind: 'assurance',
      answers: disclosure,
      sources: [inventory],
    });
    const decision = signRecord({
      by: exchange,
      kind: 'decision',
      answers: disclosure,
      sources: [assurance],
    });
    await ledger.publish(factors);
    await ledger.publish(inventory, disclosure);
    await ledger.publish(assurance, decision);
    await ledger.publish(signRecord({ by: company, subject: 'unrelated' }));
    const { bundle, verification, answered } = await fetchBundle(disclosure.id);
    expect(idsOf(bundle)).toEqual([disclosure, inventory, assurance, decision].map(({ id }) => id));
    expect(bundle.heads.map(({ kind, header }) => [kind, header.number])).toEqual([
      [3, 4],
      [2, 4],
      [4, 4],
      [5, 4],
    ]);
    expect(bundle.windows.map(({ party, role }) => [party, role])).toEqual([
      [company.party, null],
      [company.party, ROLES.company],
      [auditor.party, null],
      [auditor.party, ROLES.auditor],
      [exchange.party, null],
      [exchange.party, ROLES.exchange],
    ]);
    expect(faultsOf(verification)).toEqual([]);
    expect(verification.verdict).toBe('verified');
    expect(answered.headers.get('content-disposition')).toMatch(/carbon-proof\.json"$/);
    expect(answered.headers.get('cache-control')).toBe('no-cache');
  });

  it('is read with one statement if it has a single record, else with one more transaction', async () => {
    const factors = signRecord({ by: ledger.provider });
    const inventory = signRecord({ by: ledger.company, kind: 'result', sources: [factors] });
    await ledger.publish(factors, inventory);
    let connections = 0;
    database.pool.on('acquire', () => (connections += 1));
    await server.call('GET', `/v1/records/${factors.id}/bundle`);
    expect(connections).toBe(1);
    await server.call('GET', `/v1/records/${inventory.id}/bundle`);
    expect(connections).toBe(3);
  });

  it('includes sources of sources on request', async () => {
    const { company, provider } = ledger;
    const factors = signRecord({ by: provider });
    const inventory = signRecord({ by: company, kind: 'result', sources: [factors] });
    const disclosure = signRecord({ by: company, kind: 'disclosure', sources: [inventory] });
    await ledger.publish(factors, inventory, disclosure);
    expect(idsOf((await fetchBundle(disclosure.id)).bundle)).toEqual([disclosure.id, inventory.id]);
    expect(idsOf((await fetchBundle(disclosure.id, '?depth=2')).bundle)).toEqual([
      disclosure.id,
      inventory.id,
      factors.id,
    ]);
    expect(idsOf((await fetchBundle(disclosure.id, '?depth=0')).bundle)).toEqual([disclosure.id]);
  });

  it('of a superseded record shows its newest version, and is not verified, for the reason that this states', async () => {
    const first = signRecord({ by: ledger.company, kind: 'result' });
    const second = signRecord({
      by: ledger.company,
      kind: 'result',
      after: first,
      statement: { change: 'restatement', reason: 'new factors' },
    });
    await ledger.publish(first);
    await ledger.publish(second);
    const { bundle, verification } = await fetchBundle(first.id);
    expect(idsOf(bundle)).toEqual([first.id, second.id]);
    expect(bundle.heads[0]?.head).toEqual({ sequence: 2, record: second.id });
    expect([verification.verdict, faultsOf(verification)]).toEqual([
      'not-verified',
      ['currentness superseded'],
    ]);
    expect(verification.summary!.standing).toMatchObject({ by: second.id, reason: 'new factors' });
  });

  it('of a disclosure shows the newest version of the result that it cites', async () => {
    const { company } = ledger;
    const first = signRecord({ by: company, kind: 'result' });
    const disclosure = signRecord({ by: company, kind: 'disclosure', sources: [first] });
    await ledger.publish(first, disclosure);
    expect((await fetchBundle(disclosure.id)).verification.verdict).toBe('verified');
    const withdrawal = signRecord({
      by: company,
      kind: 'result',
      after: first,
      statement: { change: 'withdrawal', reason: 'a wrong meter' },
    });
    await ledger.publish(withdrawal);
    const { bundle, verification } = await fetchBundle(disclosure.id);
    expect(idsOf(bundle)).toEqual([disclosure.id, first.id, withdrawal.id]);
    expect(faultsOf(verification)).toEqual(['currentness basis-withdrawn']);
  });

  it('shows opinions that were superseded or withdrawn, and their dependents', async () => {
    const { company, auditor, exchange } = ledger;
    const disclosure = signRecord({ by: company, kind: 'disclosure' });
    const qualified = signRecord({
      by: auditor,
      kind: 'assurance',
      answers: disclosure,
      statement: { opinion: 'qualified' },
    });
    const decision = signRecord({
      by: exchange,
      kind: 'decision',
      answers: disclosure,
      sources: [qualified],
    });
    await ledger.publish(disclosure, qualified, decision);
    const both = [disclosure.id, qualified.id, decision.id];
    expect(idsOf((await fetchBundle(disclosure.id)).bundle)).toEqual(both);
    const unqualified = signRecord({ by: auditor, kind: 'assurance', answers: disclosure, after: qualified });
    await ledger.publish(unqualified);
    const superseding = await fetchBundle(disclosure.id);
    expect([idsOf(superseding.bundle).sort(), superseding.verification.verdict]).toEqual([
      [...both, unqualified.id].sort(),
      'verified',
    ]);
    const withdrawal = signRecord({
      by: auditor,
      kind: 'assurance',
      answers: disclosure,
      after: unqualified,
      statement: { opinion: 'withdrawn' },
    });
    await ledger.publish(withdrawal);
    const withdrawn = await fetchBundle(disclosure.id);
    expect([idsOf(withdrawn.bundle).sort(), withdrawn.verification.verdict]).toEqual([
      [...both, withdrawal.id].sort(),
      'verified',
    ]);
    expect(codesOf(withdrawn.verification)).toEqual(expect.arrayContaining(['answers answer-withdrawn']));
  });

  it('shows the newest answers of judges, or proves that there are none, and a policy can ask for them', async () => {
    const { company, auditor, exchange } = ledger;
    const disclosure = signRecord({ by: company, kind: 'disclosure' });
    await ledger.publish(disclosure);
    const judges = [auditor.party, exchange.party];
    const query = `?judges=${judges.join(',')}`;
    const policy = { ...POLICY, judges };
    expect((await fetchBundle(disclosure.id, '', policy)).verification.verdict).toBe('unchecked');
    const silent = await fetchBundle(disclosure.id, query, policy);
    expect(silent.bundle.heads.map(({ kind, head }) => [kind, head === null])).toEqual([
      [3, false],
      [4, true],
      [5, true],
      [4, true],
      [5, true],
    ]);
    expect(silent.verification.verdict).toBe('verified');
    await ledger.publish(
      signRecord({ by: exchange, kind: 'decision', answers: disclosure, statement: { outcome: 'rejected' } }),
    );
    const rejected = await fetchBundle(disclosure.id, query, policy);
    expect(faultsOf(rejected.verification)).toEqual(['answers answer-rejected']);
    expect(rejected.verification.verdict).toBe('not-verified');
    const unknown = await server.call('GET', `/v1/records/${disclosure.id}/bundle?judges=exchange`);
    expect(unknown).toMatchObject({ status: 400 });
  });

  it('leaves out an opinion whose key was closed between sealing and anchoring', async () => {
    const { company, auditor } = ledger;
    const disclosure = signRecord({ by: company, kind: 'disclosure' });
    await ledger.publish(disclosure);
    const key = makeKey('short-lived');
    await openWindow(database.pool, { party: auditor.party, key: key.address }, 2000);
    await ledger.accept(signRecord({ by: auditor, key, kind: 'assurance', answers: disclosure }));
    const header = await ledger.seal();
    await closeWindow(database.pool, { party: auditor.party, key: key.address }, header.sealedAt + 1);
    await ledger.anchor(header);
    await ledger.finalise();
    const { bundle, verification } = await fetchBundle(disclosure.id);
    expect([idsOf(bundle), bundle.heads[0]?.header.number, verification.verdict]).toEqual([
      [disclosure.id],
      2,
      'verified',
    ]);
  });

  it('shows windows as of the final block, even if a newer block closed one', async () => {
    const record = signRecord({ by: ledger.company });
    await ledger.publish(record);
    await closeWindow(
      database.pool,
      { party: ledger.company.party, key: ledger.company.key.address },
      SEED_FINAL + 500,
    );
    const open = await fetchBundle(record.id);
    expect([open.bundle.windows[0]?.until, open.verification.verdict]).toEqual([
      Number.MAX_SAFE_INTEGER,
      'verified',
    ]);
    await moveFinal(database.pool, SEED_FINAL + 600);
    const closed = await fetchBundle(record.id);
    expect([closed.bundle.windows[0]?.until, closed.verification.verdict]).toEqual([
      SEED_FINAL + 500,
      'verified',
    ]);
  });

  it('shows heads as of the newest final batch, or as of the newest anchored one for a newer record', async () => {
    const [first, second] = [
      signRecord({ by: ledger.company, subject: 'a' }),
      signRecord({ by: ledger.company, subject: 'b' }),
    ];
    await ledger.publish(first);
    await ledger.accept(second);
    const header = await ledger.seal();
    expect(await server.call('GET', `/v1/records/${second.id}/bundle`)).toMatchObject({
      status: 409,
      body: { code: 'not-anchored', details: { state: 'sealed' } },
    });
    await ledger.anchor(header);
    const final = await fetchBundle(first.id);
    expect([final.bundle.heads[0]?.header.number, final.verification.verdict]).toEqual([1, 'verified']);
    const young = await fetchBundle(second.id);
    expect([young.bundle.heads[0]?.header.number, young.verification.verdict]).toEqual([2, 'unchecked']);
    await ledger.finalise();
    expect((await fetchBundle(second.id)).verification.verdict).toBe('verified');
  });
});

describe('entries in a proof file', () => {
  let record: SignedRecord;
  beforeEach(async () => {
    record = asPublic(signRecord({ by: ledger.company, kind: 'disclosure', entries: ENTRIES }));
    await ledger.publish(record);
  });

  it('are all shown by default if anyone may read them, and give the root', async () => {
    for (const query of ['', '?entries=all']) {
      const { bundle, verification } = await fetchBundle(record.id, query);
      const { all, shown } = bundle.records[0]!.entries;
      const entries = shown.map(({ siblings, ...entry }) => (expect(siblings).toBeNull(), entry));
      expect([all, hashEntries(entries), verification.verdict]).toEqual([
        true,
        record.submission.record.entries,
        'verified',
      ]);
    }
  });

  it('are shown one by one, each with its proof, without revealing the others', async () => {
    const { bundle, verification } = await fetchBundle(
      record.id,
      '?entries=scope1/total&absent=scope3/travel,scope1',
    );
    const { all, shown, absent } = bundle.records[0]!.entries;
    const root = record.submission.record.entries;
    expect([all, shown.map(({ key }) => key), absent.map(({ key }) => key)]).toEqual([
      false,
      ['scope1/total'],
      ['scope3/travel', 'scope1'],
    ]);
    checkItem(root, itemOfEntry(ENTRIES[1]!), shown[0]!.siblings!);
    for (const { key, end, siblings } of absent) checkAbsence(root, hashEntryKey(key), end, siblings);
    expect(JSON.stringify(bundle)).not.toContain(ENTRIES[0]!.salt);
    expect(verification.verdict).toBe('verified');
  });

  it('are not shown with entries=none', async () => {
    const { bundle, verification } = await fetchBundle(record.id, '?entries=none');
    expect([bundle.records[0]!.entries, verification.verdict]).toEqual([
      { all: false, shown: [], absent: [] },
      'verified',
    ]);
  });

  it('are refused for a key without an entry, and absence is refused for a key with one', async () => {
    const get = (query: string): Promise<Answered> =>
      server.call('GET', `/v1/records/${record.id}/bundle?${query}`);
    expect(await get('entries=scope9')).toMatchObject({
      status: 422,
      body: { code: 'entry-unknown', details: { value: 'scope9' } },
    });
    expect(await get('absent=scope1/total')).toMatchObject({ status: 422, body: { code: 'entry-present' } });
    expect(await get('entries=a//b')).toMatchObject({ status: 400, body: { code: 'key-syntax' } });
    expect(await get('depth=17')).toMatchObject({ status: 400, body: { code: 'wrong-type' } });
    expect(await get('shown=a')).toMatchObject({ status: 400, body: { code: 'unknown-member' } });
  });
});

it('a proof file is refused for a record that is unknown, not anchored or rejected', async () => {
  const { company } = ledger;
  const record = signRecord({ by: company });
  expect(await server.call('GET', `/v1/records/${record.id}/bundle`)).toMatchObject({
    status: 404,
    body: { code: 'not-found' },
  });
  await ledger.accept(record);
  expect(await server.call('GET', `/v1/records/${record.id}/bundle`)).toMatchObject({
    status: 409,
    body: { code: 'not-anchored', details: { state: 'accepted' } },
  });
  await closeWindow(database.pool, { party: company.party, key: company.key.address }, SEED_FINAL);
  await expect(ledger.seal()).rejects.toThrow('nothing');
  expect(await server.call('GET', `/v1/records/${record.id}/bundle`)).toMatchObject({
    status: 409,
    body: { code: 'record-rejected', details: { rejected: 'closed-key' } },
  });
  expect((await server.call('GET', `/v1/records/${record.id}`)).body).toMatchObject({
    state: 'rejected',
    rejected: { code: 'closed-key' },
  });
});
