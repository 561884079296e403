import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { entriesOfRun } from '../../jobs/engines/result-entries.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import { checkRowProof } from '../../core/records/row-set.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { figureOf, COMMON, fuelDefaults, fuelUse, type TestEntry } from '../engine/dataset.ts';
import { describeRun, runMethod } from '../../engine/run.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { readImpact } from '../helpers/impact.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { saltNone } from '../helpers/reperformed-result.ts';
import { SEED_FINAL, type SeededLedger, seedLedger } from '../helpers/seeded-ledger.ts';
import { type RecordSketch, signRecord, type SignedRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';
import { IS_LONG } from '../helpers/long.ts';

/** A dataset of several records, none of them longer than a request may be. */
const RECORDS = 3;
const ROWS = IS_LONG ? 34_000 : 600;
/** What the result takes in the database does not depend on the rows. */
const MOST_BYTES = 64 << 10;
const FUELS = ['anthracite', 'lignite'];
const METHOD = 'combustion@2';
const SITES = 50;

let folder = '';
let database: TestDatabase;
let ledger: SeededLedger;
let server: HttpServer;
let parts: SignedRecord[];
let factors: SignedRecord;
let result: SignedRecord;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-account-'));
  database = await createTestDatabase();
  ledger = await seedLedger(database.pool);
  server = await startHttpServer(database.pool, SEED_FINAL, { maxBodyBytes: 16 << 20 });
  await writeFile(join(folder, 'key'), formatHex(ledger.company.key.privateKey), { mode: 0o600 });
  const { company, provider } = ledger;
  parts = [];
  for (let part = 1; part <= RECORDS; part++)
    parts.push(await register({ by: company, subject: `uses/${part}`, entries: saltNone(listUses(part)) }));
  const defaults = FUELS.flatMap((fuel, index) =>
    fuelDefaults(fuel, String(20 + index), '1', { CO2: '98300', CH4: '1' }),
  );
  factors = await register({ by: provider, subject: 'factors', entries: saltNone(defaults) });
  const digest = (await readEngineDigests()).at(-1)!;
  const made = runMethod(METHOD, [...parts, factors].map(inputOf), COMMON);
  expect(figureOf(made, 'scope1/combustion/anthracite/CO2').unit).toBe('t{CO2}');
  const entries = entriesOfRun(made, describeRun(METHOD, COMMON, made, digest));
  const sources = [...parts, factors];
  result = await register({
    by: company,
    kind: 'result',
    subject: 'account',
    sources,
    entries: saltNone(entries),
  });
  await ledger.anchor(await ledger.seal());
  await ledger.finalise();
}, 600_000);
afterAll(async () => {
  await server.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

function listUses(part: number): TestEntry[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const use = fuelUse(`use/${part}/${index}`, String(part * ROWS + index), 't', FUELS[index % 2]!);
    return { ...use, detail: { ...use.detail, facility: `site-${index % SITES}` } };
  });
}

const inputOf = ({ id, submission }: SignedRecord): InputRecord => ({
  record: id,
  entries: submission.entries!,
});

async function register(sketch: RecordSketch): Promise<SignedRecord> {
  const signed = signRecord(sketch);
  const body = { ...signed.submission, public: true };
  // Signing takes long, and the server in this process may meanwhile have come to close an idle connection: it does so first.
  for (let turn = 0; turn < 2; turn++) await setImmediate();
  const { status, text } = await server.call('POST', '/v1/records', { body });
  expect(status, text).toBe(201);
  return signed;
}

const run = (...args: string[]): Promise<CliRun> =>
  runLine(args, { cwd: folder, env: { LEDGER_URL: server.url }, now: 1000 * server.now });

describe(`a result over ${RECORDS * ROWS} rows of several records`, () => {
  it('is stored in a few bytes, whatever the number of rows', async () => {
    const { rows } = await database.pool.query<{ bytes: number }>(
      'select octet_length(list) as bytes from entries where record = $1',
      [Buffer.from(result.id.slice(2), 'hex')],
    );
    expect(rows[0]!.bytes).toBeLessThan(MOST_BYTES);
  });

  it('is computed again: from the server, and from a proof file with its rows in files', async () => {
    const again = await run('reperform', result.id, '--key', 'key');
    expect(again).toMatchObject({ exit: 0, err: '', out: expect.stringMatching(/^✓ 4 of 4 figures/) });
    const proof = await run('proof', result.id, '--key', 'key', '--entries', 'all', '-o', 'account.json');
    expect(proof).toMatchObject({ exit: 0, err: '' });
    expect((await stat(join(folder, 'account.json'))).size).toBeLessThan(2 * MOST_BYTES);
    const files: string[] = [];
    for (const [index, { id }] of [...parts, factors].entries()) {
      files.push(`rows-${index}.ndjson`);
      const written = await run('record', 'entries', id, '--key', 'key', '--out', files.at(-1)!);
      expect(written).toMatchObject({ exit: 0, err: '' });
    }
    expect(await run('reperform', 'account.json')).toMatchObject({ exit: 3 });
    const rows = await run('reperform', 'account.json', '--rows', ...files);
    expect(rows).toMatchObject({ exit: 0, err: '', out: again.out });
  }, 600_000);

  it('opens one row of a set with the proofs that its figure and its record hold it', async () => {
    const key = `use/2/${ROWS - 2}`;
    const figure = 'scope1/combustion/anthracite/CO2';
    const explained = await run('explain', result.id, figure, '--row', key, '--key', 'key', '--json');
    expect(explained).toMatchObject({ exit: 0, err: '' });
    const { row } = JSON.parse(explained.out) as {
      row: { record: Hex; set: { root: Hex; count: number; siblings: Hex[] }; entries: { root: Hex } };
    };
    expect([row.record, row.set.count]).toEqual([parts[1]!.id, ROWS / 2]);
    checkRowProof(row.set, { record: row.record, key }, row.set.siblings);
    expect(row.entries.root).toBe(parts[1]!.submission.record.entries);
  }, 600_000);

  it('is stale after one changed row, in exactly the figures over it', async () => {
    const [, second] = parts as [SignedRecord, SignedRecord];
    const entries = second.submission.entries!.map((entry, index) =>
      index === 7 ? { ...entry, value: '0' } : entry,
    );
    await register({ by: ledger.company, subject: 'uses/2', after: second, entries });
    const { changed, dependents } = await readImpact(server, second);
    expect(changed).toEqual(['use/2/7']);
    expect(dependents).toMatchObject([
      {
        id: result.id,
        state: 'stale',
        by: 'rows',
        keys: ['scope1/combustion/lignite/CH4', 'scope1/combustion/lignite/CO2'],
      },
    ]);
  }, 600_000);
});
