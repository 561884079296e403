import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../../client/http/api.ts';
import { traceDerivation, type DerivationNode } from '../../../cli/output/derivation.ts';
import { openKnownEngine, readEngineDigests } from '../../../cli/engines/engine-folder.ts';
import { createPolicy } from '../../../jobs/verify/new-policy.ts';
import { entriesOfRun } from '../../../jobs/engines/result-entries.ts';
import { signIn } from '../../../client/http/sign-in.ts';
import { signerOfKey } from '../../../client/keys/signer.ts';
import { type Bundle, formatBundle, parseBundle } from '../../../core/proofs/bundle.ts';
import { rootOfRows } from '../../../core/records/row-set.ts';
import { deriveSalt, type Entry } from '../../../core/records/entry.ts';
import { formatHex } from '../../../core/encoding/hex.ts';
import { keccakText } from '../../../core/hashing/keccak.ts';
import { verifyReperformance } from '../../../core/verify/reperformance.ts';
import type { Finding } from '../../../core/verify/result.ts';
import { verifyBundle } from '../../../core/verify/verify.ts';
import { describeRun, runMethod } from '../../../engine/run.ts';
import { discloseFigure } from '../../../jobs/disclose/disclosed-figure.ts';
import { type HttpServer, startHttpServer } from '../../helpers/http-server.ts';
import { type TestDatabase, createTestDatabase } from '../../helpers/postgres.ts';
import { TEST_DOMAIN, type TestParty } from '../../helpers/registry.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS, saltNone } from '../../helpers/reperformed-result.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../../helpers/seeded-ledger.ts';
import { openSeededReader } from '../../helpers/seeded-reader.ts';
import { type RecordSketch, signRecord, type SignedRecord } from '../../helpers/signed-record.ts';
import { type CliRun, runLine } from '../../cli/test-terminal.ts';
import { electricity, gridFactor } from '../../engine/dataset.ts';

const engines = await readEngineDigests();
const POLICY = { ...createPolicy({ ...TEST_DOMAIN, urls: [], engines }), depth: 2 };
const PUBLIC = ['average', 'residual'];

let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let activity: SignedRecord;
let factors: SignedRecord;
let inventory: SignedRecord;
let disclosure: SignedRecord;

beforeAll(async () => {
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  const { company, provider } = ledger;
  // The dataset also has rows that the run does not use: one for another place, and an unrelated one.
  const rows = [...COMPANY_INPUTS[0]!.entries];
  const spare = { ...electricity('next-year', '7', 'MW.h'), from: 1704067200, until: 1735689600 };
  const other = gridFactor('elsewhere', '0.1', 'average', { geography: 'FR' });
  activity = await register({ by: company, subject: 'activity', entries: hide([...rows, spare]) });
  const published = saltNone([...COMPANY_INPUTS[1]!.entries, other]);
  factors = await register({ by: provider, subject: 'factors', entries: published }, 'public');
  const made = makeRun();
  inventory = await register({
    by: company,
    kind: 'result',
    subject: 'inventory',
    sources: [activity, factors],
    entries: hide(made.entries),
  });
  const figures = made.entries.filter(({ key }) => ['scope1/total', 'scope2/market'].includes(key));
  disclosure = await register({
    by: company,
    kind: 'disclosure',
    subject: 'exchange',
    sources: [inventory],
    entries: hide(figures.map((figure) => discloseFigure(figure, inventory.id))),
  });
  await publish();
});
afterAll(async () => {
  await server.stop();
  await database.drop();
});

async function register(
  sketch: RecordSketch,
  access: 'public' | 'private' = 'private',
): Promise<SignedRecord> {
  const signed = signRecord(sketch);
  const body = { ...signed.submission, public: access === 'public' };
  const { status, text } = await server.call('POST', '/v1/records', { body });
  expect(status, text).toBe(201);
  return signed;
}

async function publish(): Promise<void> {
  await ledger.anchor(await ledger.seal());
  await ledger.finalise();
}

/** Salts entries like those of a private record. */
function hide(entries: Parameters<typeof saltNone>[0]): Entry[] {
  const secret = formatHex(keccakText('secret'));
  return saltNone(entries).map((entry) => ({ ...entry, salt: deriveSalt(secret, entry.key) }));
}

function makeRun(): { result: ReturnType<typeof runMethod>; entries: ReturnType<typeof entriesOfRun> } {
  const inputs = [activity, factors].map(({ id, submission }) => ({
    record: id,
    entries: submission.entries!,
  }));
  const result = runMethod('inventory@2', inputs, COMPANY_PARAMETERS);
  const run = describeRun('inventory@2', COMPANY_PARAMETERS, result, engines.at(-1)!);
  return { result, entries: entriesOfRun(result, run) };
}

/** Registers a result that has only a run, with the content that the test gives. */
function registerRun(
  subject: string,
  sources: readonly SignedRecord[],
  inputs: readonly object[],
  by = ledger.company,
): Promise<SignedRecord> {
  const detail = { ...makeRun().entries.at(-1)!.detail, inputs };
  const run = { key: 'run', value: null, unit: '', from: 0, until: 0, detail };
  return register({ by, kind: 'result', subject, sources, entries: hide([run]) });
}

const signInAs = ({ key }: TestParty): Promise<Api> =>
  signIn(openApi(server.url), signerOfKey(key), { chainId: TEST_DOMAIN.chainId, now: 1000 * server.now });

async function fetchBundle(api: Api, { id }: SignedRecord, query = ''): Promise<Bundle> {
  return parseBundle(await api.getBytes(`/v1/records/${id}/bundle?reperformable=true${query}`));
}

/** Returns the keys that a proof file shows, by record. */
function keysOf({ records }: Bundle): Map<string, string[]> {
  return new Map(records.map(({ id, entries }) => [id, entries.shown.map(({ key }) => key).sort()]));
}

const reperform = async (bundle: Bundle): Promise<Finding> =>
  (await verifyReperformance({ bundle, engines, openEngine: openKnownEngine })).finding;

function leavesOf(node: DerivationNode): DerivationNode[] {
  return node.operands.length === 0 ? [node] : node.operands.flatMap(leavesOf);
}

const refusal = (status: number, code: string, details: object = {}): object => ({
  status,
  code,
  details: expect.objectContaining(details),
});

describe('a re-performable proof file', () => {
  it('shows all figures and the run of a result, and from each source exactly the rows that the run names', async () => {
    const api = await signInAs(ledger.company);
    const bundle = await fetchBundle(api, inventory);
    const keys = keysOf(bundle);
    const { entries } = inventory.submission;
    expect(keys.get(inventory.id)).toEqual(entries!.map(({ key }) => key).sort());
    const { inputs } = entries!.find(({ key }) => key === 'run')!.detail as unknown as {
      inputs: { record: string; keys: string[] }[];
    };
    expect(inputs).toHaveLength(2);
    for (const { record, keys: rows } of inputs) expect(keys.get(record)).toEqual(rows);
    expect(keys.get(activity.id)).not.toContain('next-year');
    expect(keys.get(factors.id)).not.toContain('elsewhere');
    expect(await reperform(bundle)).toMatchObject({
      result: 'pass',
      basis: expect.stringMatching(/^(\d+) of \1 figures/),
    });
    const plain = parseBundle(await api.getBytes(`/v1/records/${inventory.id}/bundle`));
    expect(await reperform(plain)).toMatchObject({ result: 'skipped', code: 'inputs-not-shown' });
  });

  it('is verified, with every figure computed again', async () => {
    const file = formatBundle(await fetchBundle(await signInAs(ledger.company), inventory));
    const { verdict } = await verifyBundle(new TextEncoder().encode(file), {
      policy: { ...POLICY, require: ['reperformance'] },
      reader: openSeededReader(database.pool),
      now: SEED_FINAL + 1000,
      openEngine: openKnownEngine,
    });
    expect(verdict).toBe('verified');
  });

  it('proves all rows of a source together if the run uses all of them', async () => {
    const [first, ...spare] = factors.submission.entries!;
    const alone = await register({ by: ledger.provider, subject: 'alone', entries: [first!] });
    const inputs = [
      { record: alone.id, keys: [first!.key] },
      { record: factors.id, keys: spare.map(({ key }) => key) },
    ];
    const result = await registerRun('of-alone', [alone, factors], inputs, ledger.provider);
    await publish();
    const { records } = await fetchBundle(await signInAs(ledger.provider), result);
    const entriesOf = ({ id }: SignedRecord): Bundle['records'][number]['entries'] =>
      records.find((record) => record.id === id)!.entries;
    expect(entriesOf(alone)).toMatchObject({ all: true, shown: [{ key: first!.key, siblings: null }] });
    expect(entriesOf(factors).all).toBe(false);
    expect(entriesOf(factors).shown).toHaveLength(spare.length);
  });

  it('shows the rows that a set selects, where the run names one, and the documents that it lists', async () => {
    const note = { key: 'note', value: null, unit: '', from: 0, until: 0, detail: { words: 'none' } };
    const rows = [...factors.submission.entries!, ...hide([note])];
    const noted = await register({ by: ledger.provider, subject: 'noted', entries: rows });
    const keys = rows.filter(({ unit }) => unit !== '').map(({ key }) => key);
    const used = keys.filter((key) => key !== 'elsewhere');
    const set = { record: noted.id, selection: { except: ['elsewhere'] }, count: used.length };
    const inputs = [{ ...set, root: rootOfRows(noted.id, used), documents: ['note'] }];
    const result = await registerRun('of-a-set', [noted], inputs, ledger.provider);
    await publish();
    const shown = keysOf(await fetchBundle(await signInAs(ledger.provider), result)).get(noted.id);
    expect(shown).toEqual([...used, 'note'].sort());
  });

  it('shows a single figure with the figures that it is computed from, without the others', async () => {
    const bundle = await fetchBundle(
      await signInAs(ledger.company),
      inventory,
      '&entries=total/market&absent=scope9',
    );
    const [{ entries }] = bundle.records as [Bundle['records'][number]];
    expect(entries.shown.map(({ key }) => key).sort()).toEqual([
      'run',
      'scope1/combustion/anthracite/CO2',
      'scope1/refrigerant/HFC-134a',
      'scope2/market',
      'total/market',
    ]);
    expect(entries.absent.map(({ key }) => key)).toEqual(['scope9']);
    expect((await reperform(bundle)).basis).toMatch(/^4 of \d+ figures/);
    const tree = traceDerivation(
      entries.shown.find(({ key }) => key === 'total/market')!,
      entries.shown,
    );
    expect(leavesOf(tree).filter(({ record }) => record === null)).toEqual([]);
  });

  it('shows the figures of a disclosure, the same figures in its result, and the rows that they depend on', async () => {
    const bundle = await fetchBundle(await signInAs(ledger.company), disclosure);
    const keys = keysOf(bundle);
    expect(keys.get(disclosure.id)).toEqual(['scope1/total', 'scope2/market']);
    expect(keys.get(inventory.id)).toEqual([
      'run',
      'scope1/combustion/anthracite/CO2',
      'scope1/refrigerant/HFC-134a',
      'scope1/total',
      'scope2/market',
    ]);
    expect(keys.get(factors.id)).toEqual(expect.arrayContaining(PUBLIC));
    expect(await reperform(bundle)).toMatchObject({
      result: 'pass',
      basis: expect.stringMatching(/2 entries citing them with the same values$/),
    });
    const { entries } = bundle.records[0]!;
    const altered = entries.shown.map((entry) =>
      entry.key === 'scope2/market' ? { ...entry, value: '1' } : entry,
    );
    const [first, ...others] = bundle.records;
    const records = [{ ...first!, entries: { ...entries, shown: altered } }, ...others];
    expect(await reperform({ ...bundle, records })).toMatchObject({
      result: 'fail',
      code: 'figure-differs',
      expected: { value: '21945.6' },
      actual: { value: '1' },
    });
  });

  it('is refused to a reader who may not read all rows, until that record is granted too', async () => {
    const { auditor, company } = ledger;
    expect(await fetchBundle(openApi(server.url), inventory).catch(Object)).toMatchObject(
      refusal(401, 'unauthorized', { record: inventory.id }),
    );
    const [api, own] = [await signInAs(auditor), await signInAs(company)];
    const grant = async (record: SignedRecord): Promise<void> => {
      await database.pool.query(
        'insert into grants (record, grantee, granted_at) values ($1, $2, now())',
        [record.id, auditor.party].map((id) => Buffer.from(id.slice(2), 'hex')),
      );
    };
    expect(await fetchBundle(api, inventory).catch(Object)).toMatchObject(
      refusal(403, 'forbidden', { record: inventory.id }),
    );
    await grant(inventory);
    expect(await fetchBundle(api, inventory).catch(Object)).toMatchObject(
      refusal(403, 'forbidden', { record: activity.id }),
    );
    await grant(activity);
    expect(await fetchBundle(api, inventory)).toEqual(await fetchBundle(own, inventory));
  });

  it('does not reveal private rows that a run of another party names', async () => {
    const inputs = [{ record: activity.id, keys: ['none-such'] }];
    const stranger = await registerRun('guess', [activity], inputs, ledger.provider);
    await publish();
    const asked = fetchBundle(await signInAs(ledger.provider), stranger);
    expect(await asked.catch(Object)).toMatchObject(refusal(403, 'forbidden', { record: activity.id }));
    const owner = await signInAs(ledger.company);
    await database.pool.query('update records set public_entries = true where id = $1', [
      Buffer.from(stranger.id.slice(2), 'hex'),
    ]);
    expect(await fetchBundle(owner, stranger).catch(Object)).toMatchObject(
      refusal(422, 'entry-unknown', { record: activity.id, value: 'none-such' }),
    );
  });

  it('is refused if there is nothing to compute again, or a record that the figures depend on is missing', async () => {
    const api = await signInAs(ledger.company);
    for (const [record, query] of [
      [activity, ''],
      [inventory, '&depth=0'],
      [disclosure, '&depth=1'],
    ] as const)
      expect(await fetchBundle(api, record, query).catch(Object)).toMatchObject(
        refusal(422, 'not-reperformable'),
      );
    const answered = await server.call('GET', `/v1/records/${factors.id}/bundle?reperformable=yes`);
    expect(answered).toMatchObject({ status: 400, body: { code: 'wrong-type' } });
  });

  it('is downloaded by the command line, which prints the number of rows', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ledger-reperformable-'));
    await writeFile(join(folder, 'key'), formatHex(ledger.company.key.privateKey), { mode: 0o600 });
    const run = (...args: string[]): Promise<CliRun> =>
      runLine(args, { cwd: folder, env: { LEDGER_URL: server.url }, now: 1000 * server.now });
    const fetched = await run('proof', inventory.id, '--reperformable', '--key', 'key', '-o', 'proof.json');
    expect(fetched).toMatchObject({ exit: 0, err: '' });
    expect(fetched.out).toMatch(
      /sources {3}\d+ entries shown, so that the figures can be computed again[^]*next: .*ledger reperform proof\.json/,
    );
    expect(await run('reperform', 'proof.json')).toMatchObject({ exit: 0 });
    const printed = await run('proof', inventory.id, '--reperformable', '--key', 'key', '--json');
    const { rows } = JSON.parse(printed.out) as { rows: { record: string; keys: string[] }[] };
    expect(rows.map(({ record }) => record).sort()).toEqual([activity.id, factors.id].sort());
    expect(await run('proof', inventory.id, '--reperformable', '-o', 'none')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('private'),
    });
    await rm(folder, { recursive: true });
  });

  it('is refused if the rows are more than a proof file may have', async () => {
    const rows = Array.from({ length: 280 }, (_, index) => ({
      ...electricity(`use/${index}`, '1', 'MW.h'),
      detail: { note: 'x'.repeat(60_000) },
    }));
    const large = await startHttpServer(database.pool, SEED_FINAL, { maxBodyBytes: 32 << 20 });
    const dataset = signRecord({ by: ledger.company, subject: 'large', entries: hide(rows) });
    const { status } = await large.call('POST', '/v1/records', { body: dataset.submission });
    await large.stop();
    const inputs = [{ record: dataset.id, keys: rows.map(({ key }) => key) }];
    const result = await registerRun('of-large', [dataset], inputs);
    await publish();
    expect(status).toBe(201);
    expect(await fetchBundle(await signInAs(ledger.company), result).catch(Object)).toMatchObject(
      refusal(413, 'bundle-limit', { path: 'reperformable' }),
    );
  });

  it('is refused if its records have more entries than are read for one proof file', async () => {
    const entries = hide([electricity('use', '1', 'MW.h')]);
    const dataset = await register({ by: ledger.company, subject: 'vast', entries });
    const result = await registerRun('of-vast', [dataset], [{ record: dataset.id, keys: ['use'] }]);
    await publish();
    const api = await signInAs(ledger.company);
    expect((await fetchBundle(api, result)).records).toHaveLength(2);
    await database.pool.query(`update entries set list = repeat(' ', $2) || list where record = $1`, [
      Buffer.from(dataset.id.slice(2), 'hex'),
      129 << 20,
    ]);
    expect(await fetchBundle(api, result).catch(Object)).toMatchObject(
      refusal(413, 'bundle-limit', { path: 'reperformable' }),
    );
  });

  it('is refused if the ledger does not store the rows', async () => {
    const dataset = signRecord({
      by: ledger.company,
      subject: 'withheld',
      entries: hide([electricity('use', '1', 'MW.h')]),
    });
    const body = { ...dataset.submission, entries: undefined };
    expect((await server.call('POST', '/v1/records', { body })).status).toBe(201);
    const result = await registerRun('of-withheld', [dataset], [{ record: dataset.id, keys: ['use'] }]);
    await publish();
    expect(await fetchBundle(await signInAs(ledger.company), result).catch(Object)).toMatchObject(
      refusal(409, 'entries-not-stored', { record: dataset.id }),
    );
  });
});
