import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDraft, formatDraft } from '../../jobs/register/draft.ts';
import { readEngineDigests } from '../../cli/engines/engine-folder.ts';
import { formatBundle } from '../../core/proofs/bundle.ts';
import { formatHex, type Hex } from '../../core/encoding/hex.ts';
import type { InputRecord } from '../../engine/rows/input.ts';
import { certificate, COMMON, COMPANY, dataset, electricity, gridFactor } from '../engine/dataset.ts';
import { type HttpServer, startHttpServer } from '../helpers/http-server.ts';
import { createTestDatabase, type TestDatabase } from '../helpers/postgres.ts';
import { TEST_DOMAIN } from '../helpers/registry.ts';
import { makeResult } from '../helpers/reperformed-result.ts';
import { SEED_FINAL, seedLedger } from '../helpers/seeded-ledger.ts';
import { signRecord } from '../helpers/signed-record.ts';
import { type CliRun, runLine } from './test-terminal.ts';

const FIGURE = { key: 'scope2/market', value: '1', unit: 't', from: 0, until: 0, detail: null };
const digest = (await readEngineDigests()).at(-1)!;
const { bundle } = makeResult(digest);
const [result, activity] = bundle.records as [
  (typeof bundle.records)[number],
  (typeof bundle.records)[number],
];

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledger-compare-'));
  await writeFile(join(folder, 'proof.json'), formatBundle(bundle));
  await account('2022.json', [electricity('use', '48000', 'MW.h')], '0.5366');
  const uses = [electricity('use', '48000', 'MW.h'), certificate('x', '12000', 'MW.h')];
  await account('2023.json', uses, '0.5306', { decimals: 2 });
});
afterAll(() => rm(folder, { recursive: true }));

const run = (...args: string[]): Promise<CliRun> => runLine(args, { cwd: folder });

/** Writes what `ledger compute --json` prints of a scope 2 whose average factor is this. */
async function account(
  file: string,
  uses: InputRecord['entries'],
  average: string,
  rounding: { decimals?: number } = {},
): Promise<void> {
  const factors = [gridFactor('average', average, 'average'), gridFactor('residual', '0.6096', 'residual')];
  await writeFile(join(folder, 'inputs.json'), JSON.stringify([dataset('a', ...uses, ...factors)]));
  const parameters = {
    ...COMMON,
    rounding: { ...COMMON.rounding, ...rounding },
    grids: { location: 'national', residual: 'national' },
    entities: [COMPANY],
  };
  await writeFile(join(folder, 'parameters.json'), JSON.stringify(parameters));
  const made = await run('compute', 'scope2@2', 'inputs.json', '--parameters', 'parameters.json', '--json');
  expect(made).toMatchObject({ exit: 0, err: '' });
  await writeFile(join(folder, file), made.out);
}

/** Writes the result as a record file, one of its figures altered. */
async function writeDraft(file: string, key: string, value: string | null): Promise<Hex> {
  const shown = result.entries.shown.map(({ siblings: _, ...entry }) => entry);
  const entries = shown.flatMap((entry) =>
    entry.key !== key ? [entry] : value === null ? [] : [{ ...entry, value }],
  );
  const { record, statement } = result;
  const draft = createDraft({ domain: TEST_DOMAIN, record, statement, entries, secret: null, public: true });
  await writeFile(join(folder, file), formatDraft(draft));
  return result.id;
}

describe('ledger compare', () => {
  it('prints a line a figure, values at their decimal point, and under each what it comes from', async () => {
    const compared = await run('compare', '2022.json', '2023.json');
    expect(compared).toMatchObject({ exit: 1, err: '' });
    const rounding = '    rounding mode half-even, decimals 6 → mode half-even, decimals 2';
    expect(compared.out).toBe(
      [
        '                     before     after  difference           %  unit',
        '~ scope2/coverage       0        25         +25                %',
        '    I = 12000 MW.h  certificate/x in 0xaaaaaaaaaa…, new',
        '    formula 100 * 0 / E → 100 * I / E',
        rounding,
        '~ scope2/location  25 756.8  25 468.8      -288     -1.118151  t{CO2}',
        '    EF = 0.5366 → 0.5306 kg{CO2}/kW.h  average in 0xaaaaaaaaaa…',
        rounding,
        '~ scope2/market    29 260.8  21 945.6    -7 315.2  -25         t{CO2}',
        '    I = 12000 MW.h  certificate/x in 0xaaaaaaaaaa…, new',
        '    IF = 0 kg{CO2}/kW.h  certificate/x in 0xaaaaaaaaaa…, new',
        '    formula E * RF → I * IF + (E - I) * RF',
        rounding,
        'the runs are not compared: one of them is not shown',
        '3 changed, 0 added, 0 removed, 0 the same',
        '',
      ].join('\n'),
    );
  });

  it('says where only the warnings of a figure differ', async () => {
    const warned = (message: string): string => {
      const warnings = [{ code: 'proxy-factor', message, row: { record: dataset('a').record, key: 'x' } }];
      const derivation = { formula: 'x', operands: [], rounding: COMMON.rounding, warnings };
      return JSON.stringify({ figures: [{ ...FIGURE, detail: { derivation } }] });
    };
    await writeFile(join(folder, 'a.json'), warned('one reason'));
    await writeFile(join(folder, 'b.json'), warned('another'));
    expect(await run('compare', 'a.json', 'b.json')).toMatchObject({
      exit: 1,
      out: expect.stringContaining('\n    its warnings differ\n'),
    });
  });

  it('exits 0 and says that all are the same where they are', async () => {
    expect(await run('compare', '2022.json', '2022.json')).toMatchObject({
      exit: 0,
      out: 'the runs are not compared: one of them is not shown\n0 changed, 0 added, 0 removed, 3 the same\n',
    });
    await writeDraft('same.record.json', '', null);
    expect(await run('compare', 'proof.json', 'same.record.json')).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^0 changed, 0 added, 0 removed, \d+ the same\n$/),
    });
  });

  it('prints JSON, with the records that were compared', async () => {
    await writeDraft('changed.record.json', 'scope2/market', '21945.7');
    const compared = await run('compare', 'proof.json', 'changed.record.json', '--json');
    expect(compared.exit).toBe(1);
    const value = JSON.parse(compared.out) as { before: string; after: string };
    expect(value).toEqual({
      before: result.id,
      after: expect.stringMatching(/^0x[0-9a-f]{64}$/),
      run: [],
      added: [],
      removed: [],
      changed: [
        {
          key: 'scope2/market',
          before: { value: '21945.6', unit: 't{CO2}' },
          after: { value: '21945.7', unit: 't{CO2}' },
          absolute: '0.1',
          percent: '0.000456',
          operands: [],
          documents: [],
          others: [],
        },
      ],
      unchanged: expect.any(Number),
      notShown: [],
    });
    expect(value.after).not.toBe(result.id);
  });

  it('says which figures are gone, and which a file does not show', async () => {
    await writeDraft('less.record.json', 'scope2/market', null);
    expect((await run('compare', 'proof.json', 'less.record.json')).out).toMatch(
      /^- scope2\/market +21 945\.6 +t\{CO2\}$/m,
    );
    const part = { ...result.entries, all: false, shown: [{ ...result.entries.shown[0]!, siblings: [] }] };
    const records = [{ ...result, entries: part }];
    await writeFile(join(folder, 'part.json'), formatBundle({ ...bundle, records }));
    const compared = await run('compare', 'proof.json', 'part.json');
    expect(compared).toMatchObject({ exit: 0, out: expect.stringContaining('0 removed, 1 the same') });
    expect(compared.out).toMatch(/^not compared, because only one side shows them: [^:]*scope2\/market/m);
  });

  it.each([
    [
      'a proof file without a result',
      { ...bundle, records: [activity] },
      'option',
      'shows no result (a disclosure is not one)',
    ],
    ['figures without values', { figures: [{ key: 'a' }] }, 'missing-member', 'figures.0.value'],
    ['a value that is not a decimal', { figures: [{ ...FIGURE, value: '1.50' }] }, 'decimal-syntax', ''],
    ['invalid JSON', '{', 'json-syntax', ''],
  ])('refuses %s with a code, and exits 2', async (_, content, code, message) => {
    await writeFile(
      join(folder, 'bad.json'),
      typeof content === 'string'
        ? content
        : 'records' in content
          ? formatBundle(content)
          : JSON.stringify(content),
    );
    const refused = await run('compare', 'proof.json', 'bad.json', '--json');
    expect({ exit: refused.exit, out: refused.out }).toEqual({ exit: 2, out: '' });
    expect(JSON.parse(refused.err)).toMatchObject({
      error: { code, message: expect.stringContaining(message) },
    });
  });
});

describe('ledger compare with the server', () => {
  let database: TestDatabase;
  let server: HttpServer;

  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(async () => {
    await server.stop();
    await database.drop();
  });

  it('fetches results by their ids, as the holder of a key sees them, and refuses other records', async () => {
    const { company } = await seedLedger(database.pool);
    server = await startHttpServer(database.pool, SEED_FINAL);
    const entries = result.entries.shown.map(({ siblings: _, ...entry }) => entry);
    const [private_, other] = [
      signRecord({ by: company, kind: 'result', subject: 'own', entries }),
      signRecord({ by: company, kind: 'dataset', subject: 'rows', entries }),
    ];
    for (const { submission } of [private_, other])
      expect((await server.call('POST', '/v1/records', { body: submission })).status).toBe(201);
    await writeFile(join(folder, 'key'), formatHex(company.key.privateKey), { mode: 0o600 });
    const ask = (...args: string[]): Promise<CliRun> =>
      runLine(['compare', ...args], {
        cwd: folder,
        env: { LEDGER_URL: server.url },
        now: 1000 * server.now,
      });
    expect(await ask(private_.id, 'proof.json', '--key', 'key')).toMatchObject({ exit: 0, err: '' });
    expect(await ask(private_.id, 'proof.json')).toMatchObject({ exit: 2, out: '' });
    expect(await ask('proof.json', other.id, '--json')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('expected kind result'),
    });
  });
});
