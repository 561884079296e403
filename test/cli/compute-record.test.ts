import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Draft, idOfDraft } from '../../jobs/register/draft.ts';
import { openKnownEngine, readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { createPolicy } from '../../jobs/verify/new-policy.ts';
import { formatBundle, parseBundle } from '../../core/proofs/bundle.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { verifyBundle } from '../../core/verify/verify.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { closeWindow, seedParty, TEST_DOMAIN } from '../helpers/registry.ts';
import { COMPANY_INPUTS, COMPANY_PARAMETERS } from '../helpers/reperformed-result.ts';
import { simulateMeters, type SimulatedMeter } from '../../devnet/example/simulated-meters.ts';
import { COMMON, entry } from '../engine/dataset.ts';
import { SMALL_MRIO } from '../engine/trade/small-mrio.ts';
import { rowsOf } from '../engine/trade/small-table.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { openSeededReader } from '../helpers/seeded-reader.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const [ACTIVITY, FACTORS] = COMPANY_INPUTS.map(({ entries }) => entries);

let folder = '';
let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let activity: Hex;
let factors: Hex;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-account-record-'));
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL);
  for (const name of ['company', 'provider'] as const)
    await writeFile(join(folder, name), formatHex(ledger[name].key.privateKey), { mode: 0o600 });
  await writeFile(join(folder, 'p.json'), JSON.stringify(COMPANY_PARAMETERS));
  activity = await register('activity', 'company', ACTIVITY!);
  factors = await register('factors', 'provider', FACTORS!, '--public');
  await publish();
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]): Promise<CliRun> =>
  runLine(args, { cwd: folder, env: { LEDGER_URL: server.url }, now: 1000 * server.now });

async function done(...args: string[]): Promise<string> {
  const { exit, err, out } = await run(...args);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return out;
}

const readDraft = async (name: string): Promise<Draft> =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as Draft;

/** Registers rows as a dataset record of a party; returns its id. */
async function register(
  subject: string,
  party: 'company' | 'provider',
  rows: NonNullable<typeof ACTIVITY>,
  ...more: string[]
): Promise<Hex> {
  const name = `${subject.replace('/', '-')}-${(await readdir(folder)).length}`;
  await writeFile(join(folder, `${name}.ndjson`), rows.map((row) => JSON.stringify(row)).join('\n'));
  const of = ['--party', `test:${party}`, '--kind', 'dataset', '--subject', subject, ...more];
  const built = await done(
    'record',
    'build',
    '--entries',
    `${name}.ndjson`,
    ...of,
    '-o',
    `${name}.json`,
    '--json',
  );
  return signAndRegister(`${name}.json`, party, (JSON.parse(built) as { id: Hex }).id);
}

async function signAndRegister(file: string, party: string, id: Hex): Promise<Hex> {
  await done('record', 'sign', file, '--key', party, '--json');
  await done('record', 'register', file, '--json');
  return id;
}

/** Seals and anchors what was registered. */
async function publish(): Promise<void> {
  await ledger.anchor(await ledger.seal());
  await ledger.finalise();
}

const NAMED = ['--party', 'test:company', '--subject', 'inventory/2023'];
const account = (inputs: readonly string[], file: string, ...more: string[]): Promise<CliRun> =>
  run(
    'compute',
    'inventory@2',
    ...inputs,
    '--parameters',
    'p.json',
    '--key',
    'company',
    '--record',
    file,
    ...more,
  );

interface Built {
  readonly figures: { key: string; value: string }[];
  readonly warnings: { code: string; message: string; row: object }[];
  readonly record: { id: Hex; file: string };
}
async function build(inputs: readonly string[], file: string): Promise<Built> {
  const { exit, err, out } = await account(inputs, file, ...NAMED, '--json');
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  return JSON.parse(out) as Built;
}

/** Sees that a line was refused with a code, and that nothing was written. */
async function refused(line: Promise<CliRun>, code: string, row?: object): Promise<void> {
  const before = await readdir(folder);
  const { exit, out, err } = await line;
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  const { error } = JSON.parse(err) as { error: { code: string; details?: { row: object } } };
  expect(error.code).toBe(code);
  if (row !== undefined) expect(error.details?.row).toEqual(row);
  expect(await readdir(folder)).toEqual(before);
}

describe('ledger compute --record', () => {
  it('builds a record that is signed, registered, verified, and re-performed from its proof file alone', async () => {
    const { figures, record } = await build([activity, factors], 'first.json');
    expect(record.file).toBe('first.json');
    const draft = await readDraft('first.json');
    expect(draft.record).toMatchObject({ kind: 2, sequence: 1, sources: [activity, factors].sort() });
    expect(draft.entries.map(({ key }) => key)).toEqual([...figures.map(({ key }) => key), 'run']);
    await signAndRegister('first.json', 'company', record.id);
    await publish();
    await done(
      'proof',
      record.id,
      '--entries',
      'all',
      '--reperformable',
      '--key',
      'company',
      '-o',
      'first.carbon-proof.json',
      '--json',
    );
    expect(await run('reperform', 'first.carbon-proof.json')).toMatchObject({
      exit: 0,
      out: expect.stringContaining(`${figures.length} of ${figures.length} figures`),
    });
    const { verdict, checks } = await verifyBundle(await readFile(join(folder, 'first.carbon-proof.json')), {
      policy: { ...createPolicy({ ...TEST_DOMAIN, urls: [] }), engines: await readEngineDigests() },
      reader: openSeededReader(database.pool),
      now: ledger.finalTime(),
      openEngine: openKnownEngine,
    });
    expect(verdict).toBe('verified');
    expect(checks.find(({ check }) => check === 'reperformance')).toMatchObject({
      result: 'pass',
      code: 'ok',
    });
  });

  it('is explained and computed again by its id, for a reader of its rows', async () => {
    const id = idOfDraft(await readDraft('first.json'));
    const key = ['--key', 'company'];
    expect(await run('reperform', id, ...key)).toMatchObject({
      exit: 0,
      out: expect.stringContaining('to the digit'),
    });
    expect(await run('reperform', id)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('Sign in with --key'),
    });
    const explained = await run('explain', id, 'scope2/location', ...key);
    expect(explained).toMatchObject({ exit: 0, out: expect.stringContaining(`in ${factors.slice(0, 12)}…`) });
    expect(await run('explain', 'first.json', 'scope2/location')).toEqual(explained);
  });

  it('discloses figures of the result without what they were computed from', async () => {
    const id = idOfDraft(await readDraft('first.json'));
    const args = ['--entries', 'scope2/location', '--party', 'test:company', '--subject', 'exchange/2023'];
    for (const [source, file] of [
      ['first.json', 'disclosed.json'],
      [id, 'disclosed-by-id.json'],
    ] as const)
      expect(await run('disclose', source, ...args, '--key', 'company', '-o', file)).toMatchObject({
        exit: 0,
        err: '',
      });
    const { record, entries } = await readDraft('disclosed.json');
    expect(record).toMatchObject({ kind: 3, subject: 'exchange/2023', sources: [id] });
    const [figure] = (await readDraft('first.json')).entries.filter(
      (entry) => entry.key === 'scope2/location',
    );
    expect(entries).toMatchObject([
      {
        value: figure!.value,
        unit: figure!.unit,
        detail: { derivation: { result: id, key: 'scope2/location' } },
      },
    ]);
    expect(JSON.stringify(entries)).not.toContain('operands');
    expect((await readDraft('disclosed-by-id.json')).entries[0]!.detail).toEqual(entries[0]!.detail);
  });

  it('names a document in a disclosure, by which an altered file is found', async () => {
    const [one, other] = ['land.carbon-answer.json', 'altered.carbon-answer.json'];
    await writeFile(join(folder, one), '{"format":"carbon-ledger-answer/1"}');
    await writeFile(join(folder, other), '{"format":"carbon-ledger-answer/2"}');
    const args = ['--entries', 'scope2/location', '--party', 'test:company', '--subject', 'exchange/2024'];
    const made = await run('disclose', 'first.json', ...args, '--document', one, '-o', 'names.json');
    expect(made).toMatchObject({ exit: 0, err: '' });
    const { entries } = await readDraft('names.json');
    const sha256 = createHash('sha256').update('{"format":"carbon-ledger-answer/1"}').digest('hex');
    expect(entries.at(-1)).toMatchObject({
      key: `document/${sha256.slice(0, 12)}`,
      value: null,
      detail: { sha256, size: 35, mediaType: 'application/json' },
    });
    const id = await signAndRegister('names.json', 'company', idOfDraft(await readDraft('names.json')));
    await publish();
    await done(
      'proof',
      id,
      '--entries',
      'all',
      '--key',
      'company',
      '-o',
      'names.carbon-proof.json',
      '--json',
    );
    const verify = (file: string) =>
      run(
        'verify',
        'names.carbon-proof.json',
        '--document',
        file,
        '--ledger',
        TEST_DOMAIN.ledger,
        '--chain-id',
        '1',
        '--offline',
      );
    expect((await verify(one)).out).toContain(
      `is the document that is named by ${entries.at(-1)!.key} of ${id}`,
    );
    expect(await verify(other)).toMatchObject({
      exit: 1,
      out: expect.stringContaining('[document-not-named]'),
    });
  });

  it('discloses no figure that the result does not have, and none of a run that is not a record', async () => {
    const rest = ['--party', 'test:company', '--subject', 'exchange/2023', '-o', 'no.json'];
    const wrong = await run('disclose', 'first.json', '--entries', 'scope2/markt', ...rest);
    expect(wrong).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/no figure "scope2\/markt"\. It shows: .*scope2\/location/),
    });
    const foreign = ['--party', 'test:other', ...rest.slice(2)];
    const id = idOfDraft(await readDraft('first.json'));
    for (const source of ['first.json', id])
      expect(
        await run('disclose', source, '--entries', 'scope2/location', '--key', 'company', ...foreign),
      ).toMatchObject({ exit: 2, err: expect.stringContaining('a party discloses its own results') });
    await writeFile(join(folder, 'run.json'), JSON.stringify({ figures: [] }));
    expect(await run('disclose', 'run.json', '--entries', 'a', ...rest)).toMatchObject({
      exit: 2,
      err: expect.stringContaining('is not a record yet'),
    });
  });

  it('gives a second run the next place in the stream', async () => {
    await build([activity, factors], 'second.json');
    const previous = idOfDraft(await readDraft('first.json'));
    expect((await readDraft('second.json')).record).toMatchObject({ sequence: 2, previous });
  });

  it('says that a table is no record, and neither is an array that only says so', async () => {
    await writeFile(join(folder, 'table.ndjson'), ACTIVITY!.map((row) => JSON.stringify(row)).join('\n'));
    const table = account(['table.ndjson', factors], 'no.json', ...NAMED, '--json');
    await refused(table, 'input-not-anchored');
    await writeFile(join(folder, 'said.json'), JSON.stringify([{ record: activity, entries: ACTIVITY }]));
    await refused(account(['said.json', factors], 'no.json', ...NAMED, '--json'), 'input-not-anchored', {
      record: activity,
      key: '',
      column: 'record',
    });
  });

  it('refuses an input that is not anchored yet, and takes it when it is', async () => {
    const fresh = await register('activity/2023', 'company', ACTIVITY!);
    const row = { record: fresh, key: '', column: 'record' };
    await refused(account([fresh, factors], 'fresh.json', ...NAMED, '--json'), 'input-not-anchored', row);
    const text = await account([fresh, factors], 'fresh.json', ...NAMED);
    expect(text.err).toMatch(
      new RegExp(`^error \\(input-not-anchored\\) in ${fresh.slice(0, 12)}…, record: .*accepted`),
    );
    await publish();
    await build([fresh, factors], 'fresh.json');
  });

  it('warns of an input that was superseded, and builds the record still', async () => {
    const old = await register('electricity', 'company', ACTIVITY!);
    await publish();
    const newer = await register(
      'electricity',
      'company',
      ACTIVITY!.slice(0, 2),
      '--change',
      'correction',
      '--reason',
      'x',
    );
    const { warnings } = await build([old, factors], 'old.json');
    const message = `${old} is not the newest version: sequence 2 is, ${newer}`;
    expect(warnings[0]).toEqual({ code: 'superseded-input', message, row: { record: old, key: '' } });
    const text = await account([old, factors], 'old-too.json', ...NAMED);
    expect(text.exit).toBe(0);
    expect(text.out.replaceAll(/\s+/g, ' ')).toContain(` ! ${message} `);
    expect((await readDraft('old-too.json')).record.sources).toEqual([old, factors].sort());
  });

  it('requires a party and a subject before it contacts a server', async () => {
    for (const named of [[], ['--party', 'test:company'], ['--subject', 'inventory/2023']])
      await refused(
        account([activity], 'no.json', ...named, '--url', 'http://127.0.0.1:1', '--json'),
        'option',
      );
  });

  it('overwrites nothing', async () => {
    const before = await readFile(join(folder, 'first.json'), 'utf8');
    await refused(account([activity, factors], 'first.json', ...NAMED, '--json'), 'file-exists');
    expect(await readFile(join(folder, 'first.json'), 'utf8')).toBe(before);
  });

  it('draws a picture that names the record of the result and its dataset', async () => {
    const table = await register('table', 'company', rowsOf(SMALL_MRIO));
    await publish();
    const { period, rounding } = COMPANY_PARAMETERS;
    await writeFile(join(folder, 'trade.json'), JSON.stringify({ period, rounding }));
    const line = ['compute', 'trade@1', table, '--parameters', 'trade.json', '--key', 'company', '--json'];
    const made = ['--record', 'trade.record.json', '--party', 'test:company', '--subject', 'trade/2023'];
    const out = await done(...line, ...made, '--out', 'flows.html');
    const { record, picture } = JSON.parse(out) as Built & { readonly picture: object };
    expect(picture).toEqual({ kind: 'flows', file: 'flows.html' });
    const html = await readFile(join(folder, 'flows.html'), 'utf8');
    expect(html).toContain(`<dt>Record</dt><dd>${record.id}</dd>`);
    expect(html).toContain(`<dt>Datasets</dt><dd>${table}</dd>`);
  });

  it('writes no record where the result has not the picture that is asked for', async () => {
    const line = account([activity, factors], 'no.json', ...NAMED, '--out', 'no.svg', '--json');
    await refused(line, 'option');
  });

  it('refuses rows of a proof file that are not those of its record', async () => {
    const bundle = parseBundle(await readFile(join(folder, 'first.carbon-proof.json')));
    const dataset = bundle.records.find(({ id }) => id === factors)!;
    dataset.entries.shown[0]!.value = '1';
    await writeFile(join(folder, 'altered.carbon-proof.json'), formatBundle(bundle));
    const line = await account(['altered.carbon-proof.json'], 'no.json', ...NAMED, '--json');
    expect({ exit: line.exit, out: line.out }).toEqual({ exit: 1, out: '' });
    expect(JSON.parse(line.err)).toMatchObject({ error: { code: 'proof-root' } });
    await expect(stat(join(folder, 'no.json'))).rejects.toThrow('ENOENT');
  });
});

describe('a device that signs its readings', () => {
  const DAY = { from: 1672531200, until: 1672617600 };
  const made = simulateMeters({ seed: 1, meters: 1, ...DAY }).next().value as SimulatedMeter;
  const device = ['--key', 'device', '--json'];
  const buildAs = (party: string, kind: string, subject: string, file: string): Promise<string> =>
    done(
      ...['record', 'build', '--party', party, '--kind', kind, '--subject', subject, '-o', file, '--json'],
      ...(kind === 'dataset' ? ['--entries', 'readings.ndjson'] : ['--period', '2023', '--standard', '']),
    );
  const refusalOf = async (file: string): Promise<unknown> => {
    await run('record', 'sign', file, ...device, '--url', 'http://127.0.0.1:1'); // who steals a key asks no server
    const { err } = await run('record', 'register', file, '--json');
    return (JSON.parse(err) as { error: { code: string } }).error.code;
  };

  it('is a source of a result that the company signs, and signs nothing for the company or of another kind', async () => {
    const { identifier, key, party } = await seedParty(database.pool, {
      identifier: 'test:meter-ft-001',
      roles: ['provider'],
      from: 1000,
    });
    await writeFile(join(folder, 'device'), formatHex(key.privateKey), { mode: 0o600 });
    await writeFile(
      join(folder, 'readings.ndjson'),
      made.readings.map((row) => JSON.stringify(row)).join('\n'),
    );
    const { id: readings } = JSON.parse(
      await buildAs(identifier, 'dataset', 'readings/2023-01-01', 'readings.json'),
    ) as { id: Hex };
    await done('record', 'sign', 'readings.json', ...device);
    await done('record', 'register', 'readings.json', '--json');
    const streams = await register('streams', 'company', [
      { ...made.stream, ...DAY },
      ...made.calibrations,
      entry('gas', '0.58', 'kg/m3', { row: 'carbon-content', fuel: 'natural-gas', year: 2023 }),
      entry('burned', '1', '1', { row: 'oxidation', fuel: 'natural-gas', year: 2023 }),
    ]);
    await publish();
    await writeFile(join(folder, 'plant.json'), JSON.stringify({ ...COMMON, gwpSet: 'AR5' }));
    const line = ['compute', 'plant@1', streams, readings, '--parameters', 'plant.json', '--key', 'company'];
    const named = ['--record', 'plant.json.record', '--party', 'test:company', '--subject', 'plant/2023'];
    expect((await run(...line, ...named)).exit).toBe(2); // private: the device has not shown them to the company
    await done('grant', 'add', readings, 'test:company', ...device);
    await done(...line, ...named);
    const { record, entries } = await readDraft('plant.json.record');
    expect(record.sources).toEqual([readings, streams].sort());
    expect(JSON.stringify(entries)).toContain(readings);

    for (const [kind, subject] of [
      ['dataset', 'streams'],
      ['disclosure', 'exchange/2023'],
    ] as const) {
      await buildAs('test:company', kind, `${subject}/forged`, `forged-${kind}.json`);
      const { err } = await run('record', 'sign', `forged-${kind}.json`, ...device);
      expect(JSON.parse(err)).toMatchObject({ error: { code: 'foreign-key' } });
      expect(await refusalOf(`forged-${kind}.json`)).toBe('unknown-key');
    }
    await buildAs(identifier, 'disclosure', 'exchange/2023', 'own-disclosure.json');
    expect(await refusalOf('own-disclosure.json')).toBe('role-may-not-write');

    await closeWindow(database.pool, { party, key: key.address }, SEED_FINAL);
    await ledger.finalise();
    await buildAs(identifier, 'dataset', 'readings/2023-01-02', 'late.json');
    expect(await refusalOf('late.json')).toBe('closed-key');
  });
});
